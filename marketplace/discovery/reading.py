"""Reads a question out of the parameters of an address, however they were typed. Pure."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from marketplace.accounts.models import OrganisationKind
from marketplace.discovery.question import (
    DEFAULT_SIZE,
    FACETS,
    MAX_PAGE,
    MAX_SIZE,
    ORDERS,
    RANGES,
    Kind,
    Order,
    Question,
)
from marketplace.discovery.tidying import tidy
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import (
    CarbonClass,
    EvidenceGrade,
    HandlingTrack,
    Level,
    SolutionMode,
    Stage,
    TransferMode,
)
from search.types import Range

Choice = TypeVar("Choice", bound=StrEnum)
MAX_TEXT = 20_000
MANY_VALUES = 60  # of one facet; nobody ticks more
LIMITS = {"trl": (1.0, 9.0), "reduction": (-1e12, 1e12)}
TIMES = {"万": 1e4, "亿": 1e8, "k": 1e3, "m": 1e6}
_NUMBER = re.compile(r"^(?:trl)?([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(万|亿|k|m)?(?:级|吨|t|tco2e?(?:/a)?)?$")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,40}")


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something in the address that was set aside: a msgid and what fills it."""

    message: str
    params: Mapping[str, str]


def read_question(parameters: Iterable[tuple[str, str]]) -> tuple[Question, tuple[Remark, ...]]:
    """The question that parameters ask, and what in them could not be used."""
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    remarks: list[Remark] = []
    kind = _choice(given, "kind", Kind, Kind.ACHIEVEMENT, remarks)
    order = _choice(given, "sort", Order, Order.FIT, remarks)
    question = Question(
        text=_text(given, remarks),
        document=_identifier(given, "doc"),
        like=_identifier(given, "like"),
        kind=kind,
        facets=_facets(given, kind, remarks),
        ranges=_ranges(given, kind, remarks),
        order=order if order in ORDERS[kind] else Order.FIT,
        page=_whole(given, "page", 1, MAX_PAGE),
        size=_whole(given, "size", DEFAULT_SIZE, MAX_SIZE),
    )
    return question, tuple(remarks)


def read_number(text: str) -> float | None:
    """A number as people type it: 10,000, １００００, 1万, TRL 6; None when it is none."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("−", "-")
    match = _NUMBER.match(re.sub(r"[\s,，、_]", "", folded))
    if match is None:
        return None
    value = float(match[1]) * TIMES.get(match[2] or "", 1.0)
    return value if math.isfinite(value) else None


@lru_cache
def known_values(kind: Kind, facet: str) -> frozenset[str] | None:
    """The values a facet can have; None when they are open."""
    found = catalogue()
    modes: Iterable[str] = TransferMode if kind is Kind.ACHIEVEMENT else SolutionMode
    known: dict[str, Iterable[str]] = {
        "carbon_class": CarbonClass,
        "grade": EvidenceGrade,
        "stage": Stage,
        "level": Level,
        "track": HandlingTrack,
        "owner_kind": OrganisationKind,
        "mode": modes,
        "sector": found.sectors,
        "technology": found.key_technologies,
        "region": found.regions,
        "industry": found.industries,
    }
    return frozenset(str(value) for value in known[facet]) if facet in known else None


def _text(given: Mapping[str, list[str]], remarks: list[Remark]) -> str:
    text = given.get("q", [""])[0]
    if len(text) > MAX_TEXT:
        remarks.append(
            Remark(
                message=_("问题太长，只用了前 %(limit)s 个字。可以把文档拖进来，或只留关键的一段。"),
                params={"limit": f"{MAX_TEXT:,}"},
            )
        )
    return tidy(text, MAX_TEXT)


def _facets(given: Mapping[str, list[str]], kind: Kind, remarks: list[Remark]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name in FACETS[kind]:
        values = [value.strip() for value in given.get(name, ())[:MANY_VALUES] if value.strip()]
        known = known_values(kind, name)
        if known is None:
            kept = {value for value in values if _IDENTIFIER.fullmatch(value)}
        else:
            kept = {value for value in values if value in known}
        if unknown := [value for value in values if value not in kept]:
            remarks.append(_set_aside(unknown[0]))
        if kept:
            found[name] = frozenset(kept)
    return found


def _ranges(given: Mapping[str, list[str]], kind: Kind, remarks: list[Remark]) -> dict[str, Range]:
    found: dict[str, Range] = {}
    for name in RANGES[kind]:
        least = _limit(given, name, "min", remarks)
        most = _limit(given, name, "max", remarks)
        if least is not None and most is not None and least > most:
            least, most = most, least
            remarks.append(Remark(message=_("下限比上限大，已对调。"), params={}))
        if least is not None or most is not None:
            found[name] = Range(minimum=least, maximum=most)
    return found


def _limit(given: Mapping[str, list[str]], name: str, side: str, remarks: list[Remark]) -> float | None:
    typed = next((value for value in given.get(f"{name}_{side}", ()) if value.strip()), "")
    if not typed:
        return None
    value = read_number(typed)
    if value is None:
        remarks.append(_set_aside(typed))
        return None
    low, high = LIMITS[name]
    if name == "trl":
        value = float(round(value))
        if (side == "min" and value <= low) or (side == "max" and value >= high):
            return None  # the whole scale is no condition
    return min(max(value, low), high) + 0.0


def _choice(
    given: Mapping[str, list[str]], name: str, kind: type[Choice], default: Choice, remarks: list[Remark]
) -> Choice:
    value = given.get(name, [""])[0].strip()
    if not value:
        return default
    if value not in list(kind):
        remarks.append(_set_aside(value))
        return default
    return kind(value)


def _whole(given: Mapping[str, list[str]], name: str, default: int, most: int) -> int:
    value = read_number(given.get(name, [""])[0])
    return default if value is None or value < 1 else int(min(value, most))


def _identifier(given: Mapping[str, list[str]], name: str) -> str:
    value = given.get(name, [""])[0].strip()
    return value if _IDENTIFIER.fullmatch(value) else ""


def _set_aside(value: str) -> Remark:
    return Remark(message=_("没有看懂“%(value)s”，已忽略。"), params={"value": tidy(value, 40)})
