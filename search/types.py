"""The values that go into and come out of an engine. No Flask, no database, no marketplace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    HYBRID = "hybrid"
    LEXICAL = "lexical"
    DENSE = "dense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of a document that can be shown as the reason of a hit; `name` says which field it came from."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One searchable record.

    `id` is unique over all kinds. `facets` hold exact values (several each), `numbers` hold sortable values; a number that is
    unknown is absent. `scopes` are the tokens of which a reader must hold at least one. A write with a `version` lower than the
    indexed one is ignored.
    """

    id: str
    kind: str
    title: str
    passages: tuple[Passage, ...] = ()
    keywords: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the reader may see: documents that carry any of these tokens."""

    tokens: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Closed interval; None leaves a side open. A document without the number is outside every range."""

    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """By a number; documents without it come last. Ties are broken by fit, then by id."""

    number: str
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question. Empty `text` and no `like` means browse: everything in scope, by `sort` or newest version first.

    `kinds` empty means every kind. `facets` are ORed inside a name and ANDed between names. `count_facets` and `count_numbers`
    name what to count: a facet's counts ignore its own selection, so that its other values stay choosable.

    `title` is a short statement of a long `text`: each is scored on its own and the scores are added. `among` ranks these ids
    only; with `everything` the answer is not cut where fit ends: both are for ranking and measuring, not for pages.
    """

    text: str = ""
    title: str = ""
    among: frozenset[str] = frozenset()
    everything: bool = False
    like: str = ""  # id of a document: "more like this"; its own hit is left out
    kinds: frozenset[str] = frozenset()
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    count_facets: tuple[str, ...] = ()
    count_numbers: tuple[str, ...] = ()  # counted per distinct whole value, such as TRL 1..9
    sort: Sort | None = None  # None: by fit
    mode: Mode = Mode.HYBRID
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document found. `score` orders hits of one answer and means nothing else; `terms` are the words of the question
    found in it (as highlights want them), `passage` the name of the passage closest in meaning (None when no vectors took part)."""

    id: str
    kind: str
    score: float
    terms: tuple[str, ...] = ()
    passage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page of hits, how many there are in all, and the counts asked for (values without hits are left out)."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    numbers: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
