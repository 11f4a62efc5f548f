"""What a reader asks of the search page: words, filters, order, page. A pure value with one canonical address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from search.types import Range

DEFAULT_SIZE = 20
MAX_SIZE = 50
MAX_PAGE = 500


class Kind(StrEnum):
    """What is looked for; the values are the kinds of the index."""

    ACHIEVEMENT = "achievement"  # 成果
    NEED = "need"  # 需求


class Order(StrEnum):
    """排序."""

    FIT = "fit"  # 匹配度
    NEWEST = "newest"  # 最新发布
    TRL = "trl"  # 成熟度
    REDUCTION = "reduction"  # 减碳量保守值


FACETS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ACHIEVEMENT: (
        "carbon_class", "grade", "technology", "sector", "stage", "mode", "region", "owner_kind",
        "level", "industry", "owner",
    ),
    Kind.NEED: ("sector", "technology", "mode", "region", "owner_kind", "track"),
}  # fmt: skip
RANGES: Mapping[Kind, tuple[str, ...]] = {Kind.ACHIEVEMENT: ("trl", "reduction"), Kind.NEED: ()}
ORDERS: Mapping[Kind, tuple[Order, ...]] = {
    Kind.ACHIEVEMENT: tuple(Order),
    Kind.NEED: (Order.FIT, Order.NEWEST),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its filters. `document` names a kept text, `like` the public id of a record to find others of its kind."""

    text: str = ""
    document: str = ""
    like: str = ""
    kind: Kind = Kind.ACHIEVEMENT
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    order: Order = Order.FIT
    page: int = 1
    size: int = DEFAULT_SIZE

    @property
    def asks(self) -> bool:
        """Is there anything to be near to? Otherwise the reader browses, newest first."""
        return bool(self.text or self.document or self.like)

    @property
    def filters(self) -> int:
        """How many conditions are in force."""
        return len(self.facets) + len(self.ranges)

    def conditions(self) -> Iterator[str]:
        """The names of the filters in force, in the order of the page."""
        yield from (name for name in FACETS[self.kind] if name in self.facets)
        yield from (name for name in RANGES[self.kind] if name in self.ranges)

    def without(self, name: str) -> "Question":
        """The question without one filter, from its first page."""
        facets = {key: values for key, values in self.facets.items() if key != name}
        ranges = {key: value for key, value in self.ranges.items() if key != name}
        return replace(self, facets=facets, ranges=ranges, page=1)

    def with_facet(self, name: str, *values: str) -> "Question":
        """The question with these values of a facet and no others; none at all takes the facet away."""
        if not values:
            return self.without(name)
        return replace(self, facets={**self.facets, name: frozenset(values)}, page=1)

    def with_range(self, name: str, limits: Range) -> "Question":
        return replace(self, ranges={**self.ranges, name: limits}, page=1)

    def cleared(self) -> "Question":
        """The same words without any filter."""
        return replace(self, facets={}, ranges={}, page=1)

    def without_words(self) -> "Question":
        """The same filters without words."""
        return replace(self, text="", document="", like="", order=Order.FIT, page=1)

    def of_kind(self, kind: Kind) -> "Question":
        """The same words asked of the other kind; filters it does not know are dropped."""
        facets = {name: values for name, values in self.facets.items() if name in FACETS[kind]}
        facets.pop("mode", None)  # the ways of a need and of a result are different vocabularies
        ranges = {name: limits for name, limits in self.ranges.items() if name in RANGES[kind]}
        order = self.order if self.order in ORDERS[kind] else Order.FIT
        return replace(self, kind=kind, facets=facets, ranges=ranges, order=order, page=1)

    def ordered(self, order: Order) -> "Question":
        return replace(self, order=order, page=1)

    def on_page(self, page: int) -> "Question":
        return replace(self, page=page)


def pairs(question: Question) -> list[tuple[str, str]]:
    """The canonical parameters of a question: fixed order, sorted values, nothing that is the default."""
    found = [
        ("q", question.text),
        ("doc", question.document),
        ("like", question.like),
        ("kind", "" if question.kind is Kind.ACHIEVEMENT else question.kind.value),
    ]
    for name in FACETS[question.kind] if question.facets else ():
        found.extend((name, value) for value in sorted(question.facets.get(name, ())))
    for name in RANGES[question.kind] if question.ranges else ():
        limits = question.ranges.get(name, Range())
        found.append((f"{name}_min", written(limits.minimum)))
        found.append((f"{name}_max", written(limits.maximum)))
    found.append(("sort", "" if question.order is Order.FIT else question.order.value))
    found.append(("page", "" if question.page == 1 else str(question.page)))
    found.append(("size", "" if question.size == DEFAULT_SIZE else str(question.size)))
    return [(name, value) for name, value in found if value]


def address(question: Question, path: str = "/search") -> str:
    """The one address of a question."""
    query = urlencode(pairs(question), quote_via=_quoted)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=256)  # a page holds its question in a dozen addresses
def _quoted(value: str, *how: str | None) -> str:
    return quote_plus(value, *how)  # type: ignore[arg-type]


def written(value: float | None) -> str:
    """A limit as it stands in an address: 10000, 2.5; blank for an open side."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(value)
