"""What the big screen shows: the round, the tables, what comes next, what changed."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from marketplace.core.clock import CHINA
from marketplace.events.day.clock import Part, Phase, minute_of, phase_at
from marketplace.events.day.rules import Presence
from marketplace.events.hours import clock
from marketplace.events.models import Event, EventMeeting, EventPlan, EventRegistration
from marketplace.events.rules import Side

Parties = Mapping[int, EventRegistration]
A_PAGE = 20  # tables; more are not read from the back of a hall


@dataclass(frozen=True, slots=True, kw_only=True)
class TableNow:
    """A table in the round shown; None for a party that did not agree to be named. `waits_for` has not checked in."""

    number: int  # from 1
    provider: EventRegistration | None = None
    seeker: EventRegistration | None = None
    waits_for: Side | None = None
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A meeting that stands elsewhere than in the version before; None where it came in or went out."""

    provider: EventRegistration | None
    seeker: EventRegistration | None
    before: tuple[int, int] | None  # round and table, from 1
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything that stands on the screen at a moment."""

    phase: Phase
    pages: tuple[tuple[TableNow, ...], ...]
    changes: tuple[Moved, ...]
    here: int
    come: int
    told: int
    meetings: int
    intents: int
    until: datetime | None

    @property
    def round(self) -> int | None:
        return self.phase.round

    @property
    def is_round(self) -> bool:
        return self.phase.part is Part.ROUND


def phase_of(event: Event, moment: datetime) -> Phase:
    return phase_at(event.hours, minute_of(event.day, moment))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a picture is made from: the meetings of the round shown, their parties, and the counts of the whole session.

    `named` are the parties that may stand on a wall; `plans` the version in force and the one before, where there is one.
    """

    meetings: Sequence[EventMeeting]
    parties: Parties
    named: Set[int]
    total: int
    here: int
    come: int
    told: int
    intents: int
    plans: tuple[EventPlan, EventPlan] | None = None


def picture_of(event: Event, seen: Seen, moment: datetime) -> Picture:
    """The screen at a moment."""
    phase = phase_of(event, moment)
    return Picture(
        phase=phase,
        pages=_pages(_tables(event, seen.meetings, seen.parties, seen.named)),
        changes=_changes(*seen.plans, seen.parties, seen.named) if seen.plans else (),
        here=seen.here,
        come=seen.come,
        told=seen.told,
        meetings=seen.total,
        intents=seen.intents,
        until=None if phase.until is None else _moment(event, phase.until),
    )


def _moment(event: Event, minute: int) -> datetime:
    return datetime.combine(event.day, time(), CHINA) + timedelta(minutes=minute)


def _tables(event: Event, meetings: Sequence[EventMeeting], parties: Parties, named: Set[int]) -> list[TableNow]:
    at = {each.table_number: each for each in meetings}
    return [
        _table(number, at.get(number), parties, named) for number in range(max([event.tables, *(t + 1 for t in at)]))
    ]


def _table(number: int, meeting: EventMeeting | None, parties: Parties, named: Set[int]) -> TableNow:
    if meeting is None:
        return TableNow(number=number + 1)
    ends = (parties.get(meeting.wish.provider_id), parties.get(meeting.wish.seeker_id))
    missing = [party.side for party in ends if party is not None and party.presence is not Presence.PRESENT]
    provider, seeker = (party if party is not None and party.id in named else None for party in ends)
    return TableNow(
        number=number + 1, provider=provider, seeker=seeker, waits_for=missing[0] if missing else None, taken=True
    )


def _pages(tables: Sequence[TableNow]) -> tuple[tuple[TableNow, ...], ...]:
    return tuple(tuple(tables[at : at + A_PAGE]) for at in range(0, len(tables), A_PAGE))


def _changes(plan: EventPlan, before: EventPlan, parties: Parties, named: Set[int]) -> tuple[Moved, ...]:
    """The first that matter to somebody in the hall: where to go instead."""
    old, new = ({each.wish_id: each for each in made.meetings} for made in (before, plan))
    moved = []
    for wish in sorted({**old, **new}, key=lambda wish: _place(new.get(wish)) or (999, 999)):
        was, now = _place(old.get(wish)), _place(new.get(wish))
        if was != now:
            of = (new.get(wish) or old[wish]).wish
            moved.append(
                Moved(
                    provider=parties.get(of.provider_id) if of.provider_id in named else None,
                    seeker=parties.get(of.seeker_id) if of.seeker_id in named else None,
                    before=was,
                    after=now,
                )
            )
    return tuple(moved)


def _place(meeting: EventMeeting | None) -> tuple[int, int] | None:
    return (meeting.slot + 1, meeting.table_number + 1) if meeting else None


def span_of(event: Event, number: int) -> str:
    slot = event.hours[number]
    return f"{clock(slot.begins)}～{clock(slot.ends)}"
