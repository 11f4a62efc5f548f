"""From registrations and wishes to the problem that the solver takes; asks no database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from marketplace.events.day.rules import Presence
from marketplace.events.hours import Rhythm
from marketplace.events.models import Event, EventMeeting, EventRegistration, EventWish
from marketplace.events.roadshow.presenting import rounds_on_stage
from marketplace.events.rules import Saying

WEIGHT = {Saying.MUST: 5, Saying.WANT: 2}  # of one side's word; a pair's weight is the sum of both
STAYS_AWAY = (Presence.EXCUSED, Presence.ABSENT)


def problem_of(
    event: Event,
    parties: Sequence[EventRegistration],
    wishes: Sequence[EventWish],
    previous: Sequence[EventMeeting] = (),
    *,
    locked: Sequence[EventMeeting] = (),
    held: Sequence[EventMeeting] = (),
    begun: Set[int] = frozenset(),
    assumed: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """The problem in the solver's own format.

    `previous` is the timetable that people hold in hand, `locked` stays where it is. What was `held` in rounds that have
    `begun` is no longer planned: it takes its wishes out and counts towards each party's meetings. `assumed` tries
    other numbers of slots, tables or meetings a party.
    """
    day = rhythm_with(event, assumed or {})
    shape = {name: (assumed or {}).get(name, getattr(event, name)) for name in ("slots", "tables", "most_meetings")}
    known = {party.id for party in parties}
    done = {each.wish_id for each in held}
    counted = [
        wish
        for wish in wishes
        if {wish.provider_id, wish.seeker_id} <= known and preference_of(wish) and wish.id not in done
    ]
    had = Counter(number for each in held for number in (each.wish.provider_id, each.wish.seeker_id))
    ids = {wish.id for wish in counted}
    problem = {
        "slots": shape["slots"],
        "tables": shape["tables"],
        "parties": [
            *(_party(event, day, shape, party, parties, begun, had[party.id]) for party in parties),
            *_closed(event, shape["tables"]),
        ],
        "wishes": [_wish(wish) for wish in counted],
        "locked": _rows(locked, ids, shape),
    }
    before = _rows((each for each in previous if each.slot not in begun), ids, shape)
    return problem | ({"previous": before} if before else {})


def _wish(wish: EventWish) -> dict[str, Any]:
    return {
        "id": wish.id,
        "provider": wish.provider_id,
        "seeker": wish.seeker_id,
        "weight": weight_of(wish),
        "preference": preference_of(wish),
    }


def _rows(meetings: Iterable[EventMeeting], ids: Set[int], shape: Mapping[str, int]) -> list[dict[str, int]]:
    return [
        {"wish": each.wish_id, "slot": each.slot, "table": each.table_number}
        for each in meetings
        if each.wish_id in ids and each.slot < shape["slots"] and each.table_number < shape["tables"]
    ]


def preference_of(wish: EventWish) -> str:
    """No if either side says no; must if either must; blank when nobody says anything."""
    said = {wish.provider_says, wish.seeker_says}
    return next((word.value for word in (Saying.NO, Saying.MUST, Saying.WANT) if word in said), "")


def weight_of(wish: EventWish) -> int:
    return sum(WEIGHT.get(word, 0) for word in (wish.provider_says, wish.seeker_says) if word is not None)


def slots_there(event: Event, party: EventRegistration, day: Rhythm | None = None) -> set[int]:
    """The rounds in which a party may meet: it is there and not on the stage; none once it excused itself or was absent."""
    if party.presence in STAYS_AWAY:
        return set()
    day = day or event.rhythm
    return set(range(party.comes_in, day.slots)) - set(party.absent) - rounds_on_stage(event, party, day)


def rhythm_with(event: Event, assumed: Mapping[str, Any]) -> Rhythm:
    """How the day would be cut."""
    pause = {"pause_after": "pause_after", "pause_minutes": "pause", "slots": "slots"}
    day = replace(event.rhythm, **{to: assumed[name] for name, to in pause.items() if name in assumed})
    return day if day.pause_after < day.slots else replace(day, pause_after=0)


def is_closed(event: Event, table: int) -> bool:
    return table in event.closed_tables


def _party(
    event: Event,
    day: Rhythm,
    shape: Mapping[str, int],
    party: EventRegistration,
    parties: Sequence[EventRegistration],
    begun: Set[int],
    had: int,
) -> dict[str, Any]:
    most = min(party.most_meetings or shape["most_meetings"], shape["most_meetings"])
    return {
        "id": party.id,
        "side": party.side.value,
        "available": sorted(slots_there(event, party, day) - begun),
        "max_meetings": max(0, most - had),
        "shared_with": [other.id for other in parties if _shares_people(party, other)],
        **({"fixed_table": party.fixed_table} if _has_table(event, party, shape["tables"]) else {}),
    }


def _closed(event: Event, tables: int) -> list[dict[str, Any]]:
    """A table out of use is the own table of somebody who is never there."""
    return [
        {"id": f"closed-{table}", "side": "provider", "available": [], "fixed_table": table}
        for table in event.closed_tables
        if table < tables
    ]


def _has_table(event: Event, party: EventRegistration, tables: int) -> bool:
    return party.fixed_table is not None and party.fixed_table < tables and not is_closed(event, party.fixed_table)


def _shares_people(party: EventRegistration, other: EventRegistration) -> bool:
    """The same organisation on both sides with somebody who comes for both."""
    same = party.organisation_id == other.organisation_id and party.id != other.id
    return same and not set(party.attendees).isdisjoint(other.attendees)
