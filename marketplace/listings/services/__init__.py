"""Acts on achievements: each `(session, actor, id, command)`, checked, done, audited; none commits."""

from marketplace.listings.services.bulk import Bulk, for_each
from marketplace.listings.services.carrying import tidy_files
from marketplace.listings.services.curation import Decline, FieldRemark, publish, reject, return_with_remarks
from marketplace.listings.services.files import (
    AddFile,
    ChangeFile,
    StoredFile,
    add_file,
    change_file,
    move_file,
    note_download,
    remove_file,
    restore_file,
)
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
    "AddFile",
    "Bulk",
    "ChangeFile",
    "Confirmed",
    "Decline",
    "FieldRemark",
    "Imported",
    "NewListing",
    "Outcome",
    "SaveListing",
    "StoredFile",
    "Withdraw",
    "add_file",
    "change_file",
    "confirm",
    "confirm_all",
    "create_listing",
    "discard_draft",
    "expire_due",
    "for_each",
    "move_file",
    "note_download",
    "publish",
    "recall",
    "reject",
    "remind",
    "remove_file",
    "remove_samples",
    "restore",
    "restore_file",
    "return_with_remarks",
    "revise",
    "save_listing",
    "submit",
    "take_back_imported",
    "tidy_files",
    "upsert_imported",
    "withdraw",
]
