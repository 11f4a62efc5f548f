"""The judge: order under limits, verdicts, and the sentences behind them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.matching.judge import judge_case
from marketplace.matching.judging.claims import Parameter, Result
from marketplace.matching.judging.verdicts import Answer, judge_limit
from marketplace.matching.reader.reading import Limit
from tests.matching.casebook import cases, judged

RIGHT = 0.97


@pytest.fixture(scope="module", params=["cases.yaml", "harder.yaml"])
def outcomes(request: pytest.FixtureRequest) -> Any:
    return judged(request.param)


def test_what_fits_stands_before_what_is_silent_and_that_before_what_breaks(outcomes: Any) -> None:
    wrong = [each.need for each in outcomes if not each.in_order]

    assert len(outcomes) >= 30
    assert len(wrong) <= len(outcomes) * 2 // 60, wrong


def test_verdicts_are_right_and_no_limit_is_met_that_is_not(outcomes: Any) -> None:
    verdicts = [(each.need, *verdict) for each in outcomes for verdict in each.verdicts]
    wrong = [each for each in verdicts if each[3] != each[4]]

    assert [each for each in wrong if each[4] == "met"] == []
    assert len(wrong) <= (1 - RIGHT) * len(verdicts), wrong


def _verdict(
    text: str,
    *parameters: tuple[str, float | None, float | None, str, str],
    teaser: str = "",
    title: str = "",
    trl: int | None = None,
) -> dict[str, Any]:
    keys = ("name", "min", "max", "unit", "conditions")
    result = {
        "key": "a",
        "title": title,
        "teaser": teaser,
        "trl": trl,
        "parameters": [dict(zip(keys, each, strict=True)) for each in parameters],
    }
    found: Any = judge_case({"id": 1, "need": {"title": "", "text": text}, "results": [result]})
    return found["verdicts"]["a"][0]  # type: ignore[no-any-return]


def test_a_reason_names_both_values_in_the_same_unit() -> None:
    found = _verdict("再生能耗不高于2.6GJ/tCO2。", ("再生热耗", 700, 810, "kWh/t", ""))

    assert found["verdict"] == "unmet"
    assert (
        found["because"]
        == "成果的再生热耗为 2.52~2.916 GJ/tCO2（原为 700~810 kWh/t），按最不利的 2.916 计，高于要求的 2.6 GJ/tCO2。"
    )


@pytest.mark.parametrize(
    ("text", "parameter", "verdict"),
    [
        ("捕集率不低于90%", ("捕集率", 92, None, "%", ""), "met"),
        ("捕集率不低于90%", ("捕集率", 85, 95, "%", ""), "unmet"),
        ("捕集率不低于90%", ("捕集率", None, 95, "%", ""), "unknown"),
        ("捕集率不低于90%", ("捕集率", None, 85, "%", ""), "unmet"),
        ("捕集率不低于90%", ("最高捕集率", 95, 95, "%", ""), "unknown"),
        ("捕集率不低于90%", ("捕集率", 95, 96, "%", "实验室"), "unknown"),
        ("捕集率不低于90%", ("捕集率", 95, 96, "%", "仿真"), "unknown"),
        ("捕集率不低于90%", ("捕集率", 95, 96, "", ""), "unknown"),
        ("捕集率高于90%", ("捕集率", 90, 90, "%", ""), "unmet"),
        ("能耗降低20%以上", ("能耗提高", 25, 30, "%", ""), "unknown"),
        ("能耗降低20%以上", ("能效提升", 25, 30, "%", ""), "unknown"),
        ("能效提高20%以上", ("节能率", 25, 30, "%", ""), "unknown"),
        ("收率提高5个百分点", ("收率提高", 8, 8, "%", ""), "unknown"),
        ("综合能耗不高于100kWh/t", ("风机能耗", 20, 20, "kWh/t", ""), "unknown"),
        ("综合能耗不高于100kWh/t", ("综合能耗", 80, 90, "kWh/t", "不含干燥段"), "unknown"),
        ("能耗不高于2.6GJ/tCO2", ("再生能耗", 2.3, 2.4, "GJ/tCO2", ""), "met"),
        ("综合能耗不高于2.6GJ/tCO2", ("再生能耗", 2.3, 2.4, "GJ/tCO2", ""), "unknown"),
        ("工作温度-20~60℃", ("工作温度", -30, 70, "℃", ""), "met"),
        ("工作温度-20~60℃", ("工作温度", 0, 50, "℃", ""), "unmet"),
        ("反应温度180~220℃", ("反应温度", 190, 210, "℃", ""), "met"),
        ("反应温度180~220℃", ("反应温度", 190, 240, "℃", ""), "unmet"),
        ("循环1000次后容量保持率不低于80%", ("容量保持率", 85, 85, "%", "循环500次"), "unknown"),
        ("循环1000次后容量保持率不低于80%", ("容量保持率", 85, 85, "%", "1000次循环"), "met"),
        ("50%负荷下效率不低于40%", ("效率", 42, 42, "%", "满负荷"), "unknown"),
        ("50%负荷下效率不低于40%", ("效率", 42, 43, "%", "30%~100%负荷"), "met"),
        ("粒径不大于38μm", ("细度", 400, 500, "目", ""), "unknown"),
        ("硬度不低于60HRC", ("硬度", 700, 720, "HV", ""), "unknown"),
        ("出口温度不高于60℃", ("出口温度", 320, 330, "K", ""), "met"),
        ("锂回收率不低于90%", ("钴回收率", 95, 96, "%", ""), "unknown"),
        ("NOx排放浓度不高于50mg/Nm3", ("SO2排放浓度", 20, 30, "mg/Nm3", ""), "unknown"),
        ("定位精度±0.05mm", ("定位精度", 0.03, 0.03, "mm", ""), "met"),
        ("定位精度±0.05mm", ("定位精度", -0.08, 0.08, "mm", ""), "unmet"),
    ],
)  # fmt: skip
def test_one_value_against_one_limit(text: str, parameter: Any, verdict: str) -> None:
    found = _verdict(text, parameter)

    assert found["verdict"] == verdict, found["because"]


@pytest.mark.parametrize(
    ("teaser", "verdict"),
    [
        ("再生能耗低至2.4GJ/tCO2。", "met"),
        ("传统工艺再生能耗约3.8GJ/tCO2，本技术再生能耗降至2.5GJ/tCO2。", "met"),
        ("再生能耗较传统工艺降低30%。", "unknown"),
        ("再生能耗为2.8~3.0GJ/tCO2。", "unmet"),
        ("最低再生能耗可达2.3GJ/tCO2。", "unknown"),
        ("预计再生能耗可降至2.3GJ/tCO2。", "unknown"),
        ("再生能耗不高于2.6GJ/tCO2。", "met"),
        ("再生能耗约2.6GJ/tCO2。", "unknown"),
        ("腐蚀性低，易再生。", "unknown"),
    ],
)
def test_values_that_stand_only_in_words_are_judged_too(teaser: str, verdict: str) -> None:
    found = _verdict("再生能耗不高于2.6GJ/tCO2。", teaser=teaser, title="新型吸收剂碳捕集")

    assert found["verdict"] == verdict, found["because"]


def test_a_need_of_wishes_alone_is_ordered_by_them() -> None:
    results = [
        {"key": "a", "title": "甲", "teaser": "噪声85dB", "parameters": [], "trl": None},
        {"key": "b", "title": "乙", "teaser": "噪声68dB", "parameters": [], "trl": None},
    ]

    found: Any = judge_case({"id": 1, "need": {"title": "", "text": "最好噪声不超过70dB。"}, "results": results})

    assert found["order"] == ["b", "a"]


def test_there_are_at_least_sixty_cases_and_thirty_harder_ones() -> None:
    assert [len(list(cases(name))) for name in ("cases.yaml", "harder.yaml")] == [65, 30]


@given(st.floats(0.1, 100), st.floats(0.1, 100), st.floats(0, 50))
def test_easing_a_limit_never_turns_a_met_one(value: float, offered: float, ease: float) -> None:
    def answer(limit: float) -> Answer:
        asked = Limit(parameter="综合能耗", operator="<=", value=limit, unit="kWh/t")
        return judge_limit(
            asked,
            Result(key="a", parameters=(Parameter(name="综合能耗", minimum=offered, maximum=offered, unit="kWh/t"),)),
        ).answer

    assert (answer(value), answer(value + ease)) != (Answer.MET, Answer.UNMET)
