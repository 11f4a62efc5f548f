"""What else could order judged needs: each rival by five folds over needs, held against the plain hybrid by a paired bootstrap."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import LogisticRegression

from bench.registry import measurement
from bench.shared_data import read_shared
from search.embedding.cache import CachedEmbedder
from search.evaluate import EVERYBODY, indexed
from search.factory import open_bulk_embedder
from search.measures import ndcg
from search.ports import Vectors
from search.ranking.comparing import FOLDS, Difference, compare, fold_of
from search.ranking.features import NAMES, Matrix
from search.ranking.judged import Collection, judged_hits
from search.ranking.model import fixed_ranker
from search.ranking.training import Group, choose_strength, fit
from search.text import guard

_CACHE = Path("var/cache/vectors")
_HYBRID = NAMES.index("hybrid")
_PULL = 3.0  # of the map of questions towards leaving them as they are


@dataclass(frozen=True, slots=True)
class Asked:
    """A judged need: features and gains of its documents, and the vectors behind them."""

    group: Group
    question: Vectors
    documents: Vectors


Rival = Callable[
    [Sequence[Asked], Sequence[Asked]], list[Matrix]
]  # learnt from the first, the scores of each of the second


def _linear(learnt: Sequence[Asked], held: Sequence[Asked]) -> list[Matrix]:
    """Listwise, held near the fixed weights: what `python -m search.ranking train` fits."""
    prior, groups = fixed_ranker().vector(NAMES), [each.group for each in learnt]
    weights = fit(groups, prior, choose_strength(groups, prior, _ndcg))
    return [each.group.lines @ weights for each in held]


def _pairwise(learnt: Sequence[Asked], held: Sequence[Asked]) -> list[Matrix]:
    """Which of two documents of a need is better, by logistic regression on the difference of their features."""
    pairs = np.concatenate([_pairs(each.group) for each in learnt])
    lines, says = np.concatenate([pairs, -pairs]), np.repeat([1, 0], len(pairs))
    model = LogisticRegression(C=0.1, fit_intercept=False, max_iter=500).fit(lines, says)
    return [each.group.lines @ model.coef_[0] for each in held]


def _pairs(group: Group) -> Matrix:
    better, worse = np.nonzero(group.gains[:, None] > group.gains[None, :])
    return group.lines[better] - group.lines[worse]


def _boosted(learnt: Sequence[Asked], held: Sequence[Asked]) -> list[Matrix]:
    """Shallow gradient-boosted trees on the gain."""
    model = HistGradientBoostingRegressor(
        max_depth=3, learning_rate=0.05, max_iter=150, min_samples_leaf=20, l2_regularization=1.0, random_state=0
    )
    return _regressed(model, learnt, held)


def _forest(learnt: Sequence[Asked], held: Sequence[Asked]) -> list[Matrix]:
    return _regressed(RandomForestRegressor(300, min_samples_leaf=5, random_state=0), learnt, held)


def _regressed(
    model: HistGradientBoostingRegressor | RandomForestRegressor, learnt: Sequence[Asked], held: Sequence[Asked]
) -> list[Matrix]:
    lines = np.concatenate([each.group.lines for each in learnt])
    model.fit(lines, np.concatenate([each.group.gains for each in learnt]))
    return [model.predict(each.group.lines) for each in held]


def _with_boosted(learnt: Sequence[Asked], held: Sequence[Asked]) -> list[Matrix]:
    """The plain hybrid and the boosted trees together, each on the same span."""
    trees = _boosted(learnt, held)
    return [_span(each.group.lines[:, _HYBRID]) + _span(scores) for each, scores in zip(held, trees, strict=True)]


def _mapped(learnt: Sequence[Asked], held: Sequence[Asked]) -> list[Matrix]:
    """Questions are moved towards what answered others, by a ridge map near the identity; beside the plain hybrid."""
    answered = [each for each in learnt if each.group.gains.any()]
    asked = np.stack([each.question for each in answered])
    wanted = np.stack([np.average(each.documents, axis=0, weights=each.group.gains) for each in answered])
    own = _PULL * np.eye(asked.shape[1])
    moved = np.linalg.solve(asked.T @ asked + own, asked.T @ wanted + own)
    return [_span(each.group.lines[:, _HYBRID]) + _span(each.documents @ (each.question @ moved)) for each in held]


def _span(scores: NDArray[np.floating[Any]]) -> Matrix:
    width = float(np.ptp(scores))
    return np.asarray((scores - scores.min()) / width if width else scores * 0, np.float64)


RIVALS: dict[str, Rival] = {
    "linear, listwise": _linear,
    "linear, pairwise": _pairwise,
    "boosted trees": _boosted,
    "random forest": _forest,
    "hybrid and boosted trees": _with_boosted,
    "hybrid and mapped questions": _mapped,
}


@lru_cache
def _compared() -> dict[str, Difference]:
    asked = list(_asked())
    before = [_ndcg(each.group, each.group.lines[:, _HYBRID]) for each in asked]
    print(f"    {len(asked)} needs, nDCG@10 of the plain hybrid {np.mean(before):.3f}")
    found = {}
    for name, rival in RIVALS.items():
        after = dict[str, float]()
        for fold in range(FOLDS):
            held = [each for each in asked if fold_of(each.group.name) == fold]
            scores = rival([each for each in asked if fold_of(each.group.name) != fold], held)
            after |= {each.group.name: _ndcg(each.group, s) for each, s in zip(held, scores, strict=True)}
        found[name] = compare(before, [after[each.group.name] for each in asked])
        print(f"    {name}: {found[name].mean:+.4f}, interval {found[name].low:+.4f} to {found[name].high:+.4f}")
    return found


def _asked() -> Iterator[Asked]:
    judged = read_shared("need_matching")
    opened = open_bulk_embedder()
    embedder = CachedEmbedder(opened, _CACHE)
    texts = {each.id: "\n".join((each.title, *(part.text for part in each.passages))) for each in judged.documents}
    with indexed(judged.documents, embedder) as reader:
        collection = Collection(judged.documents, embedder)
        for name, (title, text) in sorted(judged.queries.items()):
            grades = judged.grades.get(name, {})
            if any(grade > 0 for grade in grades.values()):
                hits, gains = judged_hits(reader, title, text, grades, EVERYBODY)
                question = embedder.encode_queries([guard(f"{title}\n{text}")])[0]
                documents = embedder.encode_documents([guard(texts[hit.id]) for hit in hits])
                yield Asked(Group(name, collection.lines(title, text, hits), gains), question, documents)
    opened.close()


def _ndcg(group: Group, scores: Matrix) -> float:
    order = np.lexsort((np.arange(len(scores)), -scores))
    gains = {str(at): int(np.log2(gain + 1) + 0.5) for at, gain in enumerate(group.gains)}
    return ndcg([str(at) for at in order], gains)


@measurement(name="ranking_best_rival", unit="nDCG@10, lower end of the best rival's interval", bar=0, better="lower")
def best_rival() -> float:
    """At or below 0 nothing that was tried is surely better than what is shipped."""
    return max(each.low for each in _compared().values())
