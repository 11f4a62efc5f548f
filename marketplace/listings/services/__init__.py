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
from marketplace.listings.services.pictures import (
    AddPicture,
    StoredRendition,
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
    restore_picture,
)
from marketplace.listings.services.scanning import scan_held
from marketplace.listings.services.validity import Confirmed, confirm, confirm_all, expire_due, remind
from marketplace.listings.services.withdrawing import Withdraw, restore, withdraw

__all__ = [
    "AddFile",
    "AddPicture",
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
    "StoredRendition",
    "Withdraw",
    "add_file",
    "add_picture",
    "change_file",
    "confirm",
    "confirm_all",
    "create_listing",
    "describe_picture",
    "discard_draft",
    "expire_due",
    "for_each",
    "move_file",
    "move_picture",
    "note_download",
    "publish",
    "recall",
    "reject",
    "remind",
    "remove_file",
    "remove_picture",
    "remove_samples",
    "restore",
    "restore_file",
    "restore_picture",
    "return_with_remarks",
    "revise",
    "save_listing",
    "scan_held",
    "submit",
    "take_back_imported",
    "tidy_files",
    "upsert_imported",
    "withdraw",
]
