"""The pages of sessions."""

from marketplace.events.views import life, parties, public, registering, setting_up
from marketplace.events.views.blueprint import blueprint

__all__ = ["blueprint", "life", "parties", "public", "registering", "setting_up"]
