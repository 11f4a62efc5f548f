"""How long records wait for a decision: median, 90th percentile, share in time. Pure; hours run without a pause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from statistics import median, quantiles

from marketplace.core.clock import CHINA
from marketplace.curation.rules import Kind

IN_TIME = 48.0  # hours, for needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """One decision: what kind, how many hours after submission, when, by whom."""

    kind: Kind
    hours: float
    decided_at: datetime
    person: str

    @property
    def month(self) -> str:
        """2026-11, in China."""
        return self.decided_at.astimezone(CHINA).strftime("%Y-%m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Of a group of decisions: hours; `in_time` is the share of needs within 48 hours, None without needs."""

    name: str
    kind: Kind | None
    count: int
    median: float
    ninety: float
    in_time: float | None


def summary(name: str, kind: Kind | None, group: Sequence[Waited]) -> Summary:
    """The figures of at least one decision."""
    hours = sorted(each.hours for each in group)
    needs = [each for each in group if each.kind == Kind.NEED]
    return Summary(
        name=name,
        kind=kind,
        count=len(hours),
        median=median(hours),
        ninety=ninetieth(hours),
        in_time=sum(each.hours <= IN_TIME for each in needs) / len(needs) if needs else None,
    )


def ninetieth(hours: Sequence[float]) -> float:
    """The value that nine of ten do not exceed, between neighbours by the line through them; of one, itself."""
    if len(hours) == 1:
        return hours[0]
    return quantiles(hours, n=10, method="inclusive")[8]


def by_kind(waited: Sequence[Waited]) -> list[Summary]:
    return [summary(kind.value, kind, group) for kind in Kind if (group := [w for w in waited if w.kind == kind])]


def by_month(waited: Iterable[Waited]) -> list[Summary]:
    """The latest month first, each kind for itself."""
    ordered = sorted(waited, key=lambda each: (each.month, each.kind.value))
    groups = [(key, list(group)) for key, group in groupby(ordered, key=lambda each: (each.month, each.kind))]
    return [summary(month, kind, group) for (month, kind), group in sorted(groups, key=_newest)]


def by_person(waited: Iterable[Waited]) -> list[Summary]:
    """Whoever decided most first."""
    ordered = sorted(waited, key=lambda each: each.person)
    groups = [(name, list(group)) for name, group in groupby(ordered, key=lambda each: each.person)]
    return [summary(name, None, group) for name, group in sorted(groups, key=lambda pair: (-len(pair[1]), pair[0]))]


def _newest(group: tuple[tuple[str, Kind], list[Waited]]) -> tuple[int, str]:
    (month, kind), _decisions = group
    return -int(month.replace("-", "")), kind.value
