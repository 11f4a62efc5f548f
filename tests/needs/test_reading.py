"""Documents and texts that become the fields of a need, each with its passage."""

import json
import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.documents import Block, Prose, Rows, read_blocks, text_of
from marketplace.core.errors import InvalidInput
from marketplace.needs.content import NeedContent
from marketplace.needs.reading import NeedReading, read_need, values
from marketplace.needs.reading.labels import asked_by, unit_in
from marketplace.taxonomy.terms import SolutionMode
from tests.conftest import SHARED_DATA
from tests.needs import documents

INPUTS = SHARED_DATA / "inputs"


def _read(content: bytes) -> NeedReading:
    return read_need(read_blocks(content, ruled=True))


def _said(reading: NeedReading) -> dict[str, object]:
    blank = NeedContent()
    given = {name: getattr(reading.content, name) for name in NeedContent.__dataclass_fields__}
    return {name: value for name, value in given.items() if value != getattr(blank, name)}


def _passages(reading: NeedReading) -> dict[str, str]:
    return {found.field: found.passage for found in reading.found}


def test_a_form_of_two_columns_is_read_by_its_labels() -> None:
    reading = _read(documents.two_columns())

    assert _said(reading) == {
        "title": "烧结烟气余热 180 ℃ 以下回收发电",
        "problem": "两台烧结机的烟气在 180 ℃ 以下直接排空，每年损失约 1.2 万吨标煤。",
        "indicators": "余热回收率 ≥ 60 %；净发电不少于 1.5 MW。",
        "goal": "一年内完成改造，年减排二氧化碳 2 万吨。",
        "capacity": "两台 360 平方米烧结机，年产烧结矿 700 万吨。",
        "already_tried": "2023 年试过有机朗肯循环，换热器积灰，半年停用。",
        "keywords": ("余热回收", "烧结", "有机朗肯循环"),
        "region": "420100",
        "budget": 1800.0,
        "deadline": date(2027, 6, 30),
        "solution_modes": (SolutionMode.COMMISSION, SolutionMode.SERVICE),
        "contact_name": "陈工",
        "contact_phone": "13800001234",
        "contact_email": "chen@example.org",
    }
    assert reading.organisation == "楚垣钢铁集团有限公司"
    assert _passages(reading)["budget"] == "拟投入资金（万元）：1,800"
    assert set(_passages(reading)) == set(_said(reading))


def test_a_form_of_four_columns_with_merged_cells_is_read_by_its_labels() -> None:
    reading = _read(documents.four_columns())

    assert _said(reading) == {
        "title": "水泥窑尾 CO2 低能耗捕集",
        "problem": "再生热耗高，蒸汽不足。",
        "indicators": "再生热耗≤2.6 GJ/t",
        "budget": 800.0,
        "contact_name": "周琦",
        "contact_phone": "13900005678",
    }
    assert reading.organisation == "岚桥水泥有限公司"
    assert reading.rest == ("统一社会信用代码：91420100MA4K000000",)


def test_a_pdf_with_a_ruled_table_is_read_like_a_word_form() -> None:
    reading = _read(documents.pdf(["企业技术需求表", "联系电话：027-88886666"], documents.PAIRS[:6]))

    assert _said(reading) == {
        "title": "烧结烟气余热 180 ℃ 以下回收发电",
        "problem": "两台烧结机的烟气在 180 ℃ 以下直接排空，每年损失约 1.2 万吨标煤。",
        "indicators": "余热回收率 ≥ 60 %；净发电不少于 1.5 MW。",
        "goal": "一年内完成改造，年减排二氧化碳 2 万吨。",
        "region": "420100",
        "contact_phone": "027-88886666",
    }


