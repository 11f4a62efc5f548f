"""Requests for meetings: those of a party, those that wait for an answer, those whose time is over."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from marketplace.core.actor import Actor
from marketplace.events import policies
from marketplace.events.asking.rules import IN_HAND, RequestState
from marketplace.events.models import Event, EventRegistration, EventRequest, EventWish
from marketplace.events.rules import Side


def requests_of(session: Session, registration: EventRegistration) -> dict[int, EventRequest]:
    """By the other party: what was asked of it, and what it asked."""
    own = or_(EventWish.provider_id == registration.id, EventWish.seeker_id == registration.id)
    found = session.scalars(select(EventRequest).join(EventRequest.wish).where(own).order_by(EventRequest.asked_at))
    return {each.to_id if each.from_id == registration.id else each.from_id: each for each in found}


def any_request(session: Session, event: Event) -> bool:
    """Did anybody ask for a meeting?"""
    asked = select(EventRequest.wish_id).join(EventRequest.wish).where(EventWish.event_id == event.id)
    return session.scalar(asked.limit(1)) is not None


def find_request(session: Session, wish: EventWish | None) -> EventRequest | None:
    return session.get(EventRequest, wish.id, populate_existing=True) if wish is not None and wish.id else None


def count_asked(session: Session, registration: EventRegistration) -> int:
    """How many requests of a party are open or accepted."""
    end = EventWish.provider_id if registration.side is Side.PROVIDER else EventWish.seeker_id
    asked = select(func.count()).select_from(EventRequest).join(EventRequest.wish)
    own = (end == registration.id, EventRequest.side == registration.side, EventRequest.state.in_(IN_HAND))
    return session.scalar(asked.where(*own)) or 0


def open_requests(session: Session, event: Event, until: datetime | None = None) -> Sequence[EventRequest]:
    """Those of a session that nobody answered; with `until`, those whose time is over by then."""
    waits = select(EventRequest).join(EventRequest.wish)
    waits = waits.where(EventWish.event_id == event.id, EventRequest.state == RequestState.REQUESTED)
    if until is not None:
        waits = waits.where(EventRequest.expires_at <= until)
    return session.scalars(waits.order_by(EventRequest.wish_id)).all()


def events_with_overdue(session: Session, moment: datetime) -> Sequence[Event]:
    """The sessions in which a request ran out."""
    due = select(EventWish.event_id).join(EventRequest, EventRequest.wish_id == EventWish.id)
    due = due.where(EventRequest.state == RequestState.REQUESTED, EventRequest.expires_at <= moment)
    return session.scalars(select(Event).where(Event.id.in_(due)).order_by(Event.id)).all()


def requests_to_answer(
    session: Session, actor: Actor, limit: int
) -> Sequence[tuple[EventRequest, EventRegistration, EventRegistration]]:
    """What waits for the actor's answer: the request, who is asked and who asks; the first to run out first."""
    asks, asked = aliased(EventRegistration), EventRegistration
    provides = EventRequest.side == Side.PROVIDER
    waits = (
        select(EventRequest, asked, asks)
        .join(EventRequest.wish)
        .join(asked, or_(provides & (asked.id == EventWish.seeker_id), ~provides & (asked.id == EventWish.provider_id)))
        .join(asks, or_(provides & (asks.id == EventWish.provider_id), ~provides & (asks.id == EventWish.seeker_id)))
        .where(EventRequest.state == RequestState.REQUESTED, policies.represented_by(actor))
        .order_by(EventRequest.expires_at, EventRequest.wish_id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(waits)]
