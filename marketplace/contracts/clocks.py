"""Clocks of the registration: days counted in working or calendar days, and which years' holidays are missing. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.contracts.rules import Unit
from marketplace.workdays.rules import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day, and the years in between of which no holidays are known: there the week alone was counted."""

    day: date
    unknown_years: tuple[int, ...] = ()


def due_after(start: date, days: int, unit: Unit, calendar: WorkCalendar) -> Due:
    """The last of `days` days after `start`; the day of the beginning does not count."""
    if unit is Unit.CALENDAR:
        return Due(day=start + timedelta(days=days))
    day = start
    for _day in range(days):
        day = calendar.next_working_day(day)
    unknown = tuple(year for year in range(start.year, day.year + 1) if not calendar.knows(year))
    return Due(day=day, unknown_years=unknown)


def days_left(today: date, due: date, unit: Unit, calendar: WorkCalendar) -> int:
    """How many days are left, today not counted; below zero when it is late."""
    if unit is Unit.CALENDAR:
        return (due - today).days
    first, last = min(today, due), max(today, due)
    between = sum(calendar.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    return between if due >= today else -between
