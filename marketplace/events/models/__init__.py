"""The tables of sessions."""

from marketplace.events.models.block import EventBlock, EventSlide
from marketplace.events.models.day import EventOutcome, EventStaff
from marketplace.events.models.event import Event
from marketplace.events.models.follow_up import EventFollowUp
from marketplace.events.models.plan import EventMeeting, EventPlan, EventWish
from marketplace.events.models.registration import EventItem, EventRegistration, ItemKind
from marketplace.events.models.request import EventRequest

__all__ = [
    "Event",
    "EventBlock",
    "EventFollowUp",
    "EventItem",
    "EventMeeting",
    "EventOutcome",
    "EventPlan",
    "EventRegistration",
    "EventRequest",
    "EventSlide",
    "EventStaff",
    "EventWish",
    "ItemKind",
]
