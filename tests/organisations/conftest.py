"""The people around an organisation."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, Person
from marketplace.accounts.queries import actor_for, find_person
from marketplace.core.actor import Actor, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.mail import Mail
from tests.factories import make_organisation, make_person


@dataclass(frozen=True, slots=True)
class House:
    """A university with a manager and a member, another one with its manager, somebody without any, an administrator."""

    university: Organisation
    other: Organisation
    manager: Person
    member: Person
    stranger: Person
    alone: Person
    admin: Person

    @property
    def place(self) -> int:
        """The member's membership."""
        return self.member.memberships[0].id


@pytest.fixture
def house(session: Session) -> House:
    return make_house(session)


def make_house(session: Session) -> House:
    university = make_organisation(session, "UNI-A", name="楚泽大学")
    other = make_organisation(session, "UNI-B", OrganisationKind.UNIVERSITY, "清澧农业大学")
    member = make_person(session, "member@example.org", Role.UNIVERSITY)
    member.memberships.append(Membership(organisation=university, role=MembershipRole.MEMBER))
    session.flush()
    return House(
        university=university,
        other=other,
        manager=make_person(session, "manager@example.org", Role.UNIVERSITY, organisation=university),
        member=member,
        stranger=make_person(session, "stranger@example.org", Role.UNIVERSITY, organisation=other),
        alone=make_person(session, "alone@example.org", Role.ENTERPRISE),
        admin=make_person(session, "admin@example.org", Role.ADMIN),
    )


def as_now(session: Session, person: Person) -> Actor:
    """The actor this person is after what has happened."""
    session.flush()
    session.expire_all()
    found = find_person(session, person.email)
    assert found is not None
    return actor_for(found)


def letters(session: Session) -> list[tuple[str, str]]:
    """(recipient, subject) of every letter, in the order they were written."""
    session.flush()
    return [(mail.recipient, mail.subject) for mail in session.scalars(select(Mail).order_by(Mail.id))]


def acts(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
