"""Reading people."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.actor import Actor, Role


def find_person(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def get_person(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def actor_for(person: Person) -> Actor:
    """The actor a signed-in person is."""
    return Actor(
        person_id=person.id,
        name=person.name,
        roles=frozenset(entry.role for entry in person.roles),
        organisations=frozenset(membership.organisation_id for membership in person.memberships),
    )


def people_with_role(session: Session, role: Role) -> Sequence[Person]:
    return session.scalars(select(Person).where(Person.roles.any(role=role), Person.active).order_by(Person.id)).all()
