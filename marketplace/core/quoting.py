"""Cuts a text where the words begin and end that something was read from, so that they can be marked. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


class Quoted(Protocol):
    """Something that was read from `start` to `end` of a text, with the number it is shown by."""

    @property
    def number(self) -> int: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A field's text in pieces; a piece from which something was read carries its numbers."""

    field: str
    pieces: tuple[tuple[str, tuple[int, ...]], ...]


def cut(field: str, text: str, read: Sequence[Quoted]) -> Passage:
    """The text of a field, cut at the edges of what was read from it."""
    return Passage(field=field, pieces=tuple(_pieces(text, read)))


def _pieces(text: str, read: Sequence[Quoted]) -> Iterator[tuple[str, tuple[int, ...]]]:
    edges = sorted({0, len(text), *(each.start for each in read), *(each.end for each in read)})
    for start, end in pairwise(edges):
        yield text[start:end], tuple(each.number for each in read if each.start <= start and end <= each.end)
