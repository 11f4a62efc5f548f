"""Rules of ranking, by property."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from search.fusion import (
    Scores,
    Span,
    dense_weight,
    fit_threshold,
    is_outstanding,
    span_of_meaning,
    span_of_words,
)
from search.types import Mode

SCORES = hnp.arrays(np.float32, st.integers(1, 40), elements=st.floats(0, 1, width=32))


@given(SCORES)
def test_scaled_scores_lie_between_0_and_1_in_the_same_order(scores: Scores) -> None:
    for span in (span_of_words(scores), span_of_meaning(scores)):
        scaled = span.scale(scores)
        assert float(scaled.min()) >= 0
        assert float(scaled.max()) <= 1 + 1e-5
        assert not np.any(np.diff(scaled[np.argsort(scores, kind="stable")]) < 0)


@given(SCORES)
def test_the_best_by_meaning_is_1(scores: Scores) -> None:
    assert float(span_of_meaning(scores).scale(scores).max()) == pytest.approx(1, abs=1e-5)


def test_nothing_to_scale_is_0() -> None:
    nothing = np.empty(0, np.float32)

    assert span_of_words(nothing) == span_of_meaning(nothing) == Span(0.0, 0.0)
    assert Span(2.0, 2.0).scale(np.array([2.0], np.float32)).tolist() == [0.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_the_best_always_belongs_to_the_answer(scores: list[float]) -> None:
    assert max(scores) >= fit_threshold(max(scores), sum(scores) / len(scores)) - 1e-9


def test_meaning_weighs_by_mode_and_language() -> None:
    assert dense_weight(Mode.DENSE, "余热") == 1.0
    assert dense_weight(Mode.LEXICAL, "waste heat") == 0.0
    assert dense_weight(Mode.HYBRID, "余热 LED") == 0.6
    assert dense_weight(Mode.HYBRID, "waste heat") == 0.9


def test_only_what_stands_out_is_meant() -> None:
    assert is_outstanding(best=0.93, average=0.88, spread=0.01)
    assert not is_outstanding(best=0.89, average=0.88, spread=0.01)
