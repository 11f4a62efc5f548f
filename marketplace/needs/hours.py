"""When the house works, and when somebody is told that an answer is due. Pure."""

from datetime import datetime, time, timedelta

from marketplace.core.clock import CHINA

OPENS, CLOSES = time(9), time(18)  # in China, Monday to Friday; public holidays are not known here
AHEAD = timedelta(hours=12)  # before the deadline


def at_work(moment: datetime) -> bool:
    """Is it a working hour in China?"""
    there = moment.astimezone(CHINA)
    return there.weekday() < 5 and OPENS <= there.time() < CLOSES


def next_opening(moment: datetime) -> datetime:
    """When the next working day begins, after the day of the moment."""
    day = moment.astimezone(CHINA).date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=CHINA)


def is_pressing(moment: datetime, due: datetime) -> bool:
    """Is this a working hour, and the answer due within 12 hours or before the house opens again?"""
    return at_work(moment) and (due - moment <= AHEAD or due <= next_opening(moment))


def is_late(moment: datetime, due: datetime) -> bool:
    """Is this a working hour, and the answer overdue?"""
    return at_work(moment) and due < moment
