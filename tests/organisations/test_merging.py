"""Two organisations that are one: everything moves, the old address leads on, and there is no way back without the code."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import now
from marketplace.core.db import Base, Database
from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.core.mail import Mail
from marketplace.core.outbox import OutboxEntry
from marketplace.listings.models import Achievement
from marketplace.listings.records import Results
from marketplace.needs.records import Needs
from marketplace.organisations import queries
from marketplace.organisations.models import Invitation
from marketplace.organisations.records import add_source
from marketplace.organisations.services import Merge, merge_organisations
from tests.factories import make_actor, make_listing, make_need, make_organisation, make_person


@pytest.fixture(autouse=True)
def sources() -> None:
    """The features that keep records have joined, as in the application."""
    add_source("listings", Results())
    add_source("needs", Needs())


@pytest.fixture
def pair(session: Session) -> tuple[Organisation, Organisation]:
    """The one that goes, with a manager, a member of both and records; the one that stays."""
    gone, kept = make_organisation(session, "UNI-OLD"), make_organisation(session, "UNI-NEW")
    make_person(session, "first@example.org", Role.UNIVERSITY, organisation=gone)
    both = make_person(session, "both@example.org", Role.UNIVERSITY, organisation=gone)
    session.add(Membership(person_id=both.id, organisation_id=kept.id, role=MembershipRole.MEMBER))
    make_listing(session, owner=gone)
    session.flush()
    return gone, kept


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "admin@example.org", Role.ADMIN)


def invite(session: Session, organisation: Organisation, email: str, token: str) -> None:
    soon = now() + timedelta(days=3)
    session.add(Invitation(organisation_id=organisation.id, email=email, token_hash=token * 64, expires_at=soon))


def test_everything_moves_and_the_index_is_promised(
    session: Session, admin: Actor, pair: tuple[Organisation, Organisation]
) -> None:
    gone, kept = pair
    need = make_need(session, gone)
    invite(session, gone, "new@example.org", "a")
    invite(session, kept, "new@example.org", "b")
    session.query(OutboxEntry).delete()
    session.flush()
    number, record = gone.id, session.scalars(select(Achievement)).one().public_id

    merge_organisations(session, admin, "UNI-OLD", Merge(into="UNI-NEW", typed="UNI-OLD"))

    assert session.scalars(select(Achievement.owner_id)).all() == [kept.id]
    assert session.scalar(select(type(need).owner_id)) == kept.id
    places = session.execute(select(Membership.organisation_id, Membership.role)).all()
    assert [tuple(place) for place in places] == [(kept.id, MembershipRole.MANAGER)] * 2
    assert session.scalar(select(func.count(Invitation.id))) == 1
    promised = set(session.execute(select(OutboxEntry.kind, OutboxEntry.subject_id)).tuples())
    assert {("achievement", record), ("need", need.public_id)} <= promised
    assert session.get(Organisation, number) is None
    assert queries.find_merged(session, "UNI-OLD") == "UNI-NEW"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "merge_organisation")).one()
    assert (event.subject_id, event.detail["gone"], event.detail["achievements"]) == ("UNI-NEW", "UNI-OLD", 1)
    told = session.scalars(select(Mail.recipient)).all()
    assert sorted(told) == ["both@example.org", "first@example.org"]


def test_no_table_keeps_a_row_of_what_is_gone(
    session: Session, admin: Actor, pair: tuple[Organisation, Organisation]
) -> None:
    gone = pair[0].id
    merge_organisations(session, admin, "UNI-OLD", Merge(into="UNI-NEW", typed="UNI-OLD"))

    left = {
        f"{table.name}.{column.name}": session.scalar(select(func.count()).select_from(table).where(column == gone))
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname == "organisations.id" for key in column.foreign_keys)
    }

    assert {name for name, count in left.items() if count} == set()


def test_a_chain_of_merges_leads_to_the_last(
    session: Session, admin: Actor, pair: tuple[Organisation, Organisation]
) -> None:
    make_organisation(session, "UNI-LAST")
    merge_organisations(session, admin, "UNI-OLD", Merge(into="UNI-NEW", typed="UNI-OLD"))
    merge_organisations(session, admin, "UNI-NEW", Merge(into="UNI-LAST", typed="UNI-NEW"))

    assert queries.find_merged(session, "UNI-OLD") == "UNI-LAST"


@pytest.mark.parametrize(("into", "typed"), [("UNI-NEW", ""), ("UNI-NEW", "uni-old"), ("UNI-OLD", "UNI-OLD")])
def test_what_is_not_confirmed_changes_nothing(
    session: Session, admin: Actor, pair: tuple[Organisation, Organisation], into: str, typed: str
) -> None:
    with pytest.raises(InvalidInput):
        merge_organisations(session, admin, "UNI-OLD", Merge(into=into, typed=typed))

    assert session.scalars(select(Achievement.owner_id)).all() == [pair[0].id]


def test_an_administrator_merges_no_organisation_of_their_own(
    session: Session, pair: tuple[Organisation, Organisation]
) -> None:
    own = make_actor(session, "both-sides@example.org", Role.ADMIN, organisation=pair[0])
    manager = actor_for(session.scalars(select(Membership)).first().person)

    for actor in (own, manager):
        with pytest.raises(Forbidden):
            merge_organisations(session, actor, "UNI-OLD", Merge(into="UNI-NEW", typed="UNI-OLD"))


def test_the_pages_compare_confirm_and_lead_on(database: Database, sign_in: Callable[[str], FlaskClient]) -> None:
    with database.transaction() as session:
        make_organisation(session, "UNI-OLD")
        make_organisation(session, "UNI-NEW")
        make_person(session, "admin@example.org", Role.ADMIN)
    client = sign_in("admin@example.org")

    compared = client.get("/admin/organisations/UNI-OLD/merge?into=UNI-NEW").text
    wrong = client.post("/admin/organisations/UNI-OLD/merge", data={"into": "UNI-NEW", "typed": "x"})
    merged = client.post("/admin/organisations/UNI-OLD/merge", data={"into": "UNI-NEW", "typed": "UNI-OLD"})
    old = client.get("/organisations/UNI-OLD")

    assert "单位 UNI-NEW" in compared
    assert (wrong.status_code, merged.status_code, merged.location) == (422, 303, "/admin/organisations/UNI-NEW")
    assert (old.status_code, old.location) == (301, "/organisations/UNI-NEW")
    assert client.get("/admin/organisations/UNI-NEW/merge?into=UNI-GONE").status_code == 200
