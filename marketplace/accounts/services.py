"""Acts on people and organisations."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, Person, PersonRole
from marketplace.accounts.passwords import hash_password, password_fits
from marketplace.core.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    email: str
    name: str
    password: str
    roles: frozenset[Role]
    locale: str = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    code: str
    name: str
    english: str
    kind: OrganisationKind
    region: str
    credit_code: str | None = None
    is_sample: bool = False


def authenticate(session: Session, email: str, password: str) -> Person | None:
    """The active person with this address and password, or None; takes the same time either way."""
    person = queries.find_person(session, email)
    fits = password_fits(password, person.password_hash if person else None)
    return person if person and fits and person.active else None


def add_person(session: Session, command: NewPerson) -> Person:
    person = Person(
        email=command.email.strip().lower(),
        name=command.name,
        password_hash=hash_password(command.password),
        locale=command.locale,
        session_key=secrets.token_urlsafe(24),
        roles=[PersonRole(role=role) for role in sorted(command.roles)],
    )
    session.add(person)
    session.flush()
    return person


def add_organisation(session: Session, command: NewOrganisation) -> Organisation:
    organisation = Organisation(
        code=command.code,
        name=command.name,
        english=command.english,
        kind=command.kind,
        region=command.region,
        credit_code=command.credit_code,
        is_sample=command.is_sample,
    )
    session.add(organisation)
    session.flush()
    return organisation


def add_members(
    session: Session, organisation: Organisation, people: Iterable[Person], role: MembershipRole = MembershipRole.MEMBER
) -> None:
    for person in people:
        person.memberships.append(Membership(organisation=organisation, role=role))
    session.flush()
