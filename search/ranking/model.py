"""A linear ranker as a file: its weights by feature, and the card that says what it was trained on and how it did."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from search.ranking.features import Matrix

FORMAT = 1
_FIXED = Path(__file__).with_name("fixed.json")


class UnreadableModel(Exception):
    """A file holds no model; the message says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """Weights of named features; a feature without a weight counts nothing."""

    weights: Mapping[str, float]
    card: Mapping[str, Any] = field(default_factory=dict)

    def scores(self, matrix: Matrix, names: Sequence[str]) -> Matrix:
        """One score a line; `names` are the columns."""
        return np.asarray(matrix @ self.vector(names), np.float64)

    def vector(self, names: Sequence[str]) -> Matrix:
        return np.array([self.weights.get(name, 0.0) for name in names])

    def save(self, path: Path) -> None:
        """Write it as JSON that people can read."""
        held = {"format": FORMAT, "kind": "linear", "weights": dict(self.weights), "card": dict(self.card)}
        path.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_ranker(path: Path) -> Ranker:
    """A model from its file."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["format"] != FORMAT or held["kind"] != "linear":
            raise UnreadableModel(f"{path} holds a model of another form; train it again.")
        weights = {str(name): float(weight) for name, weight in held["weights"].items()}
        if not all(np.isfinite(weight) for weight in weights.values()):
            raise UnreadableModel(f"{path} has a weight that is no number; train it again.")
        return Ranker(weights=weights, card=dict(held["card"]))
    except OSError as error:
        raise UnreadableModel(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnreadableModel(f"{path} is not a ranking model.") from None


@lru_cache(maxsize=1)
def fixed_ranker() -> Ranker:
    """What is shipped: it stays until a trained one is better by cross-validation with its interval above zero."""
    return read_ranker(_FIXED)
