"""统一社会信用代码: what the check character of GB 32100-2015 promises, and what the reader is told."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketplace.core.errors import InvalidInput
from marketplace.organisations.credit_code import ALPHABET, check_character, is_valid, read_credit_code
from tests.conftest import ROOT

BODY = st.tuples(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)
CODE = BODY.map(lambda body: body + check_character(body))
KNOWN = "91350100M000100Y43"  # the example of the standard


def test_the_example_of_the_standard_is_valid() -> None:
    assert read_credit_code(KNOWN) == KNOWN


def test_every_sample_organisation_has_a_valid_code() -> None:
    rows = json.loads((ROOT / "marketplace/samples/organisations.json").read_text("utf8"))

    assert [row["code"] for row in rows if not is_valid(row["credit_code"])] == []


@given(CODE)
def test_a_code_with_its_check_character_is_read_as_it_stands(code: str) -> None:
    assert read_credit_code(code) == code


@given(CODE, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_changed_character_is_found(code: str, place: int, other: str) -> None:
    assume(code[place] != other)

    assert not is_valid(code[:place] + other + code[place + 1 :])


@given(CODE, st.integers(0, 16))
def test_two_swapped_neighbours_are_found(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])

    assert not is_valid(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize(
    "typed",
    ["９１３５０１００Ｍ０００１００Ｙ４３", "91350100m000100y43", " 9135 0100 M000 100Y 43 ", "91350100-M000100Y4-3"],
)
def test_full_width_lower_case_and_spaces_are_forgiven(typed: str) -> None:
    assert read_credit_code(typed) == KNOWN


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("9135", "统一社会信用代码是 18 位，现在是 4 位。请对照营业执照或法人证书补全。"),
        ("", "统一社会信用代码是 18 位，现在是 0 位。请对照营业执照或法人证书补全。"),
        ("9135010OM000100Y43", "第 8 位的“O”不会出现在代码里（不用 I、O、S、V、Z），可能是“0”。"),
        ("91350100M000100*43", "第 16 位的“*”不是数字或大写字母，请改正。"),
        ("9135A100M000100Y43", "第 5 位应是数字（第 3 至 8 位是行政区划码），现在是“A”。"),
        (
            "91350100M000100Y44",
            "校验位不符：按前 17 位算，第 18 位应是“3”，现在是“4”。请逐位对照证照，可能有一位抄错或相邻两位颠倒。",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_credit_code(typed)

    assert str(refused.value) == sentence
    assert list(refused.value.fields) == ["credit_code"]


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    refusal = ""
    try:
        read = read_credit_code(typed)
    except InvalidInput as refused:
        read, refusal = "", str(refused)

    assert is_valid(read) or refusal.endswith("。")
