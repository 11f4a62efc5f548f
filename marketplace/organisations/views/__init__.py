"""The edges of organisations: pages and forms."""

from marketplace.organisations.views import founding, joining, mandates, people, profile, verification
from marketplace.organisations.views.blueprint import blueprint

__all__ = ["blueprint", "founding", "joining", "mandates", "people", "profile", "verification"]
