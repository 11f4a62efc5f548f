"""Acts on achievements: each `(session, actor, id, command)`, checked, done, audited; none commits."""

from marketplace.listings.services.curation import Decline, FieldRemark, publish, reject, return_with_remarks
from marketplace.listings.services.imports import Imported, Outcome, remove_samples, upsert_imported
from marketplace.listings.services.owning import (
    NewListing,
    SaveListing,
    create_listing,
    discard_draft,
    recall,
    revise,
    save_listing,
    submit,
    withdraw,
)

__all__ = [
    "Decline",
    "FieldRemark",
    "Imported",
    "NewListing",
    "Outcome",
    "SaveListing",
    "create_listing",
    "discard_draft",
    "publish",
    "recall",
    "reject",
    "remove_samples",
    "return_with_remarks",
    "revise",
    "save_listing",
    "submit",
    "upsert_imported",
    "withdraw",
]
