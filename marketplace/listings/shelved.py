"""Whose rows name content in the store of attachments: later features add theirs, so that it is kept and scanned as well."""

from typing import Any

from marketplace.listings.models import Attachment

_KINDS: dict[str, Any] = {"listings": Attachment}


def keeps_files(name: str, kind: Any) -> None:
    """Tell of a table whose rows have a `key`, a `scan` and a `finding`."""
    _KINDS[name] = kind


def kinds_of_files() -> list[Any]:
    """The tables whose files lie in the store, in the order in which they were told of."""
    return list(_KINDS.values())
