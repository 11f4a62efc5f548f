"""Places and the waiting list: whoever waits longest moves up when a place is free."""

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.events import letters, queries
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import BEFORE_THE_DAY, REGISTRATION, RegistrationAction, RegistrationState, Side


def places_of(event: Event, side: Side) -> int | None:
    """How many parties of a side may come; None for as many as want."""
    return event.provider_places if side is Side.PROVIDER else event.seeker_places


def has_place(session: Session, event: Event, side: Side) -> bool:
    places = places_of(event, side)
    return places is None or queries.count_accepted(session, event, side) < places


def promote_waiting(session: Session, actor: Actor, event: Event) -> None:
    """Give the free places to those who wait, the longest waiting first, and tell them."""
    if event.state not in BEFORE_THE_DAY:
        return
    session.flush()
    for side in Side:
        places = places_of(event, side)
        taken = queries.count_accepted(session, event, side)
        free = None if places is None else max(0, places - taken)
        for registration in queries.waiting_list(session, event, side, free):
            decide(session, actor, registration, RegistrationAction.PROMOTE)
            letters.tell_party(session, registration)


def decide(session: Session, actor: Actor, registration: EventRegistration, action: RegistrationAction) -> None:
    """Bring a registration to its next state, with its date and its line in the trail."""
    registration.state = REGISTRATION.next_state(registration.state, action)
    registration.decided_at = now() if registration.state is not RegistrationState.APPLIED else None
    record_act(session, actor, action, registration)
