"""Asks the engine and reads the records behind its hits: only what the database, too, shows this actor."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.discovery.facets import NUMBERS, SHOWN
from marketplace.discovery.fairness import Ranked, spread
from marketplace.discovery.question import Kind, Order, Question
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.needs import queries as needs
from marketplace.needs.cards import NeedCard
from marketplace.web.timing import ENGINE
from search.ports import Reader
from search.types import Answer, Hit, Query, Scope, Sort

Record = ListingCard | NeedCard
WINDOW = 3  # pages within which equal fits take turns
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
    if is_by_fit(question):
        answer = _shown_fairly(session, question, answer)
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


def is_by_fit(question: Question) -> bool:
    """Are results ordered by how well they answer? Then equal fits take turns."""
    return question.kind is Kind.ACHIEVEMENT and question.order is Order.FIT and question.asks


def _shown_fairly(session: Session, question: Question, answer: Answer) -> Answer:
    """The page's part of a window of several pages, in which no owner's equal fits push out those of others."""
    owners = listings.owners_of(session, [hit.id for hit in answer.hits])
    held = {hit.id: hit for hit in answer.hits if hit.id in owners}
    ranked = [Ranked(hit.id, hit.score, str(owners[hit.id])) for hit in held.values()]
    first = (question.page - 1) % WINDOW * question.size
    order = spread(ranked, now().date())[first : first + question.size]
    gone = len(answer.hits) - len(held)
    return replace(
        answer, hits=tuple(held[public_id] for public_id in order), total=max(answer.total - gone, len(held))
    )


def query_of(question: Question, text: str) -> Query:
    """The engine's query for a question."""
    newest = question.order is Order.FIT and not question.asks
    number = "published" if newest else NUMBER_OF.get(question.order)
    pages = WINDOW if is_by_fit(question) else 1
    return Query(
        text="" if question.like else text,
        like=question.like,
        kinds=frozenset({question.kind.value}),
        facets=question.facets,
        ranges=question.ranges,
        count_facets=SHOWN[question.kind],
        count_numbers=NUMBERS[question.kind],
        sort=Sort(number=number) if number else None,
        offset=(question.page - 1) // pages * pages * question.size,
        limit=pages * question.size,
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
