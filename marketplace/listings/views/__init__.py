"""The pages of achievements: what everybody reads, and the owner's own room."""

from marketplace.listings.views import edit, life, own, public
from marketplace.listings.views.blueprint import blueprint

__all__ = ["blueprint", "edit", "life", "own", "public"]
