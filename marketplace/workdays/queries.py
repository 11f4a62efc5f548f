"""Reading the special days: those that come with the release, overruled by those an administrator entered."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden
from marketplace.workdays.models import SpecialDay
from marketplace.workdays.rules import DayKind, WorkCalendar

FILE = Path(__file__).with_name("days.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDay:
    """A special day with the notice that says so; `own` when an administrator entered it."""

    day: date
    kind: DayKind
    name: str
    source: str
    own: bool


@lru_cache
def released() -> tuple[ListedDay, ...]:
    """What comes with the release: the years of which the State Council's notice was known then."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            ListedDay(
                day=date.fromisoformat(row["day"]),
                kind=DayKind(row["kind"]),
                name=row["name"],
                source=row["source"],
                own=False,
            )
            for row in csv.DictReader(file)
        )


def work_calendar(session: Session) -> WorkCalendar:
    """The days on which the house works; one statement."""
    own = session.execute(select(SpecialDay.day, SpecialDay.kind))
    return WorkCalendar({entry.day: entry.kind for entry in released()} | {row[0]: row[1] for row in own})


def days_of(session: Session, actor: Actor, year: int) -> list[ListedDay]:
    """The special days of a year, for administrators."""
    refuse_others(actor)
    within = SpecialDay.day.between(date(year, 1, 1), date(year, 12, 31))
    days = {entry.day: entry for entry in released() if entry.day.year == year}
    for row in session.scalars(select(SpecialDay).where(within)):
        days[row.day] = ListedDay(day=row.day, kind=row.kind, name=row.name, source=row.source, own=True)
    return [days[day] for day in sorted(days)]


def refuse_others(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以维护放假与调休。")
