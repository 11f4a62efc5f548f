"""Marking words in a text and cutting the passage worth showing."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.discovery.highlight import Highlighter


@given(st.lists(st.text(max_size=6), max_size=5), st.text(max_size=120))
def test_the_pieces_join_to_the_text_again(terms: list[str], text: str) -> None:
    assert "".join(piece for piece, _hit in Highlighter(terms).mark(text)) == text


def test_other_forms_of_a_word_are_marked_as_they_are_written() -> None:
    assert Highlighter(["co2", "再生能耗"]).mark("ＣＯ２ 与 CO₂，再生能耗") == [
        ("ＣＯ２", True),
        (" 与 ", False),
        ("CO₂", True),
        ("，", False),
        ("再生能耗", True),
    ]


def test_latin_words_are_marked_whole() -> None:
    assert Highlighter(["led"]).mark("called LED, leds") == [("called ", False), ("LED", True), (", leds", False)]


def test_the_longest_word_wins() -> None:
    assert Highlighter(["碳", "碳捕集"]).mark("碳捕集") == [("碳捕集", True)]


def test_the_excerpt_is_the_sentence_with_most_words() -> None:
    words = Highlighter(["能耗", "捕集率"])

    assert words.excerpt("先说别的。能耗低，捕集率高。能耗又提一次。") == [
        ("能耗", True),
        ("低，", False),
        ("捕集率", True),
        ("高。", False),
    ]


def test_a_long_excerpt_is_cut_around_its_first_word() -> None:
    pieces = Highlighter(["能耗"]).excerpt("前" * 80 + "能耗" + "后" * 80, length=30)

    text = "".join(piece for piece, _hit in pieces)
    assert text == "…" + "前" * 10 + "能耗" + "后" * 18 + "…"
