"""Reading people."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import MembershipRole, Person
from marketplace.accounts.queries.powers import powers_of
from marketplace.core.actor import Actor, Role

NEVER = datetime.fromtimestamp(0, UTC)


def find_person(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def get_person(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def actor_for(person: Person) -> Actor:
    """The actor a signed-in person is, acting for the organisation chosen last."""
    places = sorted(person.memberships, key=lambda place: (-(place.chosen_at or NEVER).timestamp(), place.id))
    return Actor(
        person_id=person.id,
        name=person.name,
        roles=frozenset(entry.role for entry in person.roles),
        organisations=frozenset(place.organisation_id for place in places),
        manages=frozenset(place.organisation_id for place in places if place.role is MembershipRole.MANAGER),
        acting_for=places[0].organisation_id if places else None,
        powers=powers_of(person),
    )


def people_with_role(session: Session, role: Role) -> Sequence[Person]:
    return session.scalars(select(Person).where(Person.roles.any(role=role), Person.active).order_by(Person.id)).all()
