"""The pages of sessions."""

from marketplace.events.views import agenda, life, parties, planning, public, registering, setting_up, wishing
from marketplace.events.views.blueprint import blueprint

__all__ = ["agenda", "blueprint", "life", "parties", "planning", "public", "registering", "setting_up", "wishing"]
