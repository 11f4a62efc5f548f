"""People, organisations and records for tests."""

from functools import lru_cache

from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, Person, PersonRole
from marketplace.accounts.passwords import hash_password
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor, Role

PASSWORD = "correct-horse-battery"


@lru_cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def make_organisation(
    session: Session, code: str = "UNI-A", kind: OrganisationKind = OrganisationKind.UNIVERSITY, name: str = ""
) -> Organisation:
    organisation = Organisation(code=code, name=name or f"单位 {code}", english=code, kind=kind, region="420100")
    session.add(organisation)
    session.flush()
    return organisation


def make_person(session: Session, email: str, *roles: Role, organisation: Organisation | None = None) -> Person:
    person = Person(
        email=email,
        name=email.split("@")[0],
        password_hash=_hashed(),
        session_key=f"key-{email}"[:40],
        roles=[PersonRole(role=role) for role in roles],
    )
    if organisation is not None:
        person.memberships.append(Membership(organisation=organisation, role=MembershipRole.MANAGER))
    session.add(person)
    session.flush()
    return person


def make_actor(session: Session, email: str, *roles: Role, organisation: Organisation | None = None) -> Actor:
    """The actor of a new person."""
    return actor_for(make_person(session, email, *roles, organisation=organisation))
