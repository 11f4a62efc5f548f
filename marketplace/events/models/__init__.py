"""The tables of sessions."""

from marketplace.events.models.event import Event
from marketplace.events.models.registration import EventItem, EventRegistration, ItemKind

__all__ = ["Event", "EventItem", "EventRegistration", "ItemKind"]
