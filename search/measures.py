"""Pure measures of a ranking against judgements. Gain of a grade is 2^grade - 1 (Burges et al., 2005)."""

import math
from collections.abc import Mapping, Sequence


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first results."""
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(id_, 0) for id_ in ranked[:depth]]) / best if best else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """One over the place of the first right result; 0 when it is not among the first."""
    return next((1 / place for place, id_ in enumerate(ranked[:depth], 1) if grades.get(id_, 0) > 0), 0.0)


def recall(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 100) -> float:
    """The share of the right results that is among the first."""
    right = {id_ for id_, grade in grades.items() if grade > 0}
    return len(right & set(ranked[:depth])) / len(right) if right else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
