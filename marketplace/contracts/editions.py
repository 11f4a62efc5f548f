"""The editions of the registration rules: dated data beside this file; a contract keeps the one of its day. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from marketplace.contracts.rules import Unit

FILE = Path(__file__).with_name("editions.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long a review may take; `certain` when an official text at hand says so; from which technology amount (万元)."""

    days: int
    unit: Unit
    certain: bool
    least: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the rules, in force from its first day until the next one's."""

    key: str
    name: str
    english: str
    first_day: date
    documents: tuple[str, ...]
    review: Limit
    large: Limit | None
    facts: tuple[str, ...]
    reasons: tuple[str, ...]
    note: str
    note_english: str

    def limit_for(self, technical: Decimal) -> Limit:
        """The time a review of this amount may take."""
        if self.large and self.large.least is not None and technical >= self.large.least:
            return self.large
        return self.review


@lru_cache
def editions() -> tuple[Edition, ...]:
    """Every edition, the oldest first."""
    rows = yaml.safe_load(FILE.read_text("utf8"))
    return tuple(sorted((_edition(row) for row in rows), key=lambda each: each.first_day))


def edition_on(day: date, known: Sequence[Edition] | None = None) -> Edition:
    """The edition in force on a day; the oldest for a day before all of them."""
    among = editions() if known is None else known
    return [among[0], *(each for each in among if each.first_day <= day)][-1]


def edition_named(key: str) -> Edition:
    """The edition a contract keeps."""
    return next(each for each in editions() if each.key == key)


def _edition(row: dict[str, Any]) -> Edition:
    return Edition(
        key=row["key"],
        name=row["name"],
        english=row["english"],
        first_day=row["from"],
        documents=tuple(row["documents"]),
        review=_limit(row["review"]),
        large=_limit(row["large"]) if "large" in row else None,
        facts=tuple(row["facts"]),
        reasons=tuple(row["reasons"]),
        note=row["note"].replace("\n", ""),
        note_english=row["note_english"],
    )


def _limit(row: dict[str, Any]) -> Limit:
    least = Decimal(row["from"]) if "from" in row else None
    return Limit(days=row["days"], unit=Unit(row["unit"]), certain=row["certain"], least=least)
