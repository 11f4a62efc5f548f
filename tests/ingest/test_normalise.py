"""Values are read as an expert clerk would read them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import regions, words
from ingest.normalise.carbon import read_tonnes
from ingest.normalise.dates import read_date
from ingest.normalise.money import read_money
from ingest.normalise.numbers import Quantity, chinese_number, quantity, read_number, read_percent, read_years, shown
from ingest.normalise.parameters import read_parameters
from ingest.normalise.patents import check_digit, read_patents
from ingest.normalise.people import Contact, read_contact, read_phone
from ingest.normalise.text import clean, half_width, is_empty, one_line, split_list
from marketplace.taxonomy.terms import TrlScale


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.35～2.45 GJ/tCO2", Quantity(2.35, 2.45, "GJ/tCO2")),
        ("≥90%", Quantity(90.0, None, "%")),
        ("不超过 55 kgce/t", Quantity(None, 55.0, "kgce/t")),
        ("三千吨以上", Quantity(3000.0, None, "吨")),
        ("约4万", Quantity(40000.0, 40000.0, "", True)),
        ("30-50万元", Quantity(300000.0, 500000.0, "元")),
        ("１，２３４．５", Quantity(1234.5, 1234.5)),
        ("1.5万千瓦", Quantity(15000.0, 15000.0, "千瓦")),
        ("100kW", Quantity(100.0, 100.0, "kW")),
        ("2000℃左右", Quantity(2000.0, 2000.0, "°C", True)),
        ("很多", None),
        ("", None),
    ],
)
def test_quantities(text: str, expected: Quantity | None) -> None:
    assert quantity(text) == expected


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("50万元", "", 50.0), ("50", "万元", 50.0), ("500000", "元", 50.0), ("1.2亿元", "", 12000.0), ("3千万", "", 3000.0),
        ("五十万元", "", 50.0), ("500千元", "", 50.0), ("¥300,000", "", 30.0), ("面议", "", None), ("/", "", None),
        ("20万美元", "", None), ("很贵", "", None), ("1.5", "亿元", 15000.0),
    ],
)  # fmt: skip
def test_money_comes_in_ten_thousands(text: str, unit: str, expected: float | None) -> None:
    assert read_money(text, unit).value == expected


def test_a_large_bare_sum_is_doubted_and_offered_in_yuan() -> None:
    reading = read_money("300000")

    assert (reading.value, [doubt.fix for doubt in reading.doubts]) == (300000.0, ["300000元"])
    assert read_money("300000元").value == 30.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年3月", date(2022, 3, 31)), ("2022.3.1", date(2022, 3, 1)), ("2022-03-01 10:00", date(2022, 3, 1)),
        ("二〇二二年", date(2022, 12, 31)), ("二零二四年二月", date(2024, 2, 29)), ("44621", date(2022, 3, 1)),
        ("20250331", date(2025, 3, 31)), ("2025年底", date(2025, 12, 31)), ("2025年第三季度", date(2025, 9, 30)),
        ("2025年上半年", date(2025, 6, 30)), ("Mar 3, 2025", date(2025, 3, 3)), ("长期有效", None), ("待定", None),
    ],
)  # fmt: skip
def test_dates(text: str, expected: date | None) -> None:
    reading = read_date(text)

    assert (reading.value, reading.doubts) == (expected, ())


def test_a_day_that_is_not_comes_with_the_last_one_of_its_month() -> None:
    reading = read_date("2025/2/30")

    assert reading.value is None
    assert [(str(doubt.reason), doubt.fix) for doubt in reading.doubts] == [("没有这一天", "2025-02-28")]


@pytest.mark.parametrize(("text", "fix"), [("约4万", "40000"), ("3-5", "3"), ("≥10", "10"), ("不详数", None)])
def test_a_doubtful_number_is_offered_as_a_fix(text: str, fix: str | None) -> None:
    reading = read_number(text)

    assert reading.value is None
    assert [doubt.fix for doubt in reading.doubts] == [fix]


def test_percentages_and_years() -> None:
    assert (read_percent("±5%").value, read_percent("12").value, read_percent("0.05").value) == (5.0, 12.0, 5.0)
    assert read_percent("120%").value is None
    assert (read_years("36个月").value, read_years("2.5年").value, read_years("3-5年").value) == (3.0, 2.5, 5.0)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [("57861", "", 57861.0), ("5.8万吨", "", 58000.0), ("3", "万吨", 30000.0), ("1200 tCO2e/年", "", 1200.0), ("-3", "", None), ("486t/公里", "", None)],
)  # fmt: skip
def test_tonnes_a_year(text: str, unit: str, expected: float | None) -> None:
    assert read_tonnes(text, unit).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TRL6", (6, TrlScale.NINE)), ("6级", (6, TrlScale.NINE)), ("第七级", (7, TrlScale.NINE)), ("TRL 7-8", (7, TrlScale.NINE)),
        ("13级制第12级", (12, TrlScale.THIRTEEN)), ("TRL 12", None), ("中试", None), ("0", None), ("TRL 14", None),
    ],
)  # fmt: skip
def test_technology_readiness(text: str, expected: tuple[int, TrlScale] | None) -> None:
    assert words.read_trl(text).value == expected


def test_a_level_above_nine_is_offered_on_the_longer_scale() -> None:
    fix = words.read_trl("TRL 12").doubts[0].fix

    assert fix == "13级制第12级"
    assert words.read_trl(fix).value == (12, TrlScale.THIRTEEN)


def test_stages_levels_and_classes() -> None:
    assert [words.find_word("stage", text) for text in ("小试", "处于中试阶段", "已产业化应用", "初期")] == [
        "early", "middle", "mature", "early",
    ]  # fmt: skip
    assert words.read_word("level", "达到国际先进水平", ()).value == "international_advanced"
    assert words.read_carbon_class("负碳技术").value == "negative"
    near = words.read_carbon_class("节能")
    assert (near.value, near.doubts[0].fix, near.doubts[0].severity.value) == (None, "低碳", "warning")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("许可/合作；面谈", ("ordinary_licence", "joint_development")),
        ("转让、许可（独占/排他）", ("exclusive_licence", "sole_licence", "assignment")),
        ("作价入股或合作开发", ("equity", "joint_development")),
        ("面谈", None),
    ],
)
def test_several_modes_in_one_cell(text: str, expected: tuple[str, ...] | None) -> None:
    assert words.read_modes("transfer_modes", text).value == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江苏省", "320000"), ("江苏省徐州市", "320300"), ("湖北", "420000"), ("宜昌市夷陵区", "420500"), ("恩施州", "422800"),
        ("吉林", "220000"), ("吉林市", "220200"), ("海南", "460000"), ("内蒙古", "150000"), ("湖北省武汉市洪山区", "420100"),
        ("安徽宿州", "341300"), ("Wuhan", "420100"), ("420106", "420100"), ("神农架", "429021"), ("火星", None),
    ],
)  # fmt: skip
def test_regions(text: str, code: str | None) -> None:
    assert regions.find_region(text) == code


def test_every_region_is_found_by_its_own_name() -> None:
    assert {code for code, region in regions.regions().items() if regions.find_region(region["name"]) != code} == set()


def test_patents_are_split_counted_and_checked() -> None:
    rights = read_patents("ZL201721099528.4；ZL201310586887.2")
    assert rights.value is not None
    assert [(r.number, r.kind.value, r.status.value) for r in rights.value] == [
        ("ZL201721099528.4", "utility_model", "granted"),
        ("ZL201310586887.2", "invention", "granted"),
    ]
    assert rights.doubts == ()

    counted = read_patents("ZL202310123456.7 等3件")
    assert counted.value is not None
    assert [right.number for right in counted.value] == ["ZL202310123456.7", "", ""]
    assert [doubt.code for doubt in counted.doubts] == ["patent_check", "patents_unnamed"]

    short = read_patents("202310123456")
    assert short.value is not None
    assert (short.value[0].status.value, short.doubts[0].code) == ("pending", "patent_short")

    named = read_patents("一种石灰窑供风装置（ZL201721099528.4，授权）；一种阀门（实用新型，申请中）")
    assert named.value is not None
    assert [(r.title, r.status.value) for r in named.value] == [
        ("一种石灰窑供风装置", "granted"),
        ("一种阀门", "pending"),
    ]


def test_parameters_are_read_with_ranges_bounds_and_conditions() -> None:
    reading = read_parameters("捕集率≥90%；再生能耗：2.35～2.45 GJ/tCO2（满负荷）；（3）操作简便")

    assert reading.value is not None
    assert [(p.name, p.minimum, p.maximum, p.unit, p.conditions) for p in reading.value] == [
        ("捕集率", 90.0, None, "%", ""),
        ("再生能耗", 2.35, 2.45, "GJ/tCO2", "满负荷"),
    ]
    assert [str(doubt.reason) for doubt in reading.doubts] == ["有 1 段没有读出数值，原文留在附加内容里"]


def test_a_mixed_contact_is_taken_apart() -> None:
    assert read_contact("张三 027-87654321 zhang@example.org") == Contact("张三", "027-87654321", "zhang@example.org")
    assert read_contact("联系人：李四，电话：13800138000") == Contact("李四", "13800138000", "")
    assert read_phone("13800138000/027-87654321").value == "13800138000；027-87654321"


def test_lists_and_titles() -> None:
    assert split_list("碳捕集、吸收剂；低能耗，碳捕集") == ("碳捕集", "吸收剂", "低能耗")
    assert split_list("张三 李四") == ("张三", "李四")
    assert split_list("Carbon capture") == ("Carbon capture",)
    assert one_line("水处理技术的研发' , ") == "水处理技术的研发"
    assert one_line('膜式干燥器"sunsep™"') == '膜式干燥器"sunsep™"'
    assert [is_empty(text) for text in ("无", " / ", "N/A", "暂无", "无机膜")] == [True, True, True, True, False]


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_half_width_text_stays_as_it_is(text: str) -> None:
    assert half_width(half_width(text)) == half_width(text)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]))  # fmt: skip
def test_dates_come_back_however_written(day: date, layout: str) -> None:
    assert read_date(day.strftime(layout)).value == day


@given(st.floats(min_value=0, max_value=1e12, allow_nan=False))
def test_numbers_come_back_as_shown(value: float) -> None:
    text = shown(value)
    if "e" not in text:
        assert read_number(text).value == pytest.approx(value, rel=1e-9, abs=1e-8)


@given(st.integers(min_value=0, max_value=99_999_999))
def test_chinese_numbers_come_back(value: int) -> None:
    assert chinese_number(spelled(value)) == value


def spelled(value: int) -> str:
    """Write a number in Chinese, the plain way."""
    if value == 0:
        return "零"
    high, low = divmod(value, 10_000)
    head = f"{_below(high)}万" if high else ""
    gap = "零" if high and 0 < low < 1000 else ""
    return f"{head}{gap}{_below(low)}" if low else head


def _below(value: int) -> str:
    digits, text, zero = "零一二三四五六七八九", "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, place)
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + name
        zero = not digit
    return text


@given(st.integers(min_value=0, max_value=9_999_999), st.sampled_from("1289"))
def test_every_number_with_its_own_check_digit_is_accepted(serial: int, kind: str) -> None:
    digits = f"2023{kind}{serial:07d}"

    reading = read_patents(f"ZL{digits}.{check_digit(digits)}")

    assert reading.value is not None
    assert (len(reading.value), reading.doubts) == (1, ())


@given(st.text(max_size=80))
def test_no_reader_ever_fails(text: str) -> None:
    for reader in (read_number, read_money, read_date, read_percent, read_years, read_tonnes, read_patents, read_parameters, read_phone, regions.read_region, words.read_trl, words.read_carbon_class):  # fmt: skip
        reading = reader(text)  # type: ignore[operator]
        for doubt in reading.doubts:
            assert str(doubt.reason)
            assert str(doubt.remedy)
