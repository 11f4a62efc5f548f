"""All open needs against all results in one go: the nearest by meaning in blocked products, judged and ordered need by need.

Only what is new is looked at: needs that were not judged as they now stand, and those nearest to results that are new.
The latter are called before anything is judged, and then their results are new no more: after a kill only what is left is done.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, SYSTEM
from marketplace.core.db import Database
from marketplace.discovery.question import Kind
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.matching import pairs
from marketplace.matching.asking import Asked, asked_by
from marketplace.matching.finding import Claims, Match, judge_card, match_of
from marketplace.matching.pairs import RESULT
from marketplace.matching.queries import public_parameters
from marketplace.matching.refreshing import call_needs, note_runs, store_pairs
from marketplace.needs.queries import get_need
from marketplace.needs.rules import VISIBLE
from search.fusion import DENSE_WEIGHT, NARROWEST, Span, fit_threshold
from search.nearest import NOBODY, Nearest
from search.ports import Reader, Vectors
from search.ranking.features import Rarity, Text, likeness_by_words
from search.text import question_parts, terms_shared_with_each
from search.types import Scope

NEAREST = 50  # results judged for a need
CALLED = 40  # needs that a new result calls back
KNOWN = 50_000  # results whose claims are remembered: some 100 MB
SAMPLED = 2_000  # results that tell how rare a word is
NOTED_AT_ONCE = 1_000
Report = Callable[[int, int], None]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did."""

    needs: int
    results: int
    judged: int
    pairs: int

    def as_json(self) -> dict[str, int]:
        return {"needs": self.needs, "results": self.results, "judged": self.judged, "pairs": self.pairs}


@dataclass(frozen=True, slots=True)
class _Near:
    """The results nearest to one need, nearest first, and between which cosines all results lie."""

    results: list[str]
    cosines: Vectors
    span: Span
    average: float  # of all results, on the scale of the span


def match_portfolio(database: Database, reader: Reader, report: Report, everything: bool = False) -> Outcome:
    """Judge every need that is new, or to which a result is new; every open need, if asked. Safe to stop and run again."""
    scope = Scope(tokens=ANYONE.scope_tokens())
    with database.reading() as session:
        marks = pairs.unjudged_marks(session)
        wanted, published = pairs.open_needs(session, not everything), pairs.open_needs(session, False)
    needs, vectors = _gathered(reader, scope, published)
    if not everything:
        called = set() if wanted.issuperset(needs) else _called(reader, scope, needs, vectors, marks)
        _call(database, called, marks)
        wanted |= called
    chosen = [at for at, public_id in enumerate(needs) if public_id in wanted]
    nearest, results = Nearest(vectors[chosen], NEAREST), []
    for some, block in reader.vectors(Kind.ACHIEVEMENT.value, scope) if chosen else ():
        nearest.add(block)
        results += some
        report(0, len(chosen))
    places, cosines = nearest.found()
    judge = _Judge(database, results)
    found = 0
    for done, at in enumerate(chosen):
        names = [results[place] for place in places[done].tolist() if place != NOBODY]
        high = float(cosines[done, 0]) if names else 0.0
        span = Span(min(float(nearest.farthest[done]), high - NARROWEST), high)
        average = float(span.scale(nearest.average[done : done + 1])[0])
        near = _Near(names, cosines[done, : len(names)], span, average)
        found += judge.store(needs[at], near)
        report(done + 1, len(chosen))
    if everything:
        _call(database, (), marks)
    return Outcome(needs=len(needs), results=len(results), judged=len(chosen), pairs=found)


def _gathered(reader: Reader, scope: Scope, published: set[str]) -> tuple[list[str], Vectors]:
    """The published needs that the index holds, and their vectors as one matrix: 15 MB for 10,000."""
    ids: list[str] = []
    blocks: list[Vectors] = []
    for some, block in reader.vectors(Kind.NEED.value, scope):
        inside = [at for at, public_id in enumerate(some) if public_id in published]
        ids += [some[at] for at in inside]
        blocks.append(block[inside])
    return ids, np.concatenate(blocks) if blocks else np.empty((0, 0), np.float32)


def _called(reader: Reader, scope: Scope, needs: Sequence[str], vectors: Vectors, marks: dict[str, str]) -> set[str]:
    """The needs nearest to each result that is new."""
    called: set[int] = {NOBODY}
    for some, block in reader.vectors(Kind.ACHIEVEMENT.value, scope) if marks and needs else ():
        new = [at for at, public_id in enumerate(some) if public_id in marks]
        if new:
            nearest = Nearest(block[new], min(CALLED, len(needs)))
            nearest.add(vectors)
            called |= set(np.unique(nearest.found()[0]).tolist())
        if len(called) > len(needs):
            break
    return {needs[at] for at in called - {NOBODY}}


class _Judge:
    """Judges the nearest results of one need after the other and stores the pairs, each need in a transaction of its own."""

    def __init__(self, database: Database, results: Sequence[str]) -> None:
        self._database, self._claims = database, Claims(KNOWN)
        step = max(1, len(results) // SAMPLED)
        with database.reading() as session:
            sample = listings.cards(session, ANYONE, results[::step][:SAMPLED])
        self._rarity = Rarity(_text(card).whole for card in sample.values())

    def store(self, public_id: str, near: _Near) -> int:
        """How many pairs are new; none for a need that has left the public meanwhile."""
        with self._database.reading() as session:
            need = get_need(session, SYSTEM, public_id)
            if need.state not in VISIBLE:
                return 0
            lock, matches = need.lock, self._matches(session, asked_by(need), near)
        with self._database.transaction() as writing:
            return store_pairs(writing, public_id, lock, matches)

    def _matches(self, session: Session, asked: Asked, near: _Near) -> list[Match]:
        cards = listings.cards(session, ANYONE, near.results)
        held = [(at, cards[name]) for at, name in enumerate(near.results) if name in cards]
        if not held:
            return []
        parameters = public_parameters(session, list(cards))
        texts = [_text(card) for _, card in held]
        meaning = near.span.scale(near.cosines[[at for at, _ in held]])
        words = likeness_by_words(Text(asked.title, asked.text), texts, self._rarity)
        likeness = DENSE_WEIGHT * meaning + (1 - DENSE_WEIGHT) * words
        best = float(likeness.max()) or 1.0
        least = fit_threshold(best, DENSE_WEIGHT * near.average)  # as a search ends where fit ends
        terms = terms_shared_with_each(question_parts(f"{asked.title} {asked.text}"), [text.whole for text in texts])
        return [
            match_of(
                asked,
                card,
                judge_card(asked, card, parameters.get(card.public_id, ()), self._claims),
                float(value) / best,
                shared,
            )
            for (_, card), value, shared in zip(held, likeness, terms, strict=True)
            if value >= least
        ]


def _text(card: ListingCard) -> Text:
    said = (*card.keywords, card.teaser, card.problem, card.principle, card.advantage, card.timing)
    return Text(card.title, "\n".join(part for part in said if part))


def _call(database: Database, needs: Iterable[str], marks: dict[str, str]) -> None:
    """Call these needs; once all are called, the results that were new are new no more."""
    for called in _in_parts(sorted(needs)):
        with database.transaction() as writing:
            call_needs(writing, called)
    for some in _in_parts(marks.items()):
        with database.transaction() as writing:
            note_runs(writing, RESULT, dict(some))


def _in_parts(items: Iterable[Item]) -> Iterable[list[Item]]:
    left = iter(items)
    while some := list(islice(left, NOTED_AT_ONCE)):
        yield some
