"""What happens to sessions when a day has come."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.events import letters, queries
from marketplace.events.asking.requests import close_requests
from marketplace.events.day.checking_in import note_no_shows
from marketplace.events.rules import LIFECYCLE, ON_STAGE, EventAction, EventState

REMIND_BEFORE = timedelta(days=2)


def go_on(session: Session, day: date) -> int:
    """Close registration after its last day, start and end sessions on theirs; gives how many went on."""
    moved = 0
    for event in queries.due_to_go_on(session, day):
        action = _due(event.state, day, event.registration_until, event.wishes_until, event.day)
        if action is None:
            continue
        event.state = LIFECYCLE.next_state(event.state, action)
        event.lock += 1
        event.updated_at = now()
        record_act(session, SYSTEM, action, event)
        if action is EventAction.LOCK:
            close_requests(session, event)
        if action is EventAction.END:
            note_no_shows(session, event)
        moved += 1
    return moved


def _due(
    state: EventState, day: date, registration_until: date, wishes_until: date, held_on: date
) -> EventAction | None:
    if state is EventState.REGISTERING and registration_until < day:
        return EventAction.GATHER
    if state is EventState.WISHING and wishes_until < day:
        return EventAction.LOCK
    if state is EventState.PUBLISHED and held_on == day:
        return EventAction.START
    if state in ON_STAGE and held_on < day:
        return EventAction.END
    return None


def remind(session: Session, day: date) -> int:
    """Two days before, tell those who come where and when, once; gives of how many sessions."""
    due = queries.due_for_reminder(session, day, day + REMIND_BEFORE)
    for event in due:
        event.reminded_at = now()
        letters.remind_parties(session, event)
        record_act(session, SYSTEM, EventAction.REMIND, event)
    return len(due)
