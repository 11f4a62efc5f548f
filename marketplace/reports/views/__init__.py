"""The pages of reports."""

from marketplace.reports.views import authority, own, records
from marketplace.reports.views.blueprint import blueprint

__all__ = ["authority", "blueprint", "own", "records"]