def test_a_pasted_paragraph_is_sorted_sentence_by_sentence() -> None:
    text = (
        "我公司现有两台 360 平方米烧结机。烟气在 180 ℃ 以下直接排空，损失很大。曾试过有机朗肯循环，半年停用。"
        "希望在 2027 年 6 月底前完成改造。要求余热回收率不低于 60%。项目预算约 1800 万元。联系人：陈工，电话 13800001234。"
    )
    reading = read_need([Prose(text)])

    assert _said(reading) == {
        "title": "我公司现有两台 360 平方米烧结机",
        "capacity": "我公司现有两台 360 平方米烧结机。",
        "problem": "烟气在 180 ℃ 以下直接排空，损失很大。",
        "already_tried": "曾试过有机朗肯循环，半年停用。",
        "goal": "希望在 2027 年 6 月底前完成改造。\n项目预算约 1800 万元。",
        "indicators": "要求余热回收率不低于 60%。",
        "budget": 1800.0,
        "deadline": date(2027, 6, 30),
        "contact_name": "陈工",
        "contact_phone": "13800001234",
    }
    assert _passages(reading)["deadline"] == "希望在 2027 年 6 月底前完成改造。"


def test_the_provincial_need_in_prose_is_read_by_its_headings() -> None:
    said = _said(_read((INPUTS / "one_need.docx").read_bytes()))

    assert {name: str(text)[:12] for name, text in said.items()} == {
        "title": "可再生能源技术",
        "problem": "（1）高效低成本晶硅电池",
        "goal": "提升可再生能源消费占比，",
        "indicators": "面议",
    }


def test_of_a_list_of_needs_the_first_is_read_and_the_number_is_told() -> None:
    reading = _read((INPUTS / "needs_2022.xlsx").read_bytes())

    assert reading.records == 124
    assert sorted(_said(reading)) == ["problem", "region", "title"]
    assert (reading.content.title, reading.content.region) == ("碳高效捕集、利用与封存技术基础", "320000")


def _enterprise_needs() -> list[dict[str, str]]:
    lines = (INPUTS / "enterprise_needs_unjudged.jsonl").read_text("utf8").splitlines()
    return [json.loads(line) for line in lines]


def _clauses(text: str) -> list[str]:
    """The clauses of a text without their spaces; short ones are labels."""
    return [clause for part in re.split(r"[。；;！？：:\n]", text) if len(clause := re.sub(r"\s", "", part)) > 12]


def test_of_the_texts_of_enterprises_every_clause_is_kept() -> None:
    lost = []
    for need in _enterprise_needs():
        reading = read_need(Prose(line) for line in need["text"].splitlines())
        held = "".join((*map(str, _said(reading).values()), *_passages(reading).values(), *reading.rest))
        squeezed = re.sub(r"\\n|\s", "", held)
        lost += [clause for clause in _clauses(need["text"]) if clause not in squeezed and not asked_by(clause)]

    labels_set_apart_by_spaces = [clause for clause in lost if clause.startswith("希望解决的技术难题及预算")]
    labels_of_two_things = [clause for clause in lost if clause.endswith(("现有工作基础", "已投入资金）", "投入资金"))]
    assert lost == [*labels_set_apart_by_spaces, *labels_of_two_things]


def test_the_labels_that_enterprises_write_are_found() -> None:
    found = Counter(
        found.field
        for need in _enterprise_needs()
        for found in read_need(Prose(line) for line in need["text"].splitlines()).found
    )

    assert (found["problem"] >= 105, found["already_tried"] >= 30, found["goal"] >= 60) == (True, True, True)
    assert (found["budget"], found["contact_phone"]) == (7, 0)


