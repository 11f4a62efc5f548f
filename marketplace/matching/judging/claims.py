"""What a result states: its parameters, and the values in its words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace.matching.reader.reading import Limit, Speaker, read

UPPERMOST = re.compile(r"最高|最大|最多")


class Source(StrEnum):
    """Where a value stands."""

    PARAMETER = "parameter"
    TEXT = "text"
    TRL = "trl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A value or range of a result; an open end is None."""

    name: str
    low: float | None
    high: float | None
    unit: str = ""
    conditions: tuple[str, ...] = ()
    source: Source = Source.PARAMETER
    strict_low: bool = False  # above, not at
    strict_high: bool = False
    about: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A stated parameter; either end may be missing."""

    name: str
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A result as the matcher sees it."""

    key: str
    title: str = ""
    teaser: str = ""
    parameters: tuple[Parameter, ...] = ()
    trl: int | None = None

    @property
    def words(self) -> str:
        return f"{self.title}。{self.teaser}"


def result_of(raw: Mapping[str, Any]) -> Result:
    """A result from its JSON."""
    return Result(
        key=str(raw.get("key", "")),
        title=str(raw.get("title") or ""),
        teaser=str(raw.get("teaser") or ""),
        parameters=tuple(
            _parameter(each) for each in raw.get("parameters") or () if isinstance(each, Mapping) and each.get("name")
        ),
        trl=int(raw["trl"]) if _is_number(raw.get("trl")) else None,
    )


def _parameter(raw: Mapping[str, Any]) -> Parameter:
    low, high = (float(raw[end]) if _is_number(raw.get(end)) else None for end in ("min", "max"))
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Parameter(
        name=str(raw["name"]),
        minimum=low,
        maximum=high,
        unit=str(raw.get("unit") or ""),
        conditions=str(raw.get("conditions") or ""),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def claims_of(result: Result) -> tuple[Sequence[Claim], Sequence[Claim]]:
    """The values of the parameters, and those in title and teaser."""
    stated = [
        Claim(
            name=each.name,
            low=each.minimum,
            high=each.maximum,
            unit=each.unit,
            conditions=(each.conditions,) if each.conditions else (),
        )
        for each in result.parameters
        if each.minimum is not None or each.maximum is not None
    ]
    if result.trl is not None:
        stated.append(Claim(name="TRL", low=result.trl, high=result.trl, source=Source.TRL))
    return stated, list(_read(result.words))


def _read(words: str) -> Iterator[Claim]:
    for limit in read(words, Speaker.RESULT):
        low, high = ends(limit)
        yield Claim(
            name=limit.parameter, low=low, high=high, unit=limit.unit, conditions=limit.conditions, source=Source.TEXT,
            strict_low=limit.operator == ">", strict_high=limit.operator == "<", about=limit.about,
        )  # fmt: skip


def ends(limit: Limit) -> tuple[float | None, float | None]:
    """The range that words leave open: 最高可达98% says nothing of the least."""
    if limit.operator == "between":
        return limit.value, limit.value2
    if limit.best_case:
        upper = limit.operator not in ("<=", "<") or UPPERMOST.search(limit.quote)
        return (None, limit.value) if upper else (limit.value, None)
    if limit.reached or limit.operator == "=":
        return limit.value, limit.value
    return (limit.value, None) if limit.operator in (">=", ">") else (None, limit.value)
