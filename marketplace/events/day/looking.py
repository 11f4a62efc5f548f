"""What the big screen needs of the records, and no more."""

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.events import queries
from marketplace.events.day.picture import Seen, phase_of
from marketplace.events.day.rules import Presence
from marketplace.events.models import Event, EventPlan


def look_at(session: Session, event: Event, moment: datetime) -> Seen:
    """The round that is on, or comes next."""
    meetings = queries.meetings_of_round(session, event, phase_of(event, moment).round)
    plans = _plans(session, event)
    wishes = [each.wish for each in meetings]
    if plans:
        wishes += [each.wish for plan in plans for each in plan.meetings]
    numbers = {number for wish in wishes for number in (wish.provider_id, wish.seeker_id)}
    there = queries.attendance_of(session, event)
    told, intents = queries.count_told(session, event)
    return Seen(
        meetings=meetings,
        parties=queries.parties_by_number(session, event, numbers),
        named=queries.names_told(session, event),
        total=queries.count_meetings(session, event),
        here=sum(each.by_presence.get(Presence.PRESENT, 0) for each in there),
        come=sum(each.comes for each in there),
        told=told,
        intents=intents,
        plans=plans,
    )


def _plans(session: Session, event: Event) -> tuple[EventPlan, EventPlan] | None:
    """The version in force and the one before."""
    if event.version < 2:
        return None
    shown, before = queries.published_plan(session, event), queries.version_of(session, event, event.version - 1)
    return (shown, before) if shown and before else None