@pytest.mark.parametrize(
    ("id", "field", "value"),
    [
        ("33d1d948-8fee-4b4b-9723-589bb6ae4582", "budget", 50.0),
        ("b41d36f2-ba4b-456f-b37f-f6fdf0aa46a6", "indicators", "厚度均匀性控制在±1um以内。"),
        ("762deb60-f981-4cb6-ae0d-3aa9b605773e", "already_tried", "已完成国内外典型生态设施的调研报告，"),
    ],
)
def test_what_single_needs_say_is_in_its_place(id: str, field: str, value: object) -> None:
    text = next(need["text"] for need in _enterprise_needs() if need["id"] == id)
    read = getattr(read_need(Prose(line) for line in text.splitlines()).content, field)

    assert (read[: len(value)] if isinstance(value, str) else read) == value


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("* 3、技 术 需 求 名 称（必填）：", "title"),
        ("（五）主要技术指标", "indicators"),
        ("联系人、电话", "contact"),
        ("企业拟投入资金总额", "budget"),
        ("备注", ""),
        ("烧结烟气余热回收", ""),
        ("", ""),
    ],
)
def test_labels_are_known_with_numbers_spaces_and_notes(label: str, field: str) -> None:
    assert asked_by(label) == field


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("50万元", "", 50.0),
        ("30-50万", "", 50.0),
        ("１．２亿元", "", 12000.0),
        ("500000元", "", 50.0),
        ("1,800", "预算（万元）", 1800.0),
        ("1,800", "预算", None),
        ("面议", "预算（万元）", None),
        ("设备 30 万元，人工 20 万元", "", None),
        ("设备 30 万元，人工 20 万元，合计 50 万元", "", 50.0),
    ],
)
def test_sums_are_read_in_ten_thousand_yuan(text: str, label: str, value: float | None) -> None:
    assert values.sum_in(text, unit_in(label)) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027年6月30日", date(2027, 6, 30)),
        ("2027-06", date(2027, 6, 30)),
        ("2027年底前", date(2027, 12, 31)),
        ("2027年上半年", date(2027, 6, 30)),
        ("2027年2月30日", None),
        ("一年内", None),
    ],
)
def test_days_are_read_and_a_month_means_its_last(text: str, day: date | None) -> None:
    assert values.day_in(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湖北省武汉市青山区", "420100"),
        ("江苏", "320000"),
        ("吉林省吉林市", "220200"),
        ("宜昌", "420500"),
        ("全国", ""),
    ],
)
def test_the_smallest_place_is_read(text: str, code: str) -> None:
    assert values.place_in(text) == code


LABELLED = st.sampled_from(
    ("需求名称", "预算（万元）", "联系人", "完成时限", "关键词", "备注", "主要问题", "拟合作方式")
)
CELLS = st.one_of(LABELLED, st.text(max_size=40))


@given(st.lists(st.lists(CELLS, max_size=5).map(tuple), max_size=6).map(tuple), st.text(max_size=300))
def test_no_table_and_no_text_stops_the_reading(rows: tuple[tuple[str, ...], ...], text: str) -> None:
    blocks: list[Block] = [Rows(rows), Prose(text)]

    reading = read_need(blocks)

    assert {found.field for found in reading.found} == set(_said(reading))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (documents.scanned(), "这份 PDF 是扫描件，里面没有文字。请上传文字版，或把问题写在框里。"),
        (documents.locked(), "这份 PDF 有密码。请去掉密码再上传。"),
        (documents.two_columns()[:900], "文件已损坏，或与它的类型不符。请重新导出后再上传。"),
        (b"\x7fELF" + bytes(range(256)) * 9, "读不了这种文件。请上传 .docx、.pdf、.xlsx 或 .txt。"),
    ],
    ids=["scan", "locked", "half a form", "binary"],
)
def test_what_cannot_be_read_says_why(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        list(read_blocks(content, ruled=True))

    assert refused.value.message == sentence


def test_merged_cells_stand_once() -> None:
    (table,) = (block for block in read_blocks(documents.four_columns()) if isinstance(block, Rows))

    assert [row[0] for row in table.rows] == [
        "单位信息",
        "",
        "需求名称",
        "需要解决的技术问题：",
        "再生热耗高，蒸汽不足。",
        "主要技术指标",
    ]
    assert text_of(table).count("单位信息") == 1
