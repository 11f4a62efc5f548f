"""The pages of sessions."""

from marketplace.events.views import (
    agenda,
    door,
    life,
    parties,
    planning,
    public,
    registering,
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
    "parties",
    "planning",
    "public",
    "registering",
    "screen",
    "setting_up",
    "staff",
    "wishing",
]
