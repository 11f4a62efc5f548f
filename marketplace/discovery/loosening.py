"""What an empty page says: which single condition, left out, would show how much."""

from dataclasses import dataclass

from marketplace.core.actor import Actor
from marketplace.discovery.finding import count
from marketplace.discovery.question import Question
from search.ports import Reader

MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosening:
    """A filter (blank: the words) and how many records there are without it."""

    name: str
    question: Question
    total: int


def ways_to_loosen(reader: Reader, actor: Actor, question: Question, text: str) -> list[Loosening]:
    """The ways that show anything, the one that shows most first."""
    found = [_without(reader, actor, question, name, text) for name in list(question.conditions())[:MOST]]
    if question.filters > 1 and not any(way.total for way in found):
        found.append(_way(reader, actor, "all", question.cleared(), text))
    if question.asks and question.filters:
        found.append(_way(reader, actor, "", question.without_words(), ""))
    return sorted((way for way in found if way.total), key=lambda way: (-way.total, way.name))


def _without(reader: Reader, actor: Actor, question: Question, name: str, text: str) -> Loosening:
    return _way(reader, actor, name, question.without(name), text)


def _way(reader: Reader, actor: Actor, name: str, question: Question, text: str) -> Loosening:
    return Loosening(name=name, question=question, total=count(reader, actor, question, text))
