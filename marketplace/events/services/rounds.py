"""Which rounds of a session are beyond planning."""

from marketplace.core.clock import now
from marketplace.events.day.clock import begun, minute_of
from marketplace.events.models import Event


def rounds_begun(event: Event) -> frozenset[int]:
    """Rounds that have begun; none before the first version is out."""
    return begun(event.hours, minute_of(event.day, now())) if event.version else frozenset()
