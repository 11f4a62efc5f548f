"""Parameters offered out of a result's own words: a reader reads them, a person takes, changes or drops each. Pure."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from marketplace.core.quoting import Passage, cut
from marketplace.listings.content import Parameter

FIELDS = ("title", "teaser", "principle", "advantage", "timing")  # where results state values; the problem is others'
MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A parameter as a reader found it, with the place of its words in the text."""

    parameter: Parameter
    start: int
    end: int


Reader = Callable[[str], Sequence[Read]]
READERS: dict[str, Reader] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A parameter to confirm; `key` names it as long as the text says the same."""

    key: str
    field: str
    number: int
    parameter: Parameter
    start: int
    end: int


def read_by(name: str, reader: Reader) -> None:
    """Let a feature that can read values offer them."""
    READERS[name] = reader


def offers_in(
    texts: Mapping[str, str], taken: Sequence[Parameter] = (), dropped: Collection[str] = ()
) -> tuple[Offer, ...]:
    """What the texts say and no row says yet, without what was dropped; the same value is offered once."""
    kept: dict[str, tuple[str, Read]] = {}
    for field, each in _read(texts):
        key = key_of(each.parameter)
        if key not in dropped and not any(_says(row, each.parameter) for row in taken):
            kept.setdefault(key, (field, each))
    return tuple(
        Offer(key=key, field=field, number=number, parameter=each.parameter, start=each.start, end=each.end)
        for number, (key, (field, each)) in enumerate(list(kept.items())[:MOST], 1)
    )


def passages_of(texts: Mapping[str, str], offers: Sequence[Offer]) -> tuple[Passage, ...]:
    """The texts that offers were read from, cut where their words begin and end."""
    by_field = {field: [each for each in offers if each.field == field] for field in FIELDS}
    return tuple(cut(field, texts[field], found) for field, found in by_field.items() if found)


def key_of(parameter: Parameter) -> str:
    """A short name of what a value says."""
    said = (parameter.name, parameter.minimum, parameter.maximum, parameter.unit)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _read(texts: Mapping[str, str]) -> Iterator[tuple[str, Read]]:
    for field in FIELDS:
        for _name, reader in sorted(READERS.items()):
            yield from ((field, each) for each in reader(texts.get(field) or ""))


def _says(row: Parameter, offered: Parameter) -> bool:
    """A row says it already: the same value under a like name, or another value under the same name and unit."""
    if row.name == offered.name and row.unit == offered.unit:
        return True
    like = row.name and (row.name in offered.name or offered.name in row.name)
    same = (row.minimum, row.maximum) == (offered.minimum, offered.maximum)
    return bool(like) and same
