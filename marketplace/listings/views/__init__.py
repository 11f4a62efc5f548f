"""The pages of achievements: what everybody reads, and the owner's own room."""

from marketplace.listings.views import autosave, bulk, edit, files, life, own, pictures, public
from marketplace.listings.views.blueprint import blueprint

__all__ = ["autosave", "blueprint", "bulk", "edit", "files", "life", "own", "pictures", "public"]
