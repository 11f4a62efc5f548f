"""The nearest of many questions at once are what a plain product of everything would give."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import nearest
from search.nearest import NOBODY, Nearest
from search.ports import Reader
from search.types import Scope
from tests.search.conftest import PUBLIC, make_document


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "QUESTIONS_AT_ONCE", 4)
    monkeypatch.setattr(nearest, "FIRST_ROWS", 3)
    monkeypatch.setattr(nearest, "ROWS_AT_ONCE", 7)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), questions=st.integers(1, 11), rows=st.integers(0, 40), limit=st.integers(1, 6))
def test_blocks_find_what_one_product_finds(seed: int, questions: int, rows: int, limit: int) -> None:
    draw = np.random.default_rng(seed)
    asked = draw.standard_normal((questions, 5), dtype=np.float32)
    held = draw.standard_normal((rows, 5), dtype=np.float32)
    kept = Nearest(asked, limit)
    for start in range(0, rows, 9):
        kept.add(held[start : start + 9])

    places, cosines = kept.found()

    products = asked @ held.T
    expected = np.argsort(-products, axis=1)[:, :limit]
    found = min(rows, limit)
    assert np.array_equal(places[:, :found], expected)
    assert np.allclose(cosines[:, :found], np.take_along_axis(products, expected, 1), atol=1e-5)
    assert (places[:, found:] == NOBODY).all()


def test_vectors_are_those_of_a_kind_in_scope(reader: Reader, filled: Callable[..., None]) -> None:
    secret = frozenset({"org:1"})
    filled(
        make_document("a", "余热回收"),
        make_document("b", "膜分离", kind="need"),
        make_document("c", "余热回收", scopes=secret),
        make_document("d", "。"),
    )

    blocks = list(reader.vectors("achievement", PUBLIC))
    both = [ids for ids, _ in reader.vectors("achievement", Scope(tokens=secret | PUBLIC.tokens))]

    assert [ids for ids, _ in blocks] == [["a"]]
    assert both == [["a", "c"]]
    assert np.allclose(np.linalg.norm(blocks[0][1], axis=1), 1, atol=1e-3)
