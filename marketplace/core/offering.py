"""Rows offered out of a record's own words: readers read them, a person takes, changes or drops each. Pure."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from marketplace.core.quoting import Passage, cut

MOST = 30
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[Row]):
    """A row as a reader found it, with the place of its words in the text."""

    row: Row
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Generic[Row]):
    """A row to confirm; `key` names it as long as the text says the same."""

    key: str
    field: str
    number: int
    row: Row
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering(Generic[Row]):
    """What a form offers: from which of its texts, what a row says in short, and whether a row of the form says it already."""

    fields: tuple[str, ...]
    said_by: Callable[[Row], tuple[object, ...]]
    repeats: Callable[[Row, Row], bool]  # (a row of the form, what is offered)
    readers: dict[str, Callable[[str], Sequence[Read[Row]]]] = field(default_factory=dict)

    def read_by(self, name: str, reader: Callable[[str], Sequence[Read[Row]]]) -> None:
        """Let a feature that can read such rows offer them."""
        self.readers[name] = reader

    def offers_in(
        self, texts: Mapping[str, str], taken: Sequence[Row] = (), dropped: Collection[str] = ()
    ) -> tuple[Offer[Row], ...]:
        """What the texts say and no row says yet, without what was dropped; what is said twice is offered once."""
        kept: dict[str, tuple[str, Read[Row]]] = {}
        for name, each in self._read(texts):
            key = self.key_of(each.row)
            if key not in dropped and not any(self.repeats(row, each.row) for row in taken):
                kept.setdefault(key, (name, each))
        return tuple(
            Offer(key=key, field=name, number=number, row=each.row, start=each.start, end=each.end)
            for number, (key, (name, each)) in enumerate(list(kept.items())[:MOST], 1)
        )

    def passages_of(self, texts: Mapping[str, str], offers: Sequence[Offer[Row]]) -> tuple[Passage, ...]:
        """The texts that offers were read from, cut where their words begin and end."""
        by_field = {name: [each for each in offers if each.field == name] for name in self.fields}
        return tuple(cut(name, texts[name], found) for name, found in by_field.items() if found)

    def key_of(self, row: Row) -> str:
        """A short name of what a row says."""
        return hashlib.sha256(repr(self.said_by(row)).encode()).hexdigest()[:12]

    def _read(self, texts: Mapping[str, str]) -> Iterator[tuple[str, Read[Row]]]:
        for name in self.fields:
            for _reader, reader in sorted(self.readers.items()):
                yield from ((name, each) for each in reader(texts.get(name) or ""))
