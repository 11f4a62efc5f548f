"""Two meetings of a draft change places by hand."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Conflict, NotFound
from marketplace.events import queries
from marketplace.events.clashes import Against, Parties, against
from marketplace.events.models import Event, EventMeeting, EventPlan
from marketplace.events.services.adjusting import MoveRefused, draft_in_hand, touched
from marketplace.events.services.rounds import rounds_begun

Place = tuple[int, int]  # slot and table, from 0
ASIDE = 1000  # a table that no session has, for the moment of the exchange


def swap_meetings(session: Session, actor: Actor, public_id: str, one: int, other: int, lock: int) -> EventPlan:
    """Let two meetings change places, or, where a party keeps its own table, only their rounds; both are locked then."""
    event, draft = draft_in_hand(session, actor, public_id, lock)
    held = {each.wish_id: each for each in draft.meetings}
    if one not in held or other not in held or one == other:
        raise NotFound("要互换的两场约见都要在草稿里。")
    first, second = held[one], held[other]
    if {first.slot, second.slot} & rounds_begun(event):
        raise Conflict("这一轮已经开始，不能再动。")
    places = _places(event, queries.parties_by_id(session, event), draft.meetings, first, second)
    first.table_number = event.tables + ASIDE  # no two meetings stand at one place, not even for a moment
    session.flush()
    (second.slot, second.table_number), (slot, table) = places[1], places[0]
    session.flush()
    first.slot, first.table_number = slot, table
    first.locked = second.locked = True
    touched(session, actor, event, draft, meeting=one, swapped=other)
    return draft


def _places(
    event: Event, parties: Parties, meetings: Sequence[EventMeeting], first: EventMeeting, second: EventMeeting
) -> tuple[Place, Place]:
    """Where the two will be; MoveRefused with everything that stands against the exchange."""
    rest = [each for each in meetings if each is not first and each is not second]
    tables = ((second.table_number, first.table_number), (first.table_number, second.table_number))
    tried = []
    for here, there in tables:
        places = ((second.slot, here), (first.slot, there))
        reasons = _against(event, parties, rest, first, second, places)
        if not reasons:
            return places
        tried.append(reasons)
    raise MoveRefused(min(tried, key=len))


def _against(
    event: Event,
    parties: Parties,
    rest: Sequence[EventMeeting],
    first: EventMeeting,
    second: EventMeeting,
    places: tuple[Place, Place],
) -> list[Against]:
    begun = rounds_begun(event)
    moved = EventMeeting(wish_id=first.wish_id, wish=first.wish, slot=places[0][0], table_number=places[0][1])
    found = against(event, parties, rest, first.wish, places[0], begun)
    found += against(event, parties, [*rest, moved], second.wish, places[1], begun)
    return list(dict.fromkeys(found))
