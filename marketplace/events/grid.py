"""A timetable as people read it: parties down, rounds across; and why a wish was not met."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.events.models import Event, EventMeeting, EventPlan, EventRegistration, EventWish
from marketplace.events.problem import preference_of, slots_there, weight_of
from marketplace.events.roadshow.presenting import rounds_on_stage
from marketplace.events.rules import RegistrationState, Side
from marketplace.events.timetable import Cause

Parties = Mapping[int, EventRegistration]


FREE = "free"  # left out by hand, or for want of time: nothing stands against it


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a party does in a round: meets `other` at `table` (from 1), is away or on the stage, or is free."""

    other: str = ""
    table: int = 0
    must: bool = False
    away: bool = False
    on_stage: bool = False
    wish: int = 0
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    table: int | None  # its own, from 1
    cells: tuple[Cell, ...]
    meetings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A wish that is not in the timetable, and what stands against it."""

    provider: str
    seeker: str
    weight: int
    cause: Cause
    said: str  # what CAUSES holds the sentence by
    names: str  # of those that the cause speaks of


def rows_of(event: Event, plan: EventPlan, parties: Parties) -> list[Row]:
    """A row a provider, those with most meetings first."""
    held: dict[int, dict[int, EventMeeting]] = {}
    for each in plan.meetings:
        held.setdefault(each.wish.provider_id, {})[each.slot] = each
    providers = [
        party
        for party in parties.values()
        if party.side is Side.PROVIDER and (party.state is RegistrationState.ACCEPTED or party.id in held)
    ]
    rows = [_row(event, party, held.get(party.id, {}), parties) for party in providers]
    return sorted(rows, key=lambda row: -row.meetings)


def _row(event: Event, party: EventRegistration, held: Mapping[int, EventMeeting], parties: Parties) -> Row:
    there, stage = slots_there(event, party), rounds_on_stage(event, party)
    cells = tuple(
        _cell(held[slot], parties) if slot in held else Cell(away=slot not in there, on_stage=slot in stage)
        for slot in range(event.slots)
    )
    table = None if party.fixed_table is None else party.fixed_table + 1
    return Row(name=party.organisation.name, table=table, cells=cells, meetings=len(held))


def _cell(meeting: EventMeeting, parties: Parties) -> Cell:
    return Cell(
        other=_name(parties, meeting.wish.seeker_id),
        table=meeting.table_number + 1,
        must=preference_of(meeting.wish) == "must",
        wish=meeting.wish_id,
        locked=meeting.locked,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A wish that may be moved by hand; slot and table from 1, None while it is not held."""

    wish: int
    pair: str
    slot: int | None
    table: int | None
    locked: bool


def choices_of(plan: EventPlan, parties: Parties, wishes: Mapping[int, EventWish]) -> list[Choice]:
    """What is held, by round and table, then what is not."""
    held = {each.wish_id: each for each in plan.meetings}
    choices = []
    for wish in wishes.values():
        if preference_of(wish) in ("", "no") and wish.id not in held:
            continue
        meeting = held.get(wish.id)
        choices.append(
            Choice(
                wish=wish.id,
                pair=f"{_name(parties, wish.provider_id)} ↔ {_name(parties, wish.seeker_id)}",
                slot=meeting.slot + 1 if meeting else None,
                table=meeting.table_number + 1 if meeting else None,
                locked=bool(meeting and meeting.locked),
            )
        )
    return sorted(choices, key=lambda each: (each.slot is None, each.slot or 0, each.table or 0, each.pair))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What becomes otherwise for a party: (with whom, before, after); a place is (round, table) from 1, None for none."""

    name: str
    side: Side
    moves: tuple[tuple[str, tuple[int, int] | None, tuple[int, int] | None], ...]


def changes_of(before: EventPlan, after: EventPlan, parties: Parties) -> list[Moves]:
    """By party, those with most changes first."""
    old, new = ({each.wish_id: each for each in plan.meetings} for plan in (before, after))
    found: dict[int, list[tuple[str, tuple[int, int] | None, tuple[int, int] | None]]] = {}
    for wish in {**old, **new}:
        was, now = (_place(plan.get(wish)) for plan in (old, new))
        if was != now:
            of = (new.get(wish) or old[wish]).wish
            for own, other in ((of.provider_id, of.seeker_id), (of.seeker_id, of.provider_id)):
                found.setdefault(own, []).append((_name(parties, other), was, now))
    told = [
        Moves(
            name=_name(parties, number),
            side=parties[number].side,
            moves=tuple(sorted(moves, key=lambda move: move[2] or move[1] or (0, 0))),
        )
        for number, moves in found.items()
    ]
    return sorted(told, key=lambda each: (-len(each.moves), each.name))


def _place(meeting: EventMeeting | None) -> tuple[int, int] | None:
    return (meeting.slot + 1, meeting.table_number + 1) if meeting else None


def unmet_of(plan: EventPlan, parties: Parties, wishes: Mapping[int, EventWish]) -> list[Unmet]:
    """The heaviest first; those that somebody refused are nobody's loss and stand last."""
    found = [_unmet(each, wishes[each["wish"]], parties, wishes) for each in plan.unmet if each["wish"] in wishes]
    return sorted(found, key=lambda each: (each.cause is Cause.REFUSED, -each.weight, each.provider, each.seeker))


def _unmet(told: Mapping[str, object], wish: EventWish, parties: Parties, wishes: Mapping[int, EventWish]) -> Unmet:
    cause = Cause(str(told["cause"]))
    rivals = [wishes[rival] for rival in told["rivals"] if rival in wishes]  # type: ignore[attr-defined]
    full = [_name(parties, party) for party in told["parties"]]  # type: ignore[attr-defined]
    against = [f"{_name(parties, each.provider_id)} ↔ {_name(parties, each.seeker_id)}" for each in rivals]
    return Unmet(
        provider=_name(parties, wish.provider_id),
        seeker=_name(parties, wish.seeker_id),
        weight=weight_of(wish),
        cause=cause,
        said=FREE if cause is Cause.UNFINISHED and not against else cause,
        names="、".join(full if cause is Cause.PARTY_FULL else against),
    )


def lines_of(event: Event, plan: EventPlan, parties: Parties) -> list[list[str]]:
    """A line a meeting, by round and table."""
    hours = event.hours
    return [
        [
            str(each.slot + 1),
            hours[each.slot].span if each.slot < len(hours) else "",
            str(each.table_number + 1),
            _name(parties, each.wish.provider_id),
            _name(parties, each.wish.seeker_id),
        ]
        for each in sorted(plan.meetings, key=lambda each: (each.slot, each.table_number))
    ]


def _name(parties: Parties, number: int) -> str:
    return parties[number].organisation.name if number in parties else ""
