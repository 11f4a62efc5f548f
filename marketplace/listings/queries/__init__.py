"""Reading achievements: single records, and lists with their counts."""

from marketplace.listings.queries.cards import cards, latest_published
from marketplace.listings.queries.lists import (
    OwnListing,
    OwnSort,
    Totals,
    Waiting,
    counts_by_sector_and_class,
    own_counts,
    own_listings,
    queue,
    totals,
    waiting_count,
)
from marketplace.listings.queries.records import (
    find_gone,
    find_imported,
    get_listing,
    get_to_decide,
    get_to_edit,
    get_version,
    versions_of,
)

__all__ = [
    "OwnListing",
    "OwnSort",
    "Totals",
    "Waiting",
    "cards",
    "counts_by_sector_and_class",
    "find_gone",
    "find_imported",
    "get_listing",
    "get_to_decide",
    "get_to_edit",
    "get_version",
    "latest_published",
    "own_counts",
    "own_listings",
    "queue",
    "totals",
    "versions_of",
    "waiting_count",
]
