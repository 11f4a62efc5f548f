"""Where two texts of the same record differ, field by field. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from marketplace.listings.content import AchievementContent
from marketplace.listings.naming import NAMES

LONG = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field by its name (a msgid) and what is saved in it; None for a part that is too large to be told in a line."""

    field: str
    saved: str | None


def differences(saved: AchievementContent, typed: AchievementContent) -> Iterator[Difference]:
    """The fields in which what was typed is not what is saved."""
    for entry in fields(saved):
        value = getattr(saved, entry.name)
        if entry.name in NAMES and value != getattr(typed, entry.name):
            yield Difference(field=NAMES[entry.name], saved=_told(value))


def _told(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return value if len(value) <= LONG else value[:LONG] + "…"
    if isinstance(value, int | float | date):
        return str(value)
    if isinstance(value, tuple) and all(isinstance(word, str) and not isinstance(word, StrEnum) for word in value):
        return "、".join(value)
    return None
