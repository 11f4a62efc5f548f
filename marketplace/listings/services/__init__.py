"""Acts on achievements: each `(session, actor, id, command)`, checked, done, audited; none commits."""

from marketplace.listings.services.bulk import Bulk, for_each
from marketplace.listings.services.curation import Decline, FieldRemark, publish, reject, return_with_remarks
from marketplace.listings.services.imports import Imported, Outcome, remove_samples, take_back_imported, upsert_imported
from marketplace.listings.services.owning import (
    NewListing,
    SaveListing,
    create_listing,
    discard_draft,
    recall,
    revise,
    save_listing,
    submit,
)
from marketplace.listings.services.validity import Confirmed, confirm, confirm_all, expire_due, remind
from marketplace.listings.services.withdrawing import Withdraw, restore, withdraw

__all__ = [
    "Bulk",
    "Confirmed",
    "Decline",
    "FieldRemark",
    "Imported",
    "NewListing",
    "Outcome",
    "SaveListing",
    "Withdraw",
    "confirm",
    "confirm_all",
    "create_listing",
    "discard_draft",
    "expire_due",
    "for_each",
    "publish",
    "recall",
    "reject",
    "remind",
    "remove_samples",
    "restore",
    "return_with_remarks",
    "revise",
    "save_listing",
    "submit",
    "take_back_imported",
    "upsert_imported",
    "withdraw",
]
