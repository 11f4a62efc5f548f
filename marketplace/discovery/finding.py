"""Asks the engine and reads the records behind its hits: only what the database, too, shows this actor."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.discovery.facets import NUMBERS, SHOWN
from marketplace.discovery.question import Kind, Order, Question
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.needs import queries as needs
from marketplace.needs.cards import NeedCard
from marketplace.web.timing import ENGINE
from search.ports import Reader
from search.types import Answer, Hit, Query, Scope, Sort

Record = ListingCard | NeedCard
NUMBER_OF = {Order.NEWEST: "published", Order.TRL: "trl", Order.REDUCTION: "reduction"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what was found: each hit with its record, how many there are, what else could be chosen."""

    shown: Sequence[tuple[Hit, Record]]
    answer: Answer
    seconds: float = 0.0

    @property
    def total(self) -> int:
        return self.answer.total


def find(session: Session, reader: Reader, actor: Actor, question: Question, text: str) -> Found:
    """Answer a question; `text` is its words with those of its document."""
    started = time.perf_counter()
    query = query_of(question, text)
    scope = Scope(tokens=actor.scope_tokens())
    answer = reader.search(query, scope)
    shown = _hydrated(session, actor, question.kind, answer.hits)
    if gone := len(answer.hits) - len(shown):
        shown += _fill(session, reader, actor, question.kind, query, gone)
        answer = replace(answer, total=max(answer.total - gone, len(shown)))
    seconds = time.perf_counter() - started
    ENGINE.observe(seconds)
    return Found(shown=shown, answer=answer, seconds=seconds)


def count(reader: Reader, actor: Actor, question: Question, text: str) -> int:
    """How many records a question has."""
    query = replace(query_of(question, text), count_facets=(), count_numbers=(), offset=0, limit=1)
    return reader.search(query, Scope(tokens=actor.scope_tokens())).total


def similar(session: Session, reader: Reader, actor: Actor, public_id: str, limit: int = 5) -> list[ListingCard]:
    """Results that are near in meaning to one."""
    query = Query(like=public_id, kinds=frozenset({Kind.ACHIEVEMENT.value}), limit=limit + 1)
    hits = reader.search(query, Scope(tokens=actor.scope_tokens())).hits
    found = listings.cards(session, actor, [hit.id for hit in hits])
    return [found[hit.id] for hit in hits if hit.id in found and hit.id != public_id][:limit]


def query_of(question: Question, text: str) -> Query:
    """The engine's query for a question."""
    newest = question.order is Order.FIT and not question.asks
    number = "published" if newest else NUMBER_OF.get(question.order)
    return Query(
        text="" if question.like else text,
        like=question.like,
        kinds=frozenset({question.kind.value}),
        facets=question.facets,
        ranges=question.ranges,
        count_facets=SHOWN[question.kind],
        count_numbers=NUMBERS[question.kind],
        sort=Sort(number=number) if number else None,
        offset=(question.page - 1) * question.size,
        limit=question.size,
    )


def read_records(session: Session, actor: Actor, kind: Kind, ids: Sequence[str]) -> Mapping[str, Record]:
    """The records of a kind by public id, in a constant number of statements; what the actor may not see is missing."""
    if not ids:
        return {}
    if kind is Kind.ACHIEVEMENT:
        return listings.cards(session, actor, ids)
    return needs.cards(session, actor, ids)


def _hydrated(session: Session, actor: Actor, kind: Kind, hits: Sequence[Hit]) -> list[tuple[Hit, Record]]:
    cards = read_records(session, actor, kind, [hit.id for hit in hits])
    return [(hit, cards[hit.id]) for hit in hits if hit.id in cards]


def _fill(
    session: Session, reader: Reader, actor: Actor, kind: Kind, query: Query, wanted: int
) -> list[tuple[Hit, Record]]:
    """The next hits after a page, for the places of those that the database no longer shows."""
    further = replace(query, offset=query.offset + query.limit, limit=2 * wanted, count_facets=(), count_numbers=())
    hits = reader.search(further, Scope(tokens=actor.scope_tokens())).hits
    return _hydrated(session, actor, kind, hits)[:wanted]
