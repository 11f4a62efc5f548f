"""What is due in a span of days: next steps, tasks, expected signatures."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.deals.models import Deal, DealTask
from marketplace.deals.queries.wanted import Wanted, conditions
from marketplace.deals.rules import UNSIGNED

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """`kind` is step, task or close; `number` tells the tasks of a deal apart."""

    day: date
    kind: str
    public_id: str
    title: str
    what: str
    number: int = 0


def dues_between(session: Session, actor: Actor, first: date, last: date) -> list[Due]:
    """Day by day: three statements, however much is due."""
    own = conditions(actor, Wanted())
    steps = select(Deal.next_due, Deal.public_id, Deal.title, Deal.next_step)
    steps = steps.where(*own, Deal.next_due.between(first, last)).order_by(Deal.next_due, Deal.id).limit(MOST)
    tasks = select(DealTask.due, Deal.public_id, Deal.title, DealTask.title, DealTask.id)
    tasks = tasks.join(Deal, DealTask.deal_id == Deal.id).where(
        *own, DealTask.done_at.is_(None), DealTask.due.between(first, last)
    )
    tasks = tasks.order_by(DealTask.due, DealTask.id).limit(MOST)
    closes = select(Deal.expected_close, Deal.public_id, Deal.title)
    closes = closes.where(*own, Deal.stage.in_(UNSIGNED), Deal.expected_close.between(first, last))
    closes = closes.order_by(Deal.expected_close, Deal.id).limit(MOST)
    found = [
        *(_due("step", row[0], row[1], row[2], row[3] or row[2]) for row in session.execute(steps)),
        *(_due("task", row[0], row[1], row[2], row[3], row[4]) for row in session.execute(tasks)),
        *(_due("close", row[0], row[1], row[2], row[2]) for row in session.execute(closes)),
    ]
    return sorted(found, key=lambda due: (due.day, due.public_id, due.kind, due.number))


def _due(kind: str, day: date | None, public_id: str, title: str, what: str, number: int = 0) -> Due:
    assert day is not None
    return Due(day=day, kind=kind, public_id=public_id, title=title, what=what, number=number)
