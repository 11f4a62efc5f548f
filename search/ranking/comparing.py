"""Is a ranker better than another? Folds by question, and a paired bootstrap of the differences. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FOLDS = 5
DRAWS = 10_000
SURE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much better the second is, on average over questions, and the interval that 95 of 100 draws lie in."""

    mean: float
    low: float
    high: float
    questions: int

    @property
    def is_better(self) -> bool:
        return self.low > 0


def fold_of(question: str, folds: int = FOLDS) -> int:
    """The fold of a question, by its name alone: the same in every run and whatever else is there."""
    return int.from_bytes(hashlib.sha256(question.encode()).digest()[:4], "big") % folds


def compare(before: Sequence[float], after: Sequence[float], seed: int = 0) -> Difference:
    """Paired bootstrap over questions (Efron, Tibshirani: An Introduction to the Bootstrap, 1993, percentile interval)."""
    differences = np.asarray(after, np.float64) - np.asarray(before, np.float64)
    if not len(differences):
        return Difference(mean=0.0, low=0.0, high=0.0, questions=0)
    drawn = np.random.default_rng(seed).integers(0, len(differences), (DRAWS, len(differences)))
    low, high = np.quantile(differences[drawn].mean(axis=1), [(1 - SURE) / 2, (1 + SURE) / 2])
    return Difference(mean=float(differences.mean()), low=float(low), high=float(high), questions=len(differences))
