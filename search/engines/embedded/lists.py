"""A column with several values a row: codes into a list of values, one after the other, and where each row starts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Lists:
    """Row r holds `values[codes[starts[r]:starts[r + 1]]]`."""

    starts: NDArray[np.int64]
    codes: NDArray[np.int32]
    values: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[Iterable[str]]) -> "Lists":
        """A column of rows of values; a value counts once a row."""
        known: dict[str, int] = {}
        codes = [[known.setdefault(value, len(known)) for value in dict.fromkeys(row)] for row in rows]
        flat = np.array([code for row in codes for code in row], np.int32)
        return cls(_starts(np.array([len(row) for row in codes], np.int64)), flat, tuple(known))

    @classmethod
    def empty(cls, rows: int) -> "Lists":
        """A column without any value."""
        return cls(np.zeros(rows + 1, np.int64), np.empty(0, np.int32), ())

    @classmethod
    def joined(cls, columns: Sequence["Lists"]) -> "Lists":
        """One column of several, under one list of values."""
        known: dict[str, int] = {}
        codes = []
        for column in columns:
            new = np.array([known.setdefault(value, len(known)) for value in column.values], np.int32)
            codes.append(new[column.codes] if len(new) else column.codes)
        sizes = [np.diff(column.starts) for column in columns]
        return cls(_starts(np.concatenate(sizes)), np.concatenate(codes), tuple(known))

    def take(self, at: NDArray[np.intp]) -> "Lists":
        """The column of some rows."""
        sizes = np.diff(self.starts)[at]
        return Lists(_starts(sizes), self.codes[_positions(self.starts[at], sizes)], self.values)

    @cached_property
    def single(self) -> bool:
        """Does every row hold exactly one value?"""
        return len(self.codes) == len(self.starts) - 1 and bool((np.diff(self.starts) == 1).all())

    def holders(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """Which rows hold any of these values?"""
        chosen = [code for code, value in enumerate(self.values) if value in set(wanted)]
        hit = np.zeros(len(self.starts) - 1, np.bool_)
        owners = np.repeat(np.arange(len(hit), dtype=np.int32), np.diff(self.starts))
        hit[owners[np.isin(self.codes, np.array(chosen, np.int32))]] = True
        return hit

    def counts(self, at: NDArray[np.intp]) -> dict[str, int]:
        """How many of these rows hold each value."""
        if self.single:
            held = self.codes if len(at) == len(self.codes) else self.codes[at]
        else:
            sizes = self.starts[at + 1] - self.starts[at]
            held = self.codes[_positions(self.starts[at], sizes)]
        found = np.bincount(held, minlength=len(self.values)).tolist()
        return {value: count for value, count in zip(self.values, found, strict=True) if count}


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


def _positions(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places start, start + 1, ... of each row, one after the other."""
    offsets = np.arange(int(sizes.sum()), dtype=np.int64)
    before = np.cumsum(sizes) - sizes
    places: NDArray[np.int64] = offsets + np.repeat(starts - before, sizes)
    return places
