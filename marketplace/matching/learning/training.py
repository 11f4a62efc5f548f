"""From an organisation's outcomes to weights: groups by need, corrected for places, fitted, compared on needs held back. Pure."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from marketplace.matching.learning.rules import UNDECIDED, Outcome, correction, gain
from marketplace.matching.rules import Reason
from marketplace.matching.weighing import SIGNALS
from search.ranking.comparing import FOLDS, compare
from search.ranking.features import Matrix
from search.ranking.training import Group, choose_strength, fit, out_of_fold

ENOUGH = 20  # needs with an outcome that tells; fewer can hardly show anything
DEPTH = 10
DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One outcome as it was kept."""

    need: str
    result: int
    outcome: Outcome
    position: int | None
    reason: Reason | None
    signals: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Weights, whether they are better than those before, and the figures that say so."""

    weights: dict[str, float]
    better: bool
    card: dict[str, Any]


def groups_of(seen: Iterable[Seen]) -> list[Group]:
    """A group a need: its pairs, each with its latest signals and its gain, corrected for the place where it was listed."""
    by_need: defaultdict[str, defaultdict[int, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for each in seen:
        by_need[each.need][each.result].append(each)
    found = (_group(need, list(pairs.values())) for need, pairs in sorted(by_need.items()))
    return [group for group in found if _tells(group)]


def train(groups: Sequence[Group], before: Mapping[str, float]) -> Trained | None:
    """Fit new weights, held near those before, and compare both on needs that the new ones had not seen; None with too few needs."""
    if len(groups) < ENOUGH:
        return None
    prior = vector(before)
    now = [_worth(group, group.lines @ prior) for group in sorted(groups, key=lambda group: group.name)]
    then = [value for _, value in out_of_fold(groups, prior, _worth)]
    difference = compare(now, then)
    weights = fit(groups, prior, choose_strength(groups, prior, _worth))
    card = {
        "needs": len(groups),
        "pairs": sum(len(group.gains) for group in groups),
        "folds": FOLDS,
        "before": round(float(np.mean(now)), DIGITS),
        "after": round(float(np.mean(then)), DIGITS),
        **{name: round(value, DIGITS) for name, value in asdict(difference).items() if name != "questions"},
    }
    named = {name: round(float(weight), DIGITS) for name, weight in zip(SIGNALS, weights, strict=True)}
    return Trained(weights=named, better=difference.is_better, card=card)


def vector(weights: Mapping[str, float]) -> Matrix:
    return np.array([weights.get(name, 0.0) for name in SIGNALS])


def _group(need: str, pairs: Sequence[Sequence[Seen]]) -> Group:
    lines = np.array([[_signals(outcomes).get(name, 0.0) for name in SIGNALS] for outcomes in pairs])
    return Group(need, lines, np.array([_gain(outcomes) for outcomes in pairs]))


def _signals(outcomes: Sequence[Seen]) -> Mapping[str, float]:
    return next((each.signals for each in reversed(outcomes) if each.signals), {})


def _gain(outcomes: Sequence[Seen]) -> float:
    reason = next((each.reason for each in outcomes if each.reason is not None), None)
    worth = gain(frozenset(each.outcome for each in outcomes), reason)
    position = next((each.position for each in outcomes if each.position is not None), None)
    return worth * correction(position) if worth > UNDECIDED else worth


def _tells(group: Group) -> bool:
    """Is one pair worth more than another?"""
    return len(group.gains) > 1 and float(group.gains.max()) > float(group.gains.min())


def _worth(group: Group, scores: Matrix) -> float:
    """Discounted gain of the first ten over the best possible, with gains corrected for places."""
    order = np.lexsort((np.arange(len(scores)), -np.round(scores, 9)))[:DEPTH]
    best = np.sort(group.gains)[::-1][:DEPTH]
    return _discounted(group.gains[order]) / (_discounted(best) or 1.0)


def _discounted(gains: Matrix) -> float:
    return sum(float(value) / math.log2(place + 1) for place, value in enumerate(gains, 1))
