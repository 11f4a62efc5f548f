"""The reader against sentences of the real inputs that a person annotated."""

import pytest

from tests.matching.annotations import score, sentences

BAR = 0.92
HELD_BACK_BAR = 0.9


def test_at_least_eighty_sentences_are_annotated_and_a_third_is_held_back() -> None:
    found = list(sentences())

    assert len(found) == 309
    assert sum(each.held_back for each in found) == 89
    assert sum(bool(each.limits) for each in found) >= 80


@pytest.mark.parametrize("held_back", [False, True], ids=["development", "held back"])
def test_the_reader_is_right_on_annotated_sentences(held_back: bool) -> None:
    found = score(held_back=held_back)

    assert found.f1 >= (HELD_BACK_BAR if held_back else BAR), found


def test_each_annotated_place_still_holds_its_sentence() -> None:
    assert all(each.text() for each in sentences())
