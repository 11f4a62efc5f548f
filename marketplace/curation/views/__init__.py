"""The curators' pages."""

from marketplace.curation.views import decision, holding, queue
from marketplace.curation.views.blueprint import blueprint

__all__ = ["blueprint", "decision", "holding", "queue"]
