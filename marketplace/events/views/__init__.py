"""The pages of sessions."""

from marketplace.events.views import (
    agenda,
    calendars,
    door,
    life,
    papers,
    parties,
    planning,
    public,
    registering,
    report,
    requests,
    screen,
    setting_up,
    staff,
    wishing,
)
from marketplace.events.views.blueprint import blueprint

__all__ = [
    "agenda",
    "blueprint",
    "calendars",
    "door",
    "life",
    "papers",
    "parties",
    "planning",
    "public",
    "registering",
    "report",
    "requests",
    "screen",
    "setting_up",
    "staff",
    "wishing",
]
