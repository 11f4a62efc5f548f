"""An agency's book: who works on how much, and the deals of one broker."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.actor import Actor
from marketplace.deals import policies
from marketplace.deals.cards import Totals
from marketplace.deals.models import Deal
from marketplace.deals.queries.desk import SUMS, totals_in
from marketplace.deals.queries.wanted import is_late
from marketplace.deals.rules import LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The live deals of a broker; `person_id` is None for deals that wait for one."""

    person_id: int | None
    name: str
    late: int
    totals: Totals


def books(session: Session, actor: Actor) -> list[Book]:
    """Broker by broker, the largest book first: one statement."""
    late = func.sum(case((is_late(), 1), else_=0))
    rows = session.execute(
        select(Deal.broker_id, Person.name, late, *SUMS)
        .outerjoin(Person, Deal.broker_id == Person.id)
        .where(policies.brokered_by(actor), Deal.state.in_(LIVE))
        .group_by(Deal.broker_id, Person.name)
    )
    found = [Book(person_id=row[0], name=row[1] or "", late=row[2] or 0, totals=totals_in(row[3:])) for row in rows]
    return sorted(found, key=lambda book: (-book.totals.weighted, book.person_id or 0))


def book_of(session: Session, actor: Actor, person_id: int) -> Sequence[str]:
    """The live deals of a broker that the actor may see, by public id."""
    own = select(Deal.public_id).where(policies.brokered_by(actor), Deal.broker_id == person_id, Deal.state.in_(LIVE))
    return session.scalars(own.order_by(Deal.id)).all()
