"""Counts that stay right under selection: a facet is counted under every choice but its own."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from search.engines.embedded.snapshot import Places, Snapshot
from search.types import Query


@dataclass(frozen=True, slots=True)
class Counted:
    """The places that pass every choice, and the counts asked for."""

    places: Places
    facets: Mapping[str, Mapping[str, int]]
    numbers: Mapping[str, Mapping[int, int]]


def choose_and_count(snapshot: Snapshot, relevant: Places, query: Query) -> Counted:
    """Apply facets and ranges to the relevant places."""
    passed = {f"={name}": snapshot.holders(name, values)[relevant] for name, values in query.facets.items() if values}
    passed |= {f"#{name}": snapshot.inside(name, interval)[relevant] for name, interval in query.ranges.items()}

    def under(own: str) -> Places:
        others = [mask for name, mask in passed.items() if name != own]
        return relevant[np.logical_and.reduce(others)] if others else relevant

    facets = {name: _in_order(snapshot.facet(name).counts(under(f"={name}"))) for name in query.count_facets}
    numbers = {name: _whole_counts(snapshot, name, under(f"#{name}")) for name in query.count_numbers}
    return Counted(under(""), facets, numbers)


def _in_order(counts: dict[str, int]) -> dict[str, int]:
    """Most first; ties by value."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _whole_counts(snapshot: Snapshot, name: str, places: Places) -> dict[int, int]:
    values = snapshot.number(name)[places]
    whole, times = np.unique(np.floor(values[np.isfinite(values)]).astype(np.int64), return_counts=True)
    return {int(value): int(count) for value, count in zip(whole, times, strict=True)}
