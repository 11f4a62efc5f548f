"""The facets beside the results: every value with its count, the chosen ones marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.discovery.question import Kind, Question
from marketplace.discovery.wording import legend, value_label, vocabulary
from marketplace.taxonomy.catalogue import catalogue
from search.types import Answer

SHOWN: Mapping[Kind, tuple[str, ...]] = {
    Kind.ACHIEVEMENT: ("carbon_class", "grade", "technology", "sector", "stage", "mode", "region", "owner_kind"),
    Kind.NEED: ("sector", "technology", "mode", "region", "owner_kind"),
}
NUMBERS: Mapping[Kind, tuple[str, ...]] = {Kind.ACHIEVEMENT: ("trl",), Kind.NEED: ()}
WHOLE = frozenset({"carbon_class", "grade", "stage"})  # shown with every value, in their own order
OPEN = {"technology": 4}  # values shown before "show more"; five elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet; `count` is how many results it would give with the other filters as they are."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A facet; `mark` says how its values are drawn: class, grade, or blank for words."""

    name: str
    legend: str
    options: tuple[Option, ...]
    mark: str = ""
    shown: int = 5


def groups(question: Question, answer: Answer) -> list[Group]:
    """The facets of a kind with their counts; a facet without any value to choose is left out."""
    found = [_group(question, name, answer.facets.get(name, {})) for name in SHOWN[question.kind]]
    return [group for group in found if group.options]


def levels(question: Question, answer: Answer) -> list[int]:
    """How many results there are at TRL 1, 2, ... 9."""
    counts = answer.numbers.get("trl", {})
    return [counts.get(level, 0) for level in range(1, 10)]


def _group(question: Question, name: str, counts: Mapping[str, int]) -> Group:
    chosen = question.facets.get(name, frozenset())
    words = vocabulary(question.kind, name)
    options = tuple(
        Option(
            value=words(value) if words is not None else value,  # a member, which the macros draw, prints as itself
            label=value_label(question.kind, name, value),
            count=counts.get(value, 0),
            chosen=value in chosen,
        )
        for value in _ordered(question.kind, name, counts, chosen)
    )
    return Group(
        name=name,
        legend=legend(name),
        options=options,
        mark={"carbon_class": "class", "grade": "grade"}.get(name, ""),
        shown=OPEN.get(name, 5),
    )


def _ordered(kind: Kind, name: str, counts: Mapping[str, int], chosen: frozenset[str]) -> list[str]:
    words = vocabulary(kind, name)
    if name in WHOLE and words is not None:
        every = [word.value for word in words]
        return every[::-1] if name == "grade" else every
    there = set(counts) | chosen
    if name == "sector":
        return [code for code in catalogue().sectors if code in there]
    if words is not None:
        there &= {word.value for word in words}
    return sorted(there, key=lambda value: (value not in chosen, -counts.get(value, 0), value))
