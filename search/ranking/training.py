"""Fits a linear ranker to judged lists: a listwise loss, held near weights that are known to be good. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from search.ranking.comparing import FOLDS, fold_of
from search.ranking.features import Matrix

STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0)  # of the pull towards the weights before, tried from free to tied


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of a question: a line of features each, and how much each is worth (gain, never negative).

    `part` is how much the question counts. `name` decides its fold.
    """

    name: str
    lines: Matrix
    gains: Matrix
    part: float = 1.0


Measure = Callable[[Group, Matrix], float]  # how good scores order a group


def fit(groups: Sequence[Group], prior: Matrix, strength: float) -> Matrix:
    """Weights that make the share of each list's gain likely (ListNet: Cao et al., 2007), pulled towards `prior`.

    The loss is convex: the answer does not depend on where the search begins.
    """
    from scipy.optimize import minimize  # slow to import, and only training needs it

    wanted = [group for group in groups if group.gains.sum() > 0 and len(group.gains) > 1]
    if not wanted:
        return prior.copy()
    lines = np.concatenate([group.lines for group in wanted]) * _SHARPNESS
    target = np.concatenate([group.part * group.gains / group.gains.sum() for group in wanted])
    parts = np.array([group.part for group in wanted])
    counts = np.array([len(group.gains) for group in wanted])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = lines @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), counts)
        share = np.exp(scores)
        whole = np.add.reduceat(share, starts)
        away = weights - prior
        total = float(parts @ np.log(whole)) - float(target @ scores) + strength * float(away @ away)
        slope: Matrix = lines.T @ (share * np.repeat(parts / whole, counts) - target) + 2 * strength * away
        return total, slope

    found = minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights: Matrix = np.asarray(found.x, np.float64)
    return weights


_SHARPNESS = 5.0  # scores lie between 0 and about 1; softmax needs a wider span to tell them apart


def choose_strength(groups: Sequence[Group], prior: Matrix, measure: Measure) -> float:
    """The strength that does best on the folds of the training questions themselves; the tighter one among equals."""
    tried = {
        strength: float(np.mean([value for _, value in out_of_fold(groups, prior, measure, strength)] or [0.0]))
        for strength in STRENGTHS
    }
    best = max(tried.values())
    return max(strength for strength, value in tried.items() if value >= best - 1e-12)


def out_of_fold(
    groups: Sequence[Group], prior: Matrix, measure: Measure, strength: float | None = None
) -> list[tuple[str, float]]:
    """Each question measured by weights that have not seen it; without a strength it is chosen inside each training part."""
    found = []
    for fold in range(FOLDS):
        learnt = [group for group in groups if fold_of(group.name) != fold]
        held = [group for group in groups if fold_of(group.name) == fold]
        weights = fit(learnt, prior, strength or choose_strength(learnt, prior, measure)) if held else prior
        found += [(group.name, measure(group, group.lines @ weights)) for group in held]
    return sorted(found)
