"""Which rows answer a question, and how well: scores by words and by meaning, fused, cut where fit ends."""

from dataclasses import dataclass

import numpy as np
import tantivy

from search.engines.embedded.lexical import LexicalView, one_of
from search.engines.embedded.meaning import rescore, scan
from search.engines.embedded.snapshot import NO_VECTOR, Places, Rows, Snapshot
from search.fusion import (
    Scores,
    Span,
    dense_weight,
    fit_threshold,
    is_outstanding,
    span_of_meaning,
    span_of_words,
)
from search.ports import Vectors
from search.types import Query, Scope

BY_WORDS = 300  # rows that are scored by words; the others have none in common worth speaking of
_BY_WORDS_OF_ALL, _EXACT_OF_ALL = 2_000, 256  # when everything is ranked
_ROUGH = 0.02
_EXACT = 40  # rows that are scored in full precision
_TOO_FEW_TO_TELL = 20
MOST_RELEVANT = 500  # an answer is never longer, unless everything is asked for


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
        places = snapshot.visible(scope.tokens, query.kinds, query.among).places
        return cls(places, np.zeros(len(places), np.float32))

    def scores_of(self, places: Places) -> Scores:
        """The scores of some of the places."""
        return self.scores[np.searchsorted(self.places, places)]


@dataclass(frozen=True, slots=True)
class Part:
    """One text that is scored: its words, the Chinese terms of English ones among them, and its vector when meaning counts."""

    words: str
    vector: Vectors | None


def rank(snapshot: Snapshot, words: LexicalView, query: Query, scope: Scope, parts: list[Part]) -> Ranked:
    """The rows in scope that answer, with their scores; facets and ranges play no part, so that counts stay right."""
    visible = snapshot.visible(scope.tokens, query.kinds, query.among)
    if query.like:
        visible = Rows(visible.mask & (snapshot.ids != np.bytes_(query.like.encode())))
    if not len(visible.places):
        return Ranked.nothing()
    rankers = [_PartRanker(snapshot, words, query, scope, part, visible) for part in parts]
    if not (query.everything or query.like or any(ranker.means_something for ranker in rankers)):
        return Ranked.nothing()
    scores = np.add.reduce([ranker.rough for ranker in rankers]) if len(rankers) > 1 else rankers[0].rough
    average = float(scores.mean())
    likely = np.arange(len(scores)) if query.everything else _likely(scores, average)
    best = _best(scores, likely, _EXACT_OF_ALL if query.everything else _EXACT)
    scores[best] += np.add.reduce([ranker.correction(best) for ranker in rankers])
    if query.everything:
        return Ranked(visible.places, scores)
    fitting = scores[likely]
    fits = (fitting > 0) & (fitting >= fit_threshold(float(fitting.max()), average))
    return Ranked(visible.places[likely[fits]], fitting[fits])


def _likely(rough: Scores, average: float) -> Places:
    """Rows that may belong to the answer: eight bits move a score by a little, so the cut is made a little lower."""
    return _best(rough, np.flatnonzero(rough >= fit_threshold(float(rough.max()), average) - _ROUGH), MOST_RELEVANT)


def _best(rough: Scores, among: Places, count: int) -> Places:
    """The best of some rows, ascending by place."""
    if len(among) <= count:
        return among
    return among[np.sort(np.argpartition(-rough[among], count - 1)[:count])]


class _PartRanker:
    """The scores of one text over the visible rows: by words for the few that were found, by meaning for all."""

    def __init__(
        self, snapshot: Snapshot, words: LexicalView, query: Query, scope: Scope, part: Part, visible: Rows
    ) -> None:
        self._snapshot, self._part, self._places = snapshot, part, visible.places
        self._weight = dense_weight(query.mode, part.words)
        self._found: Places = np.empty(0, np.intp)
        self._span = Span(0.0, 0.0)
        if part.vector is not None and self._weight > 0:
            self._dense = self._score_by_meaning(part.vector)
        else:
            self._dense = np.zeros(len(self._places), np.float32)
        self.rough = self._dense.copy()
        if self._weight < 1:
            self._score_by_words(*_by_words(snapshot, words, query, scope, part.words, visible))

    @property
    def means_something(self) -> bool:
        """Does any row share a word with the text, or stand out by meaning?"""
        if len(self._found) or self._part.vector is None or len(self._places) < _TOO_FEW_TO_TELL:
            return True
        return is_outstanding(self._span.high, self._average_of(self._part.vector), self._snapshot.spread)

    def correction(self, at: Places) -> Scores:
        """What full precision adds to the rough scores of some rows."""
        if self._part.vector is None or self._weight <= 0:
            return np.zeros(len(at), np.float32)
        exact = self._span.scale(rescore(self._snapshot, self._part.vector, self._places[at]))
        corrected: Scores = np.float32(self._weight) * exact - self._dense[at]
        return corrected

    def _score_by_meaning(self, vector: Vectors) -> Scores:
        scores = self._visible(scan(self._snapshot, vector))
        self._span = span_of_meaning(self._embedded(scores))
        return self._span.scale(scores, self._weight)

    def _average_of(self, vector: Vectors) -> float:
        """The mean cosine: asked for so rarely that the rows are scanned once more for it."""
        embedded = self._embedded(self._visible(scan(self._snapshot, vector)))
        return float(embedded.mean()) if embedded.size else 0.0

    def _embedded(self, column: Scores) -> Scores:
        """A column of the visible rows without those that have no vector."""
        if not self._snapshot.some_without_vector:
            return column
        return column[self._visible(self._snapshot.scale) > NO_VECTOR]

    def _score_by_words(self, places: Places, scores: Scores) -> None:
        self._found = places if len(self._places) == len(self._snapshot) else np.searchsorted(self._places, places)
        self.rough[self._found] += np.float32(1 - self._weight) * span_of_words(scores).scale(scores)

    def _visible(self, column: Scores) -> Scores:
        """A column at the visible rows; no copy when that is all of them."""
        return column if len(self._places) == len(column) else column[self._places]


def _by_words(
    snapshot: Snapshot, words: LexicalView, query: Query, scope: Scope, text: str, visible: Rows
) -> tuple[Places, Scores]:
    """BM25 of the best rows. A filter costs as much as the search itself, so it is asked for only when it bites."""
    limit = _BY_WORDS_OF_ALL if query.everything else BY_WORDS
    for within in ([], _within(query, scope)):
        rows, scores = words.search(text, limit, within=within)
        places, here = snapshot.places_of_rows(rows)
        seen = here & visible.mask[places]
        if len(rows) < limit or int(seen.sum()) >= limit // 2:
            break
    return places[seen], scores[seen]


def _within(query: Query, scope: Scope) -> list[tantivy.Query]:
    asked = (("scope", scope.tokens), ("kind", query.kinds), ("id", query.among))
    return [one_of(field, values) for field, values in asked if values]
