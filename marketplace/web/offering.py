"""What a form's button says about the rows offered out of its words: take one or all, or drop one."""

from collections.abc import Iterable
from typing import TypeVar

from flask import request

from marketplace.core.offering import Offer

MOST_DROPPED = 100
Row = TypeVar("Row")


def dropped() -> list[str]:
    """The keys of the offers that the person does not want."""
    act, key = _answer()
    return [*dict.fromkeys(request.form.getlist("dropped")[:MOST_DROPPED]), *([key] if act == "drop" else ())]


def taken(offers: Iterable[Offer[Row]]) -> list[Row]:
    """The rows of the offers that the person takes by this press, one or all."""
    act, key = _answer()
    return [each.row for each in offers if key in (each.key, "all")] if act == "take" else []


def _answer() -> tuple[str, str]:
    act, _colon, key = request.form.get("offer", "").partition(":")
    return act, key
