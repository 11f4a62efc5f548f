"""Reading achievements: single records, and lists with their counts."""

from marketplace.listings.queries.cards import cards, latest_published, owners_of
from marketplace.listings.queries.files import get_file, get_rendition, in_quarantine
from marketplace.listings.queries.history import Past, history_of, version_before
from marketplace.listings.queries.lists import (
    OwnListing,
    OwnSort,
    Totals,
    Waiting,
    count_ending,
    counts_by_sector_and_class,
    own_counts,
    own_listings,
    queue,
    totals,
    waiting_count,
)
from marketplace.listings.queries.lookup import look_up
from marketplace.listings.queries.records import (
    find_gone,
    find_imported,
    find_successor,
    get_history_subject,
    get_listing,
    get_to_decide,
    get_to_edit,
    get_to_look_after,
    get_version,
    handed_in,
    versions_of,
)
from marketplace.listings.queries.similar import Similar, similar_titles
from marketplace.listings.queries.validity import named_in_letter, own_among, returned_of, to_confirm

__all__ = [
    "OwnListing",
    "OwnSort",
    "Past",
    "Similar",
    "Totals",
    "Waiting",
    "cards",
    "count_ending",
    "counts_by_sector_and_class",
    "find_gone",
    "find_imported",
    "find_successor",
    "get_file",
    "get_history_subject",
    "get_listing",
    "get_rendition",
    "get_to_decide",
    "get_to_edit",
    "get_to_look_after",
    "get_version",
    "handed_in",
    "history_of",
    "in_quarantine",
    "latest_published",
    "look_up",
    "named_in_letter",
    "own_among",
    "own_counts",
    "own_listings",
    "owners_of",
    "queue",
    "returned_of",
    "similar_titles",
    "to_confirm",
    "totals",
    "version_before",
    "versions_of",
    "waiting_count",
]
