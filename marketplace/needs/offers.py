"""Limits offered out of a need's own words: a reader reads them, a person takes, changes or drops each. Pure."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from marketplace.core.quoting import Passage, cut
from marketplace.needs.content import Constraint

FIELDS = ("title", "indicators", "goal", "site_limits")  # where needs set limits; the problem tells how things are
MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A limit as a reader found it, with the place of its words in the text."""

    constraint: Constraint
    start: int
    end: int


Reader = Callable[[str], Sequence[Read]]
READERS: dict[str, Reader] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A limit to confirm; `key` names it as long as the text says the same."""

    key: str
    field: str
    number: int
    constraint: Constraint
    start: int
    end: int


def read_by(name: str, reader: Reader) -> None:
    """Let a feature that can read limits offer them."""
    READERS[name] = reader


def offers_in(
    texts: Mapping[str, str], taken: Sequence[Constraint] = (), dropped: Collection[str] = ()
) -> tuple[Offer, ...]:
    """What the texts say and no row says yet, without what was dropped."""
    open_ = (
        (field, each)
        for field, each in _read(texts)
        if key_of(each.constraint) not in dropped and not any(_says(row, each.constraint) for row in taken)
    )
    kept: dict[str, tuple[str, Read]] = {}
    for field, each in open_:
        kept.setdefault(key_of(each.constraint), (field, each))
    return tuple(
        Offer(key=key, field=field, number=number, constraint=each.constraint, start=each.start, end=each.end)
        for number, (key, (field, each)) in enumerate(list(kept.items())[:MOST], 1)
    )


def passages_of(texts: Mapping[str, str], offers: Sequence[Offer]) -> tuple[Passage, ...]:
    """The texts that offers were read from, cut where their words begin and end."""
    by_field = {field: [each for each in offers if each.field == field] for field in FIELDS}
    return tuple(cut(field, texts[field], found) for field, found in by_field.items() if found)


def key_of(constraint: Constraint) -> str:
    """A short name of what a limit says."""
    said = (constraint.parameter, constraint.operator.value, constraint.value, constraint.value2, constraint.unit)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _read(texts: Mapping[str, str]) -> Iterator[tuple[str, Read]]:
    for field in FIELDS:
        for _name, reader in sorted(READERS.items()):
            yield from ((field, each) for each in reader(texts.get(field) or ""))


def _says(row: Constraint, offered: Constraint) -> bool:
    """A row came from these words, even when its name or its value was changed since; or it says the same by itself."""
    same_value = (row.operator, row.value, row.value2) == (offered.operator, offered.value, offered.value2)
    if row.quote and row.quote == offered.quote:
        return row.parameter == offered.parameter or same_value
    like = row.parameter and (row.parameter in offered.parameter or offered.parameter in row.parameter)
    return bool(like) and same_value and row.unit == offered.unit
