"""Needs that were handed in during a period: answered within 48 hours, later, or not yet, as of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, String, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.db import UtcDateTime
from marketplace.core.paging import Page
from marketplace.needs.models import Need, NeedRow
from marketplace.needs.rules import VISIBLE, WAITING
from marketplace.reports.queries.dialects import medians, seconds_between
from marketplace.reports.rules import IN_TIME, Answered, Asked
from marketplace.reports.sources import ANSWERS

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAnswered:
    """One handing in of a need; `answered_at` None while it waits on the day of the report, `open` when the public reads it."""

    need: str
    owner: str
    region: str
    handed_in: datetime
    answered_at: datetime | None
    answered: Answered
    open: bool

    @property
    def hours(self) -> float | None:
        return None if self.answered_at is None else (self.answered_at - self.handed_in).total_seconds() / 3600


def counts(session: Session, asked: Asked) -> dict[Answered, int]:
    """How many were answered how; one statement."""
    held = _handed_in(asked)
    grouped = select(held.c.answered, func.count()).group_by(held.c.answered)
    found = {Answered(row[0]): row[1] for row in session.execute(grouped)}
    return {each: found.get(each, 0) for each in Answered}


def median_hours(session: Session, asked: Asked) -> float | None:
    """From handing in to the answer, of those that were answered."""
    held = _handed_in(asked)
    seconds = seconds_between(held.c.handed_in, held.c.answered_at)
    row = session.execute(medians(select(literal("all"), seconds).where(held.c.answered_at.is_not(None)))).first()
    return float(row[1]) / 3600 if row else None


def page_of(session: Session, asked: Asked, answered: Answered | None, number: int) -> Page[NeedAnswered]:
    """A page of the needs behind a figure, the latest first."""
    by = counts(session, asked)
    total = sum(by.values()) if answered is None else by[answered]
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    items = listed(session, asked, answered, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def listed(
    session: Session, asked: Asked, answered: Answered | None = None, limit: int = 5000, skip: int = 0
) -> Sequence[NeedAnswered]:
    held = _handed_in(asked)
    wanted = select(
        held.c.need, held.c.owner, held.c.region, held.c.handed_in, held.c.answered_at, held.c.answered, held.c.state
    )  # fmt: skip
    if answered is not None:
        wanted = wanted.where(held.c.answered == answered.value)
    rows = session.execute(wanted.order_by(held.c.handed_in.desc(), held.c.need).limit(limit).offset(skip))
    return [_need(row) for row in rows]


def _handed_in(asked: Asked) -> Any:
    """Every handing in of the period with its answer as it was known on the day."""
    waiting = select(
        NeedRow.public_id.label("need"), NeedRow.submitted_at.label("handed_in"),
        cast(null(), UtcDateTime).label("answered_at"),
    ).where(NeedRow.state.in_(WAITING), NeedRow.submitted_at.is_not(None))  # fmt: skip
    all_of_them = union_all(waiting, *(lent() for _room, lent in sorted(ANSWERS.items()))).subquery()
    known = case((all_of_them.c.answered_at < asked.until, all_of_them.c.answered_at))
    held = (
        select(
            all_of_them.c.need, Organisation.name.label("owner"), Need.region, Need.state,
            all_of_them.c.handed_in, known.label("answered_at"),
            _how(all_of_them.c.handed_in, known, asked).label("answered"),
        )
        .join(Need, Need.public_id == all_of_them.c.need)
        .join(Organisation, Need.owner_id == Organisation.id)
        .where(all_of_them.c.handed_in >= asked.first_moment, all_of_them.c.handed_in < asked.last_moment)
    )  # fmt: skip
    if asked.region:
        held = held.where(Need.region.startswith(asked.region_prefix, autoescape=True))
    return held.subquery()


def _how(handed_in: ColumnElement[Any], answered_at: ColumnElement[Any], asked: Asked) -> ColumnElement[str]:
    limit = IN_TIME.total_seconds()
    taken = seconds_between(handed_in, answered_at)
    return cast(
        case(
            (taken <= limit, Answered.IN_TIME.value),
            (taken > limit, Answered.LATE.value),
            (handed_in <= asked.until - IN_TIME, Answered.OVERDUE.value),
            else_=Answered.WAITING.value,
        ),
        String,
    )


def _need(row: Row[*tuple[Any, ...]]) -> NeedAnswered:
    return NeedAnswered(
        need=row[0], owner=row[1], region=row[2], handed_in=row[3], answered_at=row[4],
        answered=Answered(row[5]), open=row[6] in VISIBLE,
    )  # fmt: skip
