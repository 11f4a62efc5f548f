"""python -m search.ranking train: fit a ranker to judged questions, compare it with the plain hybrid, write it with its card."""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding.cache import CachedEmbedder
from search.evaluate import CACHE, EVERYBODY, Judged, Unreadable, indexed, read_test_set
from search.factory import open_bulk_embedder
from search.measures import ndcg
from search.ports import Embedder, SearchRefused
from search.ranking.comparing import FOLDS, compare
from search.ranking.features import NAMES, Matrix
from search.ranking.judged import Collection, judged_hits
from search.ranking.model import Ranker, fixed_ranker
from search.ranking.training import STRENGTHS, Group, choose_strength, fit, out_of_fold

DIGITS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, print the card; 2 and a sentence when it cannot."""
    asked = _parser().parse_args(arguments)
    try:
        test_set = read_test_set(asked.corpus, asked.queries, asked.qrels)
        embedder = open_bulk_embedder()
        try:
            groups = judged_groups(test_set, CachedEmbedder(embedder, CACHE))
        finally:
            embedder.close()
        if len(groups) < 2 * FOLDS:
            raise Unreadable(f"At least {2 * FOLDS} queries with a positive grade are needed to train and to compare.")
        ranker = train(groups, _hash(asked.corpus, asked.queries, asked.qrels))
        ranker.save(asked.output)
    except (Unreadable, SearchRefused) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{asked.output} cannot be written: {problem.strerror}.", file=sys.stderr)
        return 2
    print(json.dumps(ranker.card, ensure_ascii=False, indent=1))
    return 0


def judged_groups(test_set: Judged, embedder: Embedder) -> list[Group]:
    """A group a question that has a right answer: its judged documents and what they are worth."""
    groups = []
    with indexed(test_set.documents, embedder) as reader:
        collection = Collection(test_set.documents, embedder)
        for name, (title, text) in sorted(test_set.queries.items()):
            grades = test_set.grades.get(name, {})
            if any(grade > 0 for grade in grades.values()):
                hits, gains = judged_hits(reader, title, text, grades, EVERYBODY)
                groups.append(Group(name, collection.lines(title, text, hits), gains))
    return groups


def train(groups: Sequence[Group], data: str) -> Ranker:
    """Weights fitted to all groups; what the card says of them is measured on questions that they had not seen."""
    prior = fixed_ranker().vector(NAMES)
    plain = np.array([float(name == "hybrid") for name in NAMES])
    before = [_ndcg(group, group.lines @ plain) for group in sorted(groups, key=lambda group: group.name)]
    after = [value for _, value in out_of_fold(groups, prior, _ndcg)]
    difference = compare(before, after)
    strength = choose_strength(groups, prior, _ndcg)
    weights = fit(groups, prior, strength)
    card: dict[str, Any] = {
        "data": data,
        "queries": len(groups),
        "documents": sum(len(group.gains) for group in groups),
        "folds": FOLDS,
        "ndcg@10": {"hybrid": _short(float(np.mean(before))), "trained": _short(float(np.mean(after)))},
        "difference": {name: _short(value) for name, value in asdict(difference).items() if name != "questions"},
        "better": difference.is_better,
        "strength": strength,
        "strengths_tried": list(STRENGTHS),
    }
    return Ranker(weights={name: _short(weight) for name, weight in zip(NAMES, weights, strict=True)}, card=card)


def _ndcg(group: Group, scores: Matrix) -> float:
    order = np.lexsort((np.arange(len(scores)), -scores))
    gains = {str(at): int(np.log2(gain + 1) + 0.5) for at, gain in enumerate(group.gains)}
    return ndcg([str(at) for at in order], gains)


def _short(value: float) -> float:
    return round(value, DIGITS)


def _hash(*paths: Path) -> str:
    """Of the files trained on: two cards with one hash speak of the same judgements."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m search.ranking", description="Train a ranker.")
    commands = parser.add_subparsers(required=True)
    train_command = commands.add_parser("train", help="fit a ranker to judgements and compare it with the plain hybrid")
    for name in ("corpus", "queries", "qrels"):
        train_command.add_argument(f"--{name}", type=Path, required=True)
    train_command.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL")
    return parser


if __name__ == "__main__":
    sys.exit(main())
