"""Ranking that is trained: features between 0 and 1, weights that learn what tells, comparisons that do not flatter."""

import json
from pathlib import Path

import numpy as np
import pytest

from search.evaluate import EVERYBODY, Judged, evaluate
from search.ranking.__main__ import train
from search.ranking.comparing import FOLDS, compare, fold_of
from search.ranking.features import NAMES, Candidate, Rarity, Text, features
from search.ranking.figures import likeness_of_sizes, likeness_of_stages, subjects_in, units_in
from search.ranking.model import Ranker, UnreadableModel, fixed_ranker, read_ranker
from search.ranking.training import Group, fit
from search.types import Mode
from tests.search.conftest import make_document
from tests.search.hashing import HashingEmbedder

AT = {name: at for at, name in enumerate(NAMES)}


def group(number: int, telling: str) -> Group:
    """Six candidates; one feature tells which is right, the others are noise."""
    draw = np.random.default_rng(number)
    lines = draw.random((6, len(NAMES)))
    gains = np.zeros(6)
    gains[int(lines[:, AT[telling]].argmax())] = 3.0
    return Group(f"question-{number}", lines, gains)


def test_features_tell_title_and_text_apart_and_stay_between_0_and_1() -> None:
    documents = [
        Text("烧结余热回收装置", "回收 350 ℃ 烟气余热，规模 20 万吨/年，已完成中试。"),
        Text("稻田间歇灌溉", "甲烷减排 45%。"),
    ]
    vectors = np.eye(2, 4, dtype=np.float32)
    candidates = [
        Candidate(document=document, hybrid=score, vector=vector, given={"met": 0.5})
        for document, score, vector in zip(documents, (0.8, 0.2), vectors, strict=True)
    ]
    asked = Text("烧结机余热回收", "烟气 350 ℃，规模约 20 万吨，希望已有中试。")

    lines = features(asked, vectors[0], vectors[1], candidates, Rarity(each.whole for each in documents))

    assert lines.shape == (2, len(NAMES))
    assert ((lines >= 0) & (lines <= 1)).all()
    assert lines[:, AT["dense_title"]].tolist() == [1.0, 0.0]
    assert lines[:, AT["dense_text"]].tolist() == [0.0, 1.0]
    assert lines[0, [AT["figures"], AT["scale"], AT["stage"], AT["met"]]].tolist() == [1.0, 1.0, 1.0, 0.5]
    assert lines[0, AT["rare_title"]] > lines[1, AT["rare_title"]] == 0.0


def test_figures_are_read_by_their_units() -> None:
    assert units_in("能耗 2.6 GJ/t，温度 120℃") == {"GJ/t", "°C"}
    assert likeness_of_sizes("年产 10 万吨", "规模 100000 吨") == 1.0
    assert likeness_of_sizes("年产 10 万吨", "功率 5 MW") == 0.0
    assert likeness_of_stages("需要产业化技术", "处于机理研究") == 0.0
    assert subjects_in("膜分离与碳捕集") == {"碳捕集", "膜分离", "捕集", "分离"}


def test_training_finds_the_feature_that_tells() -> None:
    groups = [group(number, "units") for number in range(25)]

    ranker = train(groups, "made up")

    assert ranker.card["better"] is True
    assert max(ranker.weights, key=lambda name: ranker.weights[name]) == "units"
    assert ranker.card["ndcg@10"]["trained"] > ranker.card["ndcg@10"]["hybrid"]


def test_noise_is_not_taken_for_better() -> None:
    draw = np.random.default_rng(1)
    groups = [Group(f"q{at}", draw.random((6, len(NAMES))), draw.permutation([3.0, 0, 0, 0, 0, 0])) for at in range(25)]

    assert train(groups, "made up").card["better"] is False


def test_a_strong_pull_stays_at_the_weights_before() -> None:
    prior = fixed_ranker().vector(NAMES)

    tied = fit([group(number, "units") for number in range(20)], prior, strength=1e6)

    assert np.allclose(tied, prior, atol=1e-3)
    assert np.array_equal(fit([], prior, 1.0), prior)


def test_folds_hold_each_question_once_and_do_not_depend_on_others() -> None:
    names = [f"question-{at}" for at in range(200)]

    assert {fold_of(name) for name in names} == set(range(FOLDS))
    assert [fold_of(name) for name in names[:3]] == [0, 0, 3]


def test_a_comparison_is_sure_only_when_most_questions_agree() -> None:
    clear = compare([0.5] * 40, [0.6] * 40)
    mixed = compare([0.5] * 40, [0.9, 0.1] * 20)

    assert (round(clear.low, 3), clear.is_better) == (0.1, True)
    assert mixed.is_better is False
    assert compare([], []).is_better is False


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    Ranker(weights={"hybrid": 0.7, "units": 0.3}, card={"queries": 3}).save(path)

    again = read_ranker(path)

    assert (again.weights, again.card) == ({"hybrid": 0.7, "units": 0.3}, {"queries": 3})
    assert json.loads(path.read_text(encoding="utf-8"))["kind"] == "linear"


@pytest.mark.parametrize("content", ["", "[]", '{"format": 9, "kind": "linear"}', '{"format": 1, "kind": "linear", "weights": {"a": NaN}, "card": {}}'])  # fmt: skip
def test_what_is_no_model_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableModel, match=str(path)):
        read_ranker(path)


def test_a_ranker_reorders_what_is_found(tmp_path: Path) -> None:
    test_set = Judged(
        documents=[
            make_document("a", "余热回收装置", scopes=frozenset({EVERYBODY})),
            make_document("b", "余热", "回收装置，温度 350 ℃", scopes=frozenset({EVERYBODY})),
        ],
        queries={"q": ("余热回收装置", "温度 350 ℃")},
        grades={"q": {"a": 0, "b": 3}},
    )
    plain = evaluate(test_set, HashingEmbedder(), "embedded", Mode.LEXICAL, judged_only=True)
    by_figures = Ranker(weights={"figures": 1.0})

    ranked = evaluate(test_set, HashingEmbedder(), "embedded", Mode.LEXICAL, judged_only=True, ranker=by_figures)

    assert (ranked["mrr@10"], ranked["queries"]) == (1.0, plain["queries"])
