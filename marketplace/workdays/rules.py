"""Which days the house works: Monday to Friday, less public holidays, plus the days that make up for them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class DayKind(StrEnum):
    """What makes a day special."""

    HOLIDAY = "holiday"  # 放假
    WORKING = "working"  # 调休上班
    ORDINARY = "ordinary"  # 照平常：推翻随版本发布的安排


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The special days; every other day follows the week."""

    days: Mapping[date, DayKind] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        kind = self.days.get(day, DayKind.ORDINARY)
        return day.weekday() < 5 if kind is DayKind.ORDINARY else kind is DayKind.WORKING

    def next_working_day(self, after: date) -> date:
        """The first working day later than `after`. It ends: beyond the special days the week holds."""
        day = after + timedelta(days=1)
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def knows(self, year: int) -> bool:
        """Has anything been entered for the year? Else its holidays count as the week says."""
        return any(day.year == year and kind is DayKind.HOLIDAY for day, kind in self.days.items())


WEEK_ALONE = WorkCalendar()
