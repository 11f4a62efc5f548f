"""When the house works, and when somebody is told that an answer is due. Pure."""

from datetime import datetime, time, timedelta

from marketplace.core.clock import CHINA
from marketplace.workdays.rules import WorkCalendar

OPENS, CLOSES = time(9), time(18)  # in China, on working days
AHEAD = timedelta(hours=12)  # before the deadline


def at_work(moment: datetime, calendar: WorkCalendar) -> bool:
    """Is it a working hour in China?"""
    there = moment.astimezone(CHINA)
    return calendar.works(there.date()) and OPENS <= there.time() < CLOSES


def next_opening(moment: datetime, calendar: WorkCalendar) -> datetime:
    """When the next working day begins, after the day of the moment."""
    day = calendar.next_working_day(moment.astimezone(CHINA).date())
    return datetime.combine(day, OPENS, tzinfo=CHINA)


def is_pressing(moment: datetime, due: datetime, calendar: WorkCalendar) -> bool:
    """Is this a working hour, and the answer due within 12 hours or before the house opens again?"""
    return at_work(moment, calendar) and (due - moment <= AHEAD or due <= next_opening(moment, calendar))


def is_late(moment: datetime, due: datetime, calendar: WorkCalendar) -> bool:
    """Is this a working hour, and the answer overdue?"""
    return at_work(moment, calendar) and due < moment
