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
FIT_SHARE = 0.6  # of the best score


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest score of a question: what min-max maps to 0 and 1."""

    low: float
    high: float

    def scale(self, scores: Scores) -> Scores:
        """Map to 0..1; all alike is 0."""
        width = self.high - self.low
        if width <= 0:
            return np.zeros_like(scores)
        scaled: Scores = np.clip((scores - np.float32(self.low)) / np.float32(width), 0, 1)
        return scaled


def span_of(scores: Scores) -> Span:
    """The span of some scores."""
    return Span(float(scores.min()), float(scores.max())) if scores.size else Span(0.0, 0.0)


def fuse(lexical: Scores, dense: Scores, weight: float = DENSE_WEIGHT) -> Scores:
    """Weighted sum of two scaled scores."""
    fused: Scores = np.float32(weight) * dense + np.float32(1 - weight) * lexical
    return fused


def dense_weight(mode: Mode, text: str) -> float:
    """How much meaning counts; an English question has no words in common with Chinese texts but formulas."""
    if mode is not Mode.HYBRID:
        return 1.0 if mode is Mode.DENSE else 0.0
    return 1.0 if is_english(text) else DENSE_WEIGHT


def fit_threshold(best: float) -> float:
    """The score from which a row belongs to an answer."""
    return FIT_SHARE * best
