"""From registrations and wishes to the problem that the solver takes; asks no database."""

from collections.abc import Sequence
from typing import Any

from marketplace.events.models import Event, EventMeeting, EventRegistration, EventWish
from marketplace.events.rules import Saying

WEIGHT = {Saying.MUST: 5, Saying.WANT: 2}  # of one side's word; a pair's weight is the sum of both


def problem_of(
    event: Event,
    parties: Sequence[EventRegistration],
    wishes: Sequence[EventWish],
    previous: Sequence[EventMeeting] = (),
) -> dict[str, Any]:
    """The problem in the solver's own format; `previous` is the timetable that people hold in hand."""
    known = {party.id for party in parties}
    counted = [wish for wish in wishes if {wish.provider_id, wish.seeker_id} <= known and preference_of(wish)]
    ids = {wish.id for wish in counted}
    problem = {
        "slots": event.slots,
        "tables": event.tables,
        "parties": [_party(event, party, parties) for party in parties],
        "wishes": [
            {
                "id": wish.id,
                "provider": wish.provider_id,
                "seeker": wish.seeker_id,
                "weight": weight_of(wish),
                "preference": preference_of(wish),
            }
            for wish in counted
        ],
        "locked": [],
    }
    held = [
        {"wish": each.wish_id, "slot": each.slot, "table": each.table_number}
        for each in previous
        if each.wish_id in ids
    ]
    return problem | ({"previous": held} if held else {})


def preference_of(wish: EventWish) -> str:
    """No if either side says no; must if either must; blank when nobody says anything."""
    said = {wish.provider_says, wish.seeker_says}
    return next((word.value for word in (Saying.NO, Saying.MUST, Saying.WANT) if word in said), "")


def weight_of(wish: EventWish) -> int:
    return sum(WEIGHT.get(word, 0) for word in (wish.provider_says, wish.seeker_says) if word is not None)


def _party(event: Event, party: EventRegistration, parties: Sequence[EventRegistration]) -> dict[str, Any]:
    return {
        "id": party.id,
        "side": party.side.value,
        "available": [slot for slot in range(event.slots) if slot not in party.absent],
        "max_meetings": min(party.most_meetings or event.most_meetings, event.most_meetings),
        "shared_with": [other.id for other in parties if _shares_people(party, other)],
        **({"fixed_table": party.fixed_table} if _has_table(event, party) else {}),
    }


def _has_table(event: Event, party: EventRegistration) -> bool:
    return party.fixed_table is not None and party.fixed_table < event.tables


def _shares_people(party: EventRegistration, other: EventRegistration) -> bool:
    """The same organisation on both sides with somebody who comes for both."""
    same = party.organisation_id == other.organisation_id and party.id != other.id
    return same and not set(party.attendees).isdisjoint(other.attendees)
