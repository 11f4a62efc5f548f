"""What an organisation keeps of somebody who deletes their account."""

from datetime import timedelta

from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole
from marketplace.accounts.queries import actor_for
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import now
from marketplace.organisations.models import Invitation, JoinRequest
from marketplace.organisations.services.leaving import forget_person
from marketplace.organisations.services.members import change_role
from tests.factories import make_organisation, make_person


def test_invitations_and_requests_go_with_the_account(session: Session) -> None:
    ours = make_organisation(session, "UNI-A")
    zhou, wu = make_person(session, "zhou@example.org"), make_person(session, "wu@example.org")
    for number, person in enumerate((zhou, wu)):
        later = now() + timedelta(days=9)
        session.add(Invitation(organisation=ours, email=person.email, token_hash=str(number), expires_at=later))
        session.add(JoinRequest(organisation=ours, person=person))
    session.flush()

    forget_person(session, zhou)

    assert [row.email for row in session.query(Invitation)] == ["wu@example.org"]
    assert [row.person_id for row in session.query(JoinRequest)] == [wu.id]


def test_acts_on_members_name_them_by_number(session: Session) -> None:
    ours = make_organisation(session, "UNI-A")
    manager = make_person(session, "zhou@example.org", organisation=ours)
    wu = make_person(session, "wu@example.org")
    wu.memberships.append(Membership(organisation=ours, role=MembershipRole.MEMBER))
    session.flush()

    change_role(session, actor_for(manager), "UNI-A", wu.memberships[0].id, MembershipRole.MANAGER)

    session.flush()
    assert session.query(AuditEvent).one().detail == {"person": wu.public_id, "role": "manager"}
