"""The bilingual list is well-formed, and an English question is read with it: longest terms first, plurals, both spellings."""

import re
import string
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lexicon import gloss, with_chinese
from search.lexicon.entries import TERMS, read_terms
from search.lexicon.forms import american

ENGLISH = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SYMBOL = re.compile(r"[A-Za-z0-9]{2,6}")  # CO2, MVR, TRL: a record writes them so too
LIKE_A_PLURAL = re.compile(
    r".*(?:ss|us|is|as|ics|ous)|.*\b(?:ccs|cems|ems|bms|beccs|ups|h2s|species|steelworks|things)"
)


def readings(text: str) -> list[tuple[str, str]]:
    return [(found.english, found.chinese[0]) for found in gloss(text)]


def test_every_line_of_the_list_is_two_cells_without_stray_blanks() -> None:
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    broken = [
        line
        for line in lines
        if line.count("\t") != 1 or any(part != part.strip() or not part for part in re.split(r"[\t|]", line))
    ]

    assert broken == []
    assert lines == sorted(lines, key=lambda line: line.split("\t")[0])


def test_the_list_is_in_its_compatibility_form() -> None:
    text = TERMS.read_text(encoding="utf-8")

    assert unicodedata.normalize("NFKC", text) == text


def test_english_terms_are_lower_case_and_singular() -> None:
    english = [term for term, _ in read_terms()]

    assert [term for term in english if not ENGLISH.fullmatch(term)] == []
    assert [term for term in english if term.endswith("s") and not LIKE_A_PLURAL.fullmatch(term)] == []


def test_no_english_term_stands_twice_in_any_spelling() -> None:
    spellings = Counter(
        " ".join(american(word) for word in spelling.split())
        for term, _ in read_terms()
        for spelling in {term.replace("-", " "), term.replace("-", "")}
    )

    assert [spelling for spelling, times in spellings.items() if times > 1] == []


def test_chinese_terms_are_chinese_and_stand_once_the_chinese_word_first() -> None:
    terms = read_terms()

    assert [term for _, all_ in terms for term in all_ if not (CHINESE.search(term) or SYMBOL.fullmatch(term))] == []
    assert [english for english, all_ in terms if len(set(all_)) < len(all_) or not CHINESE.search(all_[0])] == []


def test_every_term_of_the_list_is_read_as_itself() -> None:
    misread = [
        term
        for term, chinese in read_terms()
        if [found.chinese for found in gloss(f"Please: {term}; thanks")] != [chinese]
    ]

    assert misread == []


def test_the_longest_term_wins_and_each_word_is_read_once() -> None:
    assert readings("sintering flue gas and flue gas") == [("sintering flue gas", "烧结烟气"), ("flue gas", "烟气")]


def test_a_gloss_says_where_its_term_stands() -> None:
    text = "Which use is there for Phosphogypsum?"

    (found,) = gloss(text)

    assert (found.english, found.chinese) == ("Phosphogypsum", ("磷石膏",))
    assert text[found.start : found.end] == "Phosphogypsum"


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("our heat pumps", "热泵"),
        ("many batteries", "电池"),
        ("all waste gases", "废气"),
        ("several blast furnaces", "高炉"),
        ("carbon sinks", "碳汇"),
        ("heat losses", "热损失"),
        ("some turbine blades", "叶片"),
        ("it is captured", "捕集"),
        ("metal to be separated", "金属"),
        ("shredded and baled", "破碎"),
    ],
)
def test_plurals_and_past_forms_are_read(text: str, chinese: str) -> None:
    assert gloss(text)[0].chinese[0] == chinese


@pytest.mark.parametrize(
    ("british", "american_"),
    [
        ("aluminium alloys", "aluminum alloys"),
        ("old tyres", "old tires"),
        ("an alkaline electrolyser", "an alkaline electrolyzer"),
        ("carbon fibre", "carbon fiber"),
        ("flue gas desulphurisation", "flue gas desulfurization"),
        ("odour control", "odor control"),
        ("energy optimisation", "energy optimization"),
    ],
)
def test_british_and_american_spellings_read_alike(british: str, american_: str) -> None:
    assert [found.chinese for found in gloss(british)] == [found.chinese for found in gloss(american_)] != []


@pytest.mark.parametrize("text", ["the off-gas", "the off gas", "the offgas", "the off/gas", "The OFF–GASES"])
def test_hyphens_and_slashes_are_blanks(text: str) -> None:
    assert [found.chinese[0] for found in gloss(text)] == ["尾气"]


def test_a_stop_parts_the_words_of_a_term() -> None:
    assert readings("from steel, slag and so on") == [("steel", "钢铁"), ("slag", "炉渣")]


def test_subscripts_and_possessives_are_read_through() -> None:
    assert readings("CO₂ capture in a plant's boiler") == [
        ("CO₂ capture", "二氧化碳捕集"),
        ("plant", "工厂"),
        ("boiler", "锅炉"),
    ]


@pytest.mark.parametrize("text", ["", "磷石膏", "寻找 phosphogypsum 的 utilization 技术", "CCUS", "2.6 GJ/t", "¿?"])
def test_what_is_not_english_stays_untouched(text: str) -> None:
    assert gloss(text) == ()


def test_a_single_plain_word_is_read() -> None:
    assert readings("perovskites") == [("perovskites", "钙钛矿")]


WORDS = st.sampled_from([word for term, _ in read_terms() for word in re.split("[ -]", term)])
QUESTIONS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "-", "/", ", ", "'s ", "s ", "ing ", "es. "]))).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@given(st.one_of(st.text(), st.text(alphabet=string.printable), QUESTIONS))
def test_any_text_is_read_in_order_without_overlap(text: str) -> None:
    found = gloss(text)

    ends = [0, *(each.end for each in found)]
    assert [each for each, end in zip(found, ends, strict=False) if not end <= each.start < each.end <= len(text)] == []
    assert [each.english for each in found] == [text[each.start : each.end] for each in found]
    assert all(each.chinese for each in found)
    assert gloss(text) == found


def test_an_english_question_is_followed_by_its_chinese_terms() -> None:
    assert with_chinese("phosphogypsum for plasterboard").startswith("phosphogypsum for plasterboard 磷石膏")
    assert with_chinese("磷石膏 plasterboard") == "磷石膏 plasterboard"
