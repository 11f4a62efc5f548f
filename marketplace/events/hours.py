"""When the slots of a session begin and end, in the venue's time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from marketplace.core.clock import CHINA

LATEST = 24 * 60  # minutes; a session ends on its day


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a day is cut: `slots` of `minutes`, `gap` between two, one break of `pause` minutes after slot `pause_after`."""

    first: time
    slots: int
    minutes: int
    gap: int = 0
    pause_after: int = 0
    pause: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot by its number from 0, as minutes of the day."""

    number: int
    begins: int
    ends: int
    after_pause: bool = False

    @property
    def span(self) -> str:
        return f"{clock(self.begins)}—{clock(self.ends)}"

    @property
    def start(self) -> str:
        return clock(self.begins)


def minutes_of(moment: time) -> int:
    """A time of day as minutes since midnight."""
    return moment.hour * 60 + moment.minute


def clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def slots_of(rhythm: Rhythm) -> Sequence[Slot]:
    """The slots of a day in order."""
    found, at = [], minutes_of(rhythm.first)
    for number in range(rhythm.slots):
        after_pause = bool(rhythm.pause and rhythm.pause_after and number == rhythm.pause_after)
        if after_pause:
            at += max(0, rhythm.pause - rhythm.gap)
        found.append(Slot(number, at, at + rhythm.minutes, after_pause))
        at += rhythm.minutes + rhythm.gap
    return found


def ends_on_its_day(rhythm: Rhythm) -> bool:
    return slots_of(rhythm)[-1].ends <= LATEST if rhythm.slots else True


def moments(day: date, slot: Slot) -> tuple[datetime, datetime]:
    """The beginning and the end of a slot as moments."""
    midnight = datetime.combine(day, time(), CHINA)
    return midnight + timedelta(minutes=slot.begins), midnight + timedelta(minutes=slot.ends)
