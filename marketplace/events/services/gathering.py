"""What the solver is given: what people hold in hand, what is locked, what has begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from marketplace.events import queries
from marketplace.events.models import Event, EventMeeting, EventRegistration
from marketplace.events.problem import problem_of, slots_there
from marketplace.events.services.rounds import rounds_begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A problem in the solver's format, the meetings that are beyond planning, and the wishes that stay locked."""

    raw: dict[str, Any]
    held: tuple[EventMeeting, ...]
    locked: frozenset[int]


def gather(session: Session, event: Event, assumed: Mapping[str, int] | None = None) -> Gathered:
    """From the records as they stand now."""
    shown = queries.published_plan(session, event)
    base = queries.draft_of(session, event) or shown
    parties = {party.id: party for party in queries.accepted_of(session, event)}
    started = rounds_begun(event)
    in_force = shown.meetings if shown else []
    held = tuple(each for each in in_force if each.slot in started)
    done = {each.wish_id for each in held}
    locked = [
        each
        for each in (base.meetings if base else [])
        if each.locked and each.slot not in started and each.wish_id not in done and _stands(event, parties, each)
    ]
    raw = problem_of(
        event, list(parties.values()), queries.all_wishes(session, event), in_force,
        locked=locked, held=held, begun=started, assumed=assumed,
    )  # fmt: skip
    return Gathered(raw=raw, held=held, locked=frozenset(each.wish_id for each in locked))


def _stands(event: Event, parties: Mapping[int, EventRegistration], meeting: EventMeeting) -> bool:
    """A lock on somebody who is not there, or on a table out of use, is given up."""
    ends = [parties.get(number) for number in (meeting.wish.provider_id, meeting.wish.seeker_id)]
    there = all(party is not None and meeting.slot in slots_there(event, party) for party in ends)
    return there and meeting.table_number < event.tables and meeting.table_number not in event.closed_tables
