"""One commit opened for reading: the columns of all segments as one, what is visible to whom, where each id stands."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.lists import Lists
from search.engines.embedded.segment import KINDS, SCOPES, Segment
from search.engines.embedded.state import State, read_dead
from search.ports import Vectors
from search.types import Range

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

_REMEMBERED_ROWS = 96
_SAMPLE = 256
NO_VECTOR = 1e-10  # the scale of a row of zeros


class Rows:
    """A set of rows, as a mask over all places and as places."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask

    @cached_property
    def places(self) -> Places:
        """Ascending."""
        return np.flatnonzero(self.mask)


class Snapshot:
    """Rows stand at places 0..n-1, ascending by row number. Nothing here changes."""

    def __init__(self, folder: Path, state: State, before: "Snapshot | None" = None) -> None:
        self.state = state
        known = {segment.name: segment for segment in before.segments} if before else {}
        self.segments: list[Segment] = [known.get(name) or Segment(folder / name) for name in state.segments]
        self.dead = read_dead(folder, state.dead)
        self.starts = np.cumsum([0, *(len(segment) for segment in self.segments)])
        self._edges: list[int] = self.starts.tolist()
        self.rows: NDArray[np.int64] = self._column(lambda segment: segment.rows, np.empty(0, np.int64))
        self.ids: NDArray[np.bytes_] = self._column(lambda segment: segment.ids, np.empty(0, "S1"))
        self.versions: NDArray[np.int64] = self._column(lambda segment: segment.versions, np.empty(0, np.int64))
        self.alive: Mask = ~np.isin(self.rows, self.dead.rows)
        self._remembered: OrderedDict[object, Rows] = OrderedDict()
        self._lock = Lock()
        self._columns: dict[str, Lists] = {}
        self._numbers: dict[str, NDArray[np.float64]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def places_of_rows(self, rows: NDArray[np.int64]) -> tuple[Places, Mask]:
        """Places of row numbers, and which of them are here at all, dead or alive."""
        if not len(self):
            return np.zeros(len(rows), np.intp), np.zeros(len(rows), np.bool_)
        if self._without_gaps:
            places = rows - self.rows[0]
            here = (places >= 0) & (places < len(self))
            return np.where(here, places, 0), here
        places = np.minimum(np.searchsorted(self.rows, rows), len(self) - 1)
        return places, self.rows[places] == rows

    def places_of_ids(self, ids: Sequence[str]) -> dict[str, int]:
        """Places of the ids that are alive here."""
        wanted = {id_: id_.encode("utf-8", "surrogatepass") for id_ in ids if "\0" not in id_}
        found: dict[str, int] = {}
        names, order = self._ids_in_order
        for id_, raw in wanted.items():
            first = int(np.searchsorted(names, np.bytes_(raw)))
            for at in range(first, len(names)):
                if names[at] != raw:
                    break
                if self.alive[order[at]]:
                    found[id_] = int(order[at])
        return found

    def visible(
        self, tokens: frozenset[str], kinds: frozenset[str] = frozenset(), among: frozenset[str] = frozenset()
    ) -> Rows:
        """What a reader may see of the asked kinds and ids (all, if empty)."""
        rows = self._remember(("visible", tokens, kinds), lambda: self._visible(tokens, kinds))
        if not among:
            return rows
        chosen = np.zeros(len(self), np.bool_)
        chosen[list(self.places_of_ids(sorted(among)).values())] = True
        return Rows(rows.mask & chosen)

    def facet(self, name: str) -> Lists:
        """The column of a facet, empty when no document has it."""
        return self._lists(f"={name}")

    def holders(self, name: str, values: frozenset[str]) -> Mask:
        """Which rows have one of these values of a facet?"""
        return self._remember(("facet", name, values), lambda: self.facet(name).holders(values)).mask

    def number(self, name: str) -> NDArray[np.float64]:
        """The column of a number, NaN where unknown."""
        if name not in self._numbers:
            parts = [segment.numbers.get(name, np.full(len(segment), np.nan)) for segment in self.segments]
            self._numbers[name] = _joined(parts, np.empty(0))
        return self._numbers[name]

    def inside(self, name: str, interval: Range) -> Mask:
        """Which rows have the number in the closed interval?"""
        column = self.number(name)
        low = -np.inf if interval.minimum is None else interval.minimum
        high = np.inf if interval.maximum is None else interval.maximum
        return (column >= low) & (column <= high)

    def kind(self, place: int) -> str:
        """The kind of a row."""
        column = self._lists(KINDS)
        return column.values[int(column.codes[column.starts[place]])]

    def locate(self, place: int) -> tuple[Segment, int]:
        """The segment of a place, and the place in it."""
        at = bisect_right(self._edges, place) - 1
        return self.segments[at], place - self._edges[at]

    def vectors(self, places: Places) -> Vectors:
        """Full-precision vectors of a few rows."""
        if len(self.segments) == 1:
            return self.segments[0].vectors(places)
        found = np.empty((len(places), self.state.dimension), np.float32)
        owner = np.searchsorted(self.starts, places, side="right") - 1
        for at in np.unique(owner):
            mine = owner == at
            found[mine] = self.segments[at].vectors(places[mine] - self.starts[at])
        return found

    @cached_property
    def scale(self) -> Vectors:
        """The scale of each row's eight-bit vector."""
        return self._column(lambda segment: segment.scale, np.empty(0, np.float32))

    @cached_property
    def _without_gaps(self) -> bool:
        return int(self.rows[-1] - self.rows[0]) == len(self) - 1

    @cached_property
    def some_without_vector(self) -> bool:
        """Is there a row without anything to embed?"""
        return bool((self.scale <= NO_VECTOR).any())

    @cached_property
    def spread(self) -> float:
        """How much the cosines between documents differ: the standard deviation over a sample."""
        sample = np.unique(np.linspace(0, len(self) - 1, min(len(self), _SAMPLE)).astype(np.intp))
        vectors = self.vectors(sample)
        vectors = vectors[vectors.any(axis=1)]
        cosines = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
        return float(cosines.std()) if cosines.size else 0.0

    @cached_property
    def id_ranks(self) -> NDArray[np.intp]:
        """The rank of each row's id: breaks ties."""
        ranks = np.empty(len(self), np.intp)
        ranks[self._ids_in_order[1]] = np.arange(len(self))
        return ranks

    @cached_property
    def _ids_in_order(self) -> tuple[NDArray[np.bytes_], NDArray[np.intp]]:
        order = np.argsort(self.ids, kind="stable")
        return self.ids[order], order

    def _visible(self, tokens: frozenset[str], kinds: frozenset[str]) -> Mask:
        mask = self.alive & self._lists(SCOPES).holders(tokens)
        return mask & self._lists(KINDS).holders(kinds) if kinds else mask

    def _lists(self, name: str) -> Lists:
        if name not in self._columns:
            parts = [segment.lists.get(name) or Lists.empty(len(segment)) for segment in self.segments]
            self._columns[name] = parts[0] if len(parts) == 1 else Lists.joined(parts) if parts else Lists.empty(0)
        return self._columns[name]

    def _remember(self, key: object, make: Callable[[], Mask]) -> Rows:
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                return self._remembered[key]
        rows = Rows(make())
        with self._lock:
            self._remembered[key] = rows
            while len(self._remembered) > _REMEMBERED_ROWS:
                self._remembered.popitem(last=False)
        return rows

    def _column(self, part: Callable[[Segment], NDArray[Any]], nothing: NDArray[Any]) -> NDArray[Any]:
        return _joined([part(segment) for segment in self.segments], nothing)


def _joined(parts: list[NDArray[Any]], nothing: NDArray[Any]) -> NDArray[Any]:
    """One column of all segments; that of the only segment is not held twice."""
    return parts[0] if len(parts) == 1 else np.concatenate([nothing, *parts])
