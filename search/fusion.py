"""Pure rules of ranking: how the score by words and the score by meaning become one, and where an answer ends.

Convex combination after per-query min-max (Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, 2023).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.text import is_english
from search.types import Mode

Scores = NDArray[np.float32]

DENSE_WEIGHT = 0.6  # .5 to .8 is a plateau
ENGLISH_DENSE_WEIGHT = 0.9
FIT_SHARE = 0.6  # of the best score: enough in any case
ABOVE_AVERAGE = 0.3  # of the way from the average to the best
TOO_NARROW = 1e-30  # a span that float32 cannot divide by
NARROWEST = 0.05  # cosines closer than this are not pulled apart to 0 and 1
OUTSTANDING = 2.25  # in units of how much documents differ among themselves


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest score of a question: what min-max maps to 0 and 1."""

    low: float
    high: float

    def scale(self, scores: Scores, top: float = 1.0) -> Scores:
        """Map low to 0 and high to top; what is lower is 0, what is higher is more."""
        width = self.high - self.low
        if width <= TOO_NARROW:
            return np.zeros_like(scores)
        scaled: Scores = scores - np.float32(self.low)
        scaled *= np.float32(top / width)
        return np.maximum(scaled, 0, out=scaled) if scaled.min(initial=0) < 0 else scaled


def span_of_words(scores: Scores) -> Span:
    """BM25: no word in common is 0."""
    return Span(0.0, float(scores.max(initial=0)))


def span_of_meaning(cosines: Scores) -> Span:
    """Cosines: the farthest is 0, the closest is 1, unless all are close together."""
    if not cosines.size:
        return Span(0.0, 0.0)
    high = float(cosines.max())
    return Span(min(float(cosines.min()), high - NARROWEST), high)


def dense_weight(mode: Mode, words: str) -> float:
    """How much meaning counts beside the words asked for; English ones have little in common with Chinese texts but numbers.

    The words of an English question that the lexicon knows have their Chinese terms beside them and count in full.
    """
    if mode is not Mode.HYBRID:
        return 1.0 if mode is Mode.DENSE else 0.0
    return ENGLISH_DENSE_WEIGHT if is_english(words) else DENSE_WEIGHT


def fit_threshold(best: float, average: float) -> float:
    """The score from which a row belongs to an answer: well above the average of all, or near the best where most are good."""
    return min(average + ABOVE_AVERAGE * (best - average), FIT_SHARE * best)


def is_outstanding(best: float, average: float, spread: float) -> bool:
    """Is the best by meaning nearer than chance? `spread`: the standard deviation of cosines between documents."""
    return best - average >= OUTSTANDING * spread
