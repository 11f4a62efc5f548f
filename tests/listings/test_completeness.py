"""What a record lacks, and what may not stand in its teaser."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.listings.bounds import out_of_bounds
from marketplace.listings.completeness import Completeness, Weight, assess
from marketplace.listings.content import AchievementContent, Case, ClaimLine, Parameter
from tests.factories import COMPLETE, content

TODAY = date(2026, 11, 23)


def _assess(said: AchievementContent, owner: str = "云梦理工大学") -> Completeness:
    return assess(said, owner, TODAY)


def test_a_complete_record_lacks_nothing() -> None:
    found = _assess(COMPLETE)

    assert (found.lacks, found.percent, found.publishable, found.match_ready) == ((), 100, True, True)


def test_an_empty_record_lacks_every_required_field() -> None:
    found = _assess(AchievementContent())

    assert list(found.blocking) == list(
        reversed(
            [
                "title", "teaser", "problem", "principle", "advantage", "timing", "keywords", "stage", "trl", "sector",
                "carbon_class", "industries", "transfer_modes", "price_mode",
            ]
        )
    )  # fmt: skip
    assert [lack.field for lack in found.of(Weight.MATCH)] == [
        "trl_evidence", "key_technology", "parameters", "comparator", "claim",
    ]  # fmt: skip
    assert found.percent == 0


def test_a_record_without_parameters_can_be_published_but_is_not_match_ready() -> None:
    found = _assess(content(parameters=()))

    assert (found.publishable, found.match_ready, found.percent) == (True, False, 95)


@pytest.mark.parametrize(
    ("teaser", "sentence"),
    [
        ("详询 li.si@uni.edu.cn 即可", "简介是公开的，请删去电子邮箱。"),
        ("见 https://example.org/a 或", "简介是公开的，请删去网址。"),
        ("见 www.example.org", "简介是公开的，请删去网址。"),
        ("电话13800138000联系", "简介是公开的，请删去电话号码。"),
        ("座机 027-87654321", "简介是公开的，请删去电话号码。"),
        ("已获专利 ZL2023 1 9033739.9", "简介是公开的，请删去专利号，改填在“知识产权”里。"),
        ("公开号 CN114539033A", "简介是公开的，请删去专利号，改填在“知识产权”里。"),
        ("申请号 202310123456.7", "简介是公开的，请删去专利号，改填在“知识产权”里。"),
    ],
)
def test_a_leak_in_the_teaser_keeps_the_record_back(teaser: str, sentence: str) -> None:
    assert _assess(content(teaser=teaser)).blocking["teaser"] == sentence


@pytest.mark.parametrize(
    "teaser",
    [
        "再生能耗 2.35～2.45 GJ/tCO₂，连续 2,160 h，捕集率 91.2%，12 kt/a。",
        "2021 年建成 2000 m³ 示范，年省电 13800000 kWh，累计 20231234 t。",
        "用 Ni.Co 催化，CO2 转化率 98.5%。",
    ],
)
def test_figures_are_no_leak(teaser: str) -> None:
    assert _assess(content(teaser=teaser)).lacks == ()


def test_names_in_the_teaser_are_pointed_out() -> None:
    named = [_assess(content(teaser=text)) for text in ("云梦理工大学研制的分相工艺。", "秦未央团队的分相工艺。")]

    assert [[lack.weight for lack in found.lacks] for found in named] == [[Weight.ADVICE]] * 2


def test_limits_count_characters() -> None:
    found = _assess(content(title="题" * 61, teaser="简" * 301, problem="问" * 501, keywords=tuple("一二三四五六")))

    assert sorted(found.blocking) == ["keywords", "problem", "teaser", "title"]
    assert _assess(content(title="题" * 60, teaser="简" * 300, problem="问" * 500)).publishable


def test_a_ledger_that_does_not_add_up_keeps_the_record_back() -> None:
    assert COMPLETE.claim is not None
    wrong = replace(COMPLETE.claim, lines=(ClaimLine(side="BE", label="直接排放", amount=5.0),))

    assert _assess(content(claim=wrong)).blocking == {"claim": "减碳量的分项之和与总数不一致，请核对。"}


@given(st.sets(st.sampled_from(["problem", "principle", "advantage", "timing", "comparator", "trl_evidence"])))
def test_filling_in_never_lowers_the_percentage(blank: set[str]) -> None:
    less = _assess(replace(COMPLETE, **dict.fromkeys(blank, "")))

    assert less.percent <= 100
    assert (less.percent == 100) == (not blank)


def test_bounds_name_row_and_field() -> None:
    said = content(
        parameters=(Parameter(name="再生能耗", minimum=3, maximum=2), Parameter(name=" ", minimum=float("nan"))),
        cases=(Case(user="某厂", year=20),),
        sector="steel",
        industries=("X99",),
        capex=-1.0,
    )

    assert out_of_bounds(said) == {
        "capex": "请填 0 或更大的数。",
        "key_technology": "这项关键技术不属于所选领域，请改其一。",
        "industries": "有不认识的行业代码，请从列表中选择。",
        "parameters-0-maximum": "上限小于下限，请检查这两个数。",
        "parameters-1-name": "请填参数名称，例如“再生能耗”。",
        "parameters-1-minimum": "请填一个确定的数。",
        "cases-0-year": "年份应在 1950 到 2100 之间。",
    }
