"""Which rows answer a question, and how well: scores by words and by meaning, fused, cut where fit ends."""

from dataclasses import dataclass

import numpy as np
import tantivy

from search.engines.embedded.lexical import LexicalView, one_of
from search.engines.embedded.meaning import rescore, scan
from search.engines.embedded.snapshot import Mask, Places, Snapshot
from search.fusion import (
    Scores,
    Span,
    dense_weight,
    fit_threshold,
    fuse,
    is_outstanding,
    span_of_meaning,
    span_of_words,
)
from search.ports import Vectors
from search.types import Query, Scope

_BY_WORDS = 1_000  # rows that are scored by words; the others have none in common worth speaking of
_ROUGH = 0.02
_TOO_FEW_TO_TELL = 20
_NO_VECTOR = 1e-10  # the scale of a row of zeros
MOST_RELEVANT = 1_000  # an answer is never longer, unless everything is asked for


@dataclass(frozen=True, slots=True)
class Ranked:
    """Places, ascending, and their scores."""

    places: Places
    scores: Scores

    @classmethod
    def nothing(cls) -> "Ranked":
        """No answer."""
        return cls(np.empty(0, np.intp), np.empty(0, np.float32))

    @classmethod
    def browse(cls, snapshot: Snapshot, query: Query, scope: Scope) -> "Ranked":
        """Everything in scope, all alike."""
        places = np.flatnonzero(snapshot.visible(scope.tokens, query.kinds, query.among))
        return cls(places, np.zeros(len(places), np.float32))

    def scores_of(self, places: Places) -> Scores:
        """The scores of some of the places."""
        return self.scores[np.searchsorted(self.places, places)]


@dataclass(frozen=True, slots=True)
class Part:
    """One text that is scored, with its vector when meaning counts."""

    text: str
    vector: Vectors | None


def rank(snapshot: Snapshot, words: LexicalView, query: Query, scope: Scope, parts: list[Part]) -> Ranked:
    """The rows in scope that answer, with their scores; facets and ranges play no part, so that counts stay right."""
    visible = snapshot.visible(scope.tokens, query.kinds, query.among)
    if query.like:
        visible = visible & (snapshot.ids != np.bytes_(query.like.encode()))
    places = np.flatnonzero(visible)
    if not len(places):
        return Ranked.nothing()
    rankers = [_PartRanker(snapshot, words, query, scope, part, visible, places) for part in parts]
    if not (query.everything or query.like or any(ranker.means_something for ranker in rankers)):
        return Ranked.nothing()
    rough = np.add.reduce([ranker.rough for ranker in rankers])
    likely = _likely(rough, cut=not query.everything)
    exact = np.add.reduce([ranker.exact(likely) for ranker in rankers])
    if query.everything:
        rough[likely] = exact
        return Ranked(places, rough)
    fits = (exact > 0) & (exact >= fit_threshold(float(exact.max()), float(rough.mean())))
    return Ranked(places[likely[fits]], exact[fits])


def _likely(rough: Scores, *, cut: bool) -> Places:
    """Rows worth scoring exactly: eight bits move a score by a little, so the cut is made a little lower."""
    lowest = fit_threshold(float(rough.max()), float(rough.mean())) - _ROUGH
    likely = np.flatnonzero(rough >= lowest) if cut else np.arange(len(rough))
    if len(likely) > MOST_RELEVANT:
        best = np.argpartition(-rough[likely], MOST_RELEVANT - 1)[:MOST_RELEVANT]
        likely = likely[np.sort(best)]
    return likely


class _PartRanker:
    """The scores of one text over the visible rows."""

    def __init__(
        self,
        snapshot: Snapshot,
        words: LexicalView,
        query: Query,
        scope: Scope,
        part: Part,
        visible: Mask,
        places: Places,
    ) -> None:
        self._snapshot, self._part, self._places = snapshot, part, places
        self._weight = dense_weight(query.mode, part.text)
        self._lexical = np.zeros(len(places), np.float32)
        self._dense = np.zeros(len(places), np.float32)
        self._span = Span(0.0, 0.0)
        self._average = 0.0
        if self._weight < 1:
            scores = _by_words(snapshot, words, query, scope, part.text, visible)[places]
            self._lexical = span_of_words(scores).scale(scores)
        if part.vector is not None and self._weight > 0:
            scores = scan(snapshot, part.vector)[places]
            embedded = scores[snapshot.scale[places] > _NO_VECTOR]
            self._span = span_of_meaning(embedded)
            self._average = float(embedded.mean()) if embedded.size else 0.0
            self._dense = self._span.scale(scores)

    @property
    def means_something(self) -> bool:
        """Does any row share a word with the text, or stand out by meaning?"""
        if self._lexical.any() or self._part.vector is None or len(self._places) < _TOO_FEW_TO_TELL:
            return True
        return is_outstanding(self._span.high, self._average, self._snapshot.spread)

    @property
    def rough(self) -> Scores:
        """Fused from eight-bit vectors."""
        return fuse(self._lexical, self._dense, self._weight)

    def exact(self, at: Places) -> Scores:
        """Fused from full-precision vectors, for some of the rows."""
        if self._part.vector is None or self._weight <= 0:
            return fuse(self._lexical[at], self._dense[at], self._weight)
        dense = rescore(self._snapshot, self._part.vector, self._places[at])
        return fuse(self._lexical[at], self._span.scale(dense), self._weight)


def _by_words(snapshot: Snapshot, words: LexicalView, query: Query, scope: Scope, text: str, visible: Mask) -> Scores:
    """BM25 of every row (0 beyond the best). The filter costs as much as the search, so it is asked for only when it bites."""
    scores = np.zeros(len(snapshot), np.float32)
    rows, found = words.search(text, _BY_WORDS)
    places, here = snapshot.places_of_rows(rows)
    seen = here & visible[places]
    if len(rows) == _BY_WORDS and int(seen.sum()) < _BY_WORDS // 2:
        rows, found = words.search(text, _BY_WORDS, within=_within(query, scope))
        places, here = snapshot.places_of_rows(rows)
        seen = here & visible[places]
    scores[places[seen]] = found[seen]
    return scores


def _within(query: Query, scope: Scope) -> list[tantivy.Query]:
    asked = (("scope", scope.tokens), ("kind", query.kinds), ("id", query.among))
    return [one_of(field, values) for field, values in asked if values]
