"""Where a day stands: before, in a round, between two, in the break, over. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from marketplace.core.clock import CHINA
from marketplace.events.hours import Slot

DAY = 24 * 60


class Part(StrEnum):
    BEFORE = "before"
    ROUND = "round"
    CHANGE = "change"  # of tables
    BREAK = "break"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of the day; `round` is the one that is on or comes next (None when it is over), `until` its end as a minute."""

    part: Part
    round: int | None
    until: int | None


def minute_of(day: date, moment: datetime) -> float:
    """Minutes since midnight of the session's day at the venue; negative before the day."""
    return (moment - datetime.combine(day, time(), CHINA)).total_seconds() / 60


def phase_at(hours: Sequence[Slot], minute: float) -> Phase:
    """The phase at a minute of the day."""
    for slot in hours:
        if minute < slot.begins:
            if slot.number == 0:
                return Phase(part=Part.BEFORE, round=0, until=slot.begins)
            return Phase(part=Part.BREAK if slot.after_pause else Part.CHANGE, round=slot.number, until=slot.begins)
        if minute < slot.ends:
            return Phase(part=Part.ROUND, round=slot.number, until=slot.ends)
    return Phase(part=Part.OVER, round=None, until=None)


def begun(hours: Sequence[Slot], minute: float) -> frozenset[int]:
    """The rounds that have begun: nothing moves in them any more."""
    return frozenset(slot.number for slot in hours if slot.begins <= minute)
