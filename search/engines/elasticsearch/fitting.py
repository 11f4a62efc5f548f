"""Which documents answer a question, from what two searches found: the scores by words and by meaning, fused, cut where fit ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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
from search.types import Mode, Query

MOST_RELEVANT = 500
MOST_RANKED = 1_000
_TOO_FEW_TO_TELL = 20
_FOR_SPREAD = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What all visible documents are like: how many there are, the mean of their vectors, how much their cosines differ."""

    count: int
    centre: Vectors | None
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for one text. `cosines` and `words` are by id; `farthest` is the lowest cosine of all that are visible."""

    text: str
    vector: Vectors | None
    cosines: Mapping[str, float]
    words: Mapping[str, float]
    farthest: float | None


def ground_of(count: int, vectors: Sequence[Vectors]) -> Ground:
    """The ground by a sample of it."""
    if not vectors:
        return Ground(count=count, centre=None, spread=0.0)
    rows = np.stack(vectors)
    few = rows[:_FOR_SPREAD]
    cosines = (few @ few.T)[np.triu_indices(len(few), 1)]
    return Ground(count=count, centre=rows.mean(axis=0), spread=float(cosines.std()) if cosines.size else 0.0)


def fit(query: Query, ground: Ground, parts: Sequence[Found], everything: Sequence[str] = ()) -> dict[str, float]:
    """The ids that answer and their scores, the best first; those of `everything` take part though nothing found them."""
    ids = sorted({*everything, *(id_ for part in parts for id_ in (*part.cosines, *part.words))})
    if not ids or not ground.count:
        return {}
    scored = [_PartScores(query.mode, ground, part, ids) for part in parts]
    if not (query.everything or query.like or any(part.means_something for part in scored)):
        return {}
    scores: Scores = np.add.reduce([part.scores for part in scored])
    if query.everything:
        return _best(ids, scores, MOST_RANKED)
    average = sum(part.average for part in scored)
    fits = (scores > 0) & (scores >= fit_threshold(float(scores.max()), average))
    return _best([id_ for id_, fitting in zip(ids, fits, strict=True) if fitting], scores[fits], MOST_RELEVANT)


def _best(ids: Sequence[str], scores: Scores, count: int) -> dict[str, float]:
    ranked = sorted(zip(ids, scores.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked[:count])


class _PartScores:
    """The scores of one text."""

    def __init__(self, mode: Mode, ground: Ground, part: Found, ids: Sequence[str]) -> None:
        self._ground, self._part = ground, part
        weight = dense_weight(mode, part.text) if part.vector is not None else 0.0
        self.scores: Scores = np.zeros(len(ids), np.float32)
        self.average, self._mean, self._span = 0.0, 0.0, Span(0.0, 0.0)
        if part.vector is not None and weight > 0:
            self._add_meaning(part, ids, weight)
        if weight < 1:
            self._add_words(part, ids, 1 - weight)

    @property
    def means_something(self) -> bool:
        """Does any document share a word with the text, or stand out by meaning?"""
        if self._part.words or self._part.vector is None or self._ground.count < _TOO_FEW_TO_TELL:
            return True
        return is_outstanding(self._span.high, self._mean, self._ground.spread)

    def _add_meaning(self, part: Found, ids: Sequence[str], weight: float) -> None:
        known = np.array([part.cosines.get(id_, np.nan) for id_ in ids], np.float32)
        every = known[np.isfinite(known)]
        if part.farthest is not None:
            every = np.append(every, np.float32(part.farthest))
        self._span = span_of_meaning(every)
        self._mean = float(every.mean()) if every.size else 0.0
        if part.vector is not None and self._ground.centre is not None:
            self._mean = float(self._ground.centre @ part.vector)
        scaled = self._span.scale(np.nan_to_num(known, nan=self._span.low), weight)
        self.scores += scaled
        self.average += float(self._span.scale(np.array([self._mean], np.float32), weight)[0])

    def _add_words(self, part: Found, ids: Sequence[str], weight: float) -> None:
        held = np.array([part.words.get(id_, 0.0) for id_ in ids], np.float32)
        scaled: Scores = np.float32(weight) * span_of_words(held).scale(held)
        self.scores += scaled
        self.average += float(scaled.sum()) / self._ground.count
