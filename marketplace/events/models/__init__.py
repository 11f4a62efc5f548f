"""The tables of sessions."""

from marketplace.events.models.day import EventOutcome, EventStaff
from marketplace.events.models.event import Event
from marketplace.events.models.plan import EventMeeting, EventPlan, EventWish
from marketplace.events.models.registration import EventItem, EventRegistration, ItemKind

__all__ = [
    "Event",
    "EventItem",
    "EventMeeting",
    "EventOutcome",
    "EventPlan",
    "EventRegistration",
    "EventStaff",
    "EventWish",
    "ItemKind",
]
