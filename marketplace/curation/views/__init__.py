"""The curators' pages."""

from marketplace.curation.views import bulk, decision, holding, queue, remarks, times
from marketplace.curation.views.blueprint import blueprint

__all__ = ["blueprint", "bulk", "decision", "holding", "queue", "remarks", "times"]
