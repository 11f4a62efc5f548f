"""The pages of sessions."""

from marketplace.events.views import (
    agenda,
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
