"""Sentences about limits are data: whole in both languages, and the same after they were stored."""

import json
from collections.abc import Iterator

import pytest

from marketplace.matching.judge import limits_of_need
from marketplace.matching.judging.claims import Parameter, Result
from marketplace.matching.judging.saying import Part, Said, Word, as_json, said_from_json, sentence
from marketplace.matching.judging.verdicts import Verdict, judge_limit
from marketplace.web.language import load_translations
from tests.matching.casebook import all_verdicts


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return [*all_verdicts("cases.yaml"), *all_verdicts("harder.yaml")]


def ours(part: Part) -> Iterator[str]:
    """The words of ours in a sentence; those of the records are plain strings."""
    if isinstance(part, tuple):
        for each in part:
            yield from ours(each)
    elif isinstance(part, Word):
        yield part.text
    elif isinstance(part, Said):
        yield part.text
        for _name, value in part.values:
            yield from ours(value)


def test_every_sentence_of_the_casebook_is_english_too_and_survives_being_stored(verdicts: list[Verdict]) -> None:
    english = load_translations("en").gettext
    texts = {text for each in verdicts for text in ours(each.said)}
    stored = [said_from_json(json.loads(json.dumps(as_json(each.said)))) for each in verdicts]

    assert len(texts) > 25
    assert [text for text in texts if english(text) == text] == []
    assert stored == [each.said for each in verdicts]


def test_a_sentence_reads_well_in_both_languages() -> None:
    text = "再生能耗不高于2.6 GJ/tCO2"
    stated = Parameter(name="再生能耗", minimum=700, maximum=722, unit="kWh/t")
    verdict = judge_limit(limits_of_need("", text)[0], Result(key="r", parameters=(stated,)), text)

    assert verdict.because == (
        "成果的再生能耗为 2.52~2.599 GJ/tCO2（原为 700~722 kWh/t），按最不利的 2.599 计，不高于要求的 2.6 GJ/tCO2。"
    )
    assert sentence(verdict.said, load_translations("en").gettext) == (
        "The result's “再生能耗” is 2.52~2.599 GJ/tCO2 (stated as 700~722 kWh/t), counted by its worst end 2.599: "
        "not above the 2.6 GJ/tCO2 asked for."
    )
