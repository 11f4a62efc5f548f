"""Text rules, by example and by property."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text import (
    MAX_CHARACTERS,
    guard,
    is_blank,
    is_english,
    question_parts,
    shared_terms,
    terms_shared_with_each,
    tokens,
)

ANY_TEXT = st.text(alphabet=st.characters(), max_size=300)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("余热", ["余", "热", "余热"]),
        ("碳捕集", ["碳", "捕", "集", "碳捕", "捕集"]),
        ("2.6 GJ/t", ["2.6", "gj/t", "gj", "t"]),
        ("2.6GJ", ["2.6gj", "2.6", "gj"]),
        ("60Si2Mn弹簧", ["60si2mn", "弹", "簧", "弹簧"]),
        ("ＣＯ₂", ["co2"]),
        ("CO2-EOR", ["co2-eor", "co2", "eor"]),
        ("1,200 t", ["1200", "t"]),
        ("5 m³/h", ["5", "m3/h", "m3", "h"]),
        ("kW·h", ["kw·h", "kw", "h"]),
        ("第3.5代。", ["第", "3.5", "代"]),
        ("？！ …", []),
        ("カーボン 탄소", ["カーボン", "탄소"]),
    ],
)
def test_tokens_are_uni_and_bigrams_and_whole_words(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(ANY_TEXT)
def test_guarded_text_is_safe_canonical_and_stays_so(text: str) -> None:
    guarded = guard(text)

    assert len(guarded) <= MAX_CHARACTERS
    assert guarded == guarded.strip()
    assert "\0" not in guarded
    assert guarded.encode("utf-8").decode("utf-8") == guarded
    assert guard(guarded) == guarded
    assert unicodedata.normalize("NFKC", guarded) == guarded


@given(ANY_TEXT)
def test_tokens_hold_no_white_space_and_no_capitals(text: str) -> None:
    for token in tokens(text):
        assert token.split() == [token]
        assert token == token.lower()


@given(ANY_TEXT)
def test_a_text_is_blank_when_it_has_no_tokens(text: str) -> None:
    assert is_blank(guard(text)) is (tokens(text) == [])


def test_a_long_text_is_capped_before_and_after_folding() -> None:
    assert len(guard("\ufdfa" * 10_000)) <= MAX_CHARACTERS
    assert len(guard("余" * 10_000)) == MAX_CHARACTERS
    assert guard("余热 回收", limit=3) == "余热"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How to capture CO2?", True),
        ("waste heat", True),
        ("LED", False),
        ("60Si2Mn", False),
        ("PLC 控制 and more", False),
        ("余热回收", False),
        ("", False),
    ],
)
def test_english_is_told_from_formulas_and_chinese(text: str, expected: bool) -> None:
    assert is_english(text) is expected


def test_shared_terms_are_the_longest_pieces_without_filler() -> None:
    text = "水泥窑尾烟气余热回收，能耗 2.6 GJ/t"

    assert shared_terms(question_parts("我们需要降低水泥窑的能耗，低于 2.6 GJ/t"), text) == (
        "水泥窑",
        "能耗",
        "2.6",
        "gj/t",
    )
    assert shared_terms(question_parts("烟气余热发电"), text) == ("烟气余热",)
    assert shared_terms(question_parts("窑尾与烟气"), text) == ("窑尾", "烟气")
    assert shared_terms(question_parts("钢"), text) == shared_terms(question_parts(""), text) == ()


@given(ANY_TEXT, ANY_TEXT)
def test_shared_terms_are_in_the_text(question: str, text: str) -> None:
    folded = guard(text)

    assert all(term in folded.lower() for term in shared_terms(question_parts(question), folded))


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=5))
def test_terms_of_several_texts_are_those_of_each(question: str, texts: list[str]) -> None:
    parts, folded = question_parts(question), [guard(text) for text in texts]

    assert terms_shared_with_each(parts, folded) == [shared_terms(parts, text) for text in folded]
