"""Hand-made files as offices send them: encodings, separators, headers, merges, formulas, notes."""

import codecs
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import docx
import openpyxl
import pytest

from ingest.readers import read_file
from ingest.records import Formula, Kind, Plan
from marketplace.listings.content import AchievementContent
from tests.ingest.conftest import Book

LINES = "成果名称,成果简介\r\n余热回收装置,回收烟气余热。\r\n富氧燃烧器,降低排烟损失。\r\n"
CELLS = [("余热回收装置", "回收烟气余热。"), ("富氧燃烧器", "降低排烟损失。")]
Planned = Callable[..., Plan]


def achievement(planned: Plan, index: int = 0) -> AchievementContent:
    content = planned.rows[index].content
    assert isinstance(content, AchievementContent)
    return content


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (LINES.encode(), None),
        (codecs.BOM_UTF8 + LINES.encode(), None),
        (LINES.encode("gb18030"), "文字编码是 GB18030。"),
        (LINES.encode("utf-16"), "文字编码是 UTF-16。"),
        (codecs.BOM_UTF16_BE + LINES.encode("utf-16-be"), "文字编码是 UTF-16。"),
        (LINES.encode("utf-16-le"), "文字编码是 UTF-16-LE。"),
        (LINES.encode("utf-16-be"), "文字编码是 UTF-16-BE。"),
    ],
)
def test_every_encoding_gives_the_same_rows(data: bytes, note: str | None) -> None:
    sheets = read_file(data, "a.csv")

    assert [row.cells for row in sheets.tables[0].rows] == CELLS
    assert [row.number for row in sheets.tables[0].rows] == [2, 3]
    assert [str(found) for found in sheets.notes] == ([note] if note else [])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_gives_the_same_rows(separator: str) -> None:
    sheets = read_file(LINES.replace(",", separator).encode())

    assert [row.cells for row in sheets.tables[0].rows] == CELLS
    assert sheets.format == ("tsv" if separator == "\t" else "csv")


def test_quoted_cells_keep_line_ends_separators_and_quotes() -> None:
    text = '成果名称;成果简介\n"甲;乙";"第一行\n第二行""引号"""\n丙;丁\n'

    rows = read_file(text.encode()).tables[0].rows

    assert [row.cells for row in rows] == [("甲;乙", '第一行\n第二行"引号"'), ("丙", "丁")]


def test_a_table_of_one_column_is_read() -> None:
    rows = read_file("成果名称\n甲装置\n乙装置\n".encode()).tables[0].rows

    assert [row.cells for row in rows] == [("甲装置",), ("乙装置",)]


def test_a_wrong_extension_is_noted_and_the_content_wins(book: Book) -> None:
    sheets = read_file(book({"表": [["成果名称"], ["甲"]]}), "成果.csv")

    assert sheets.format == "xlsx"
    assert str(sheets.notes[0]) == "文件名是“成果.csv”，内容是 XLSX，已按内容读取。"


def test_a_header_on_row_seven_and_notes_after_the_data_are_told_apart(book: Book) -> None:
    rows: list[list[object]] = [
        ["某某大学科技成果汇总表"],
        ["填报单位：某某大学", None, None, "填报日期：2026年"],
        [],
        ["一、填写要求"],
        [],
        ["（请勿改动表头）"],
        ["序号", "*成果名称", "成果 简介", "技术成熟度（TRL）"],
        [1, "甲装置", "简介甲", 6],
        [],
        [2, "乙装置", "简介乙", "TRL7"],
        [3, None, None, None],
        ["合计", 2],
        ["序号", "*成果名称", "成果 简介", "技术成熟度（TRL）"],
        [],
        ["注：以上数据由各学院填报，未经核实。"],
    ]

    sheets = read_file(book({"汇总": rows}))

    table = sheets.tables[0]
    assert table.header_row == 7
    assert [(row.number, row.cells) for row in table.rows] == [
        (8, ("1", "甲装置", "简介甲", "6")),
        (10, ("2", "乙装置", "简介乙", "TRL7")),
    ]
    assert [str(note) for note in sheets.notes] == [
        "工作表“汇总”第 7 行认作表头，上方 4 行为标题与说明，已略过。",
        "第 12、13、15 行是说明、合计、示例或重复的表头，未作数据。",
    ]


def test_two_data_sheets_are_both_read_and_the_others_named(book: Book) -> None:
    def hide(workbook: openpyxl.Workbook) -> None:
        workbook["旧数据"].sheet_state = "hidden"

    data = book(
        {
            "说明": [["请按要求填写。"]],
            "化工": [["成果名称", "价格（万元）"], ["甲", 10]],
            "空表": [],
            "钢铁": [["成果名称", "价格（万元）"], ["乙", 20]],
            "旧数据": [["成果名称"], ["丙"]],
        },
        hide,
    )

    sheets = read_file(data)

    assert [(table.name, [row.cells for row in table.rows]) for table in sheets.tables] == [
        ("化工", [("甲", "10")]),
        ("钢铁", [("乙", "20")]),
    ]
    assert sorted(str(note) for note in sheets.notes) == [
        "工作表“旧数据”是隐藏的，未读。",
        "工作表“空表”是空的，未读。",
        "工作表“说明”没有表头和数据，未读。",
    ]


def test_merged_cells_are_expanded_downwards_and_in_two_row_headers(book: Book, planned: Planned) -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["表"]
        for area in ("A1:A2", "B1:B2", "C1:D1", "A3:A4"):
            sheet.merge_cells(area)

    rows: list[list[object]] = [
        ["所属学院", "成果名称", "联系方式", None],
        [None, None, "联系人", "联系电话"],
        ["化工学院", "甲装置", "张三", "13800138000"],
        [None, "乙装置", "李四", "027-87654321"],
    ]

    found = planned(book({"表": rows}, merge))

    assert [column.heading for column in found.mapping] == [
        "所属学院",
        "成果名称",
        "联系方式.联系人",
        "联系方式.联系电话",
    ]
    assert [
        (c.department, c.title, c.contact_name, c.contact_phone) for c in (achievement(found, 0), achievement(found, 1))
    ] == [("化工学院", "甲装置", "张三", "13800138000"), ("化工学院", "乙装置", "李四", "027-87654321")]
    assert "合并单元格 1 处已展开。" in [str(note) for note in found.notes]


def test_numbers_dates_percents_and_booleans_come_as_text(book: Book) -> None:
    def percent(workbook: openpyxl.Workbook) -> None:
        workbook["表"]["E2"].number_format = "0.0%"

    row: list[object] = [
        "甲",
        12.0,
        0.1 + 0.2,
        date(2026, 3, 1),
        0.355,
        True,
        datetime(2026, 3, 1, 8, 30),  # noqa: DTZ001
        420106199001,
    ]
    data = book({"表": [["成果名称", "a", "b", "c", "d", "e", "f", "g"], row]}, percent)

    cells = read_file(data).tables[0].rows[0].cells

    assert cells == ("甲", "12", "0.3", "2026-03-01", "35.5%", "是", "2026-03-01 08:30", "420106199001")


def test_a_formula_without_a_result_is_named_and_never_evaluated(book: Book, planned: Planned) -> None:
    data = book({"表": [["成果名称", "价格（万元）", "备注"], ["甲装置", "=1+1", "无"], ["乙装置", 3, ""]]})

    found = planned(data)

    assert read_file(data).tables[0].rows[0].cells[1] == Formula("=1+1")
    problem = found.problems[0]
    assert (problem.row, problem.column, problem.field, problem.value) == (2, "B", "price", "=1+1")
    assert str(problem.reason) == "公式没有可用的结果"
    assert [row.importable for row in found.rows] == [False, True]


def test_a_hundred_columns_and_trailing_formats_are_read(book: Book, planned: Planned) -> None:
    def far(workbook: openpyxl.Workbook) -> None:
        workbook["表"].cell(row=1, column=700).number_format = "0%"

    headings: list[object] = ["成果名称", *(f"自定义项目{n}" for n in range(99))]
    found = planned(book({"表": [headings, ["甲", *range(99)]]}, far))

    assert len(found.mapping) == 100
    assert found.mapping[99].letter == "CV"
    assert achievement(found).extra["自定义项目98"] == "98"


def test_repeated_headings_and_columns_without_one_stay_apart(book: Book, planned: Planned) -> None:
    rows: list[list[object]] = [
        ["成果名称", "联系人", "联系人", None, "备注"],
        ["甲", "张三", "李四", "孤立的内容", "无"],
    ]

    found = planned(book({"表": rows}))

    assert [(column.column, column.field) for column in found.mapping] == [
        ("成果名称", "title"),
        ("联系人", "contact_name"),
        ("联系人 (2)", None),
        ("（D 列，无表头）", None),
        ("备注", "remark"),
    ]
    assert achievement(found).contact_name == "张三"
    assert achievement(found).extra == {"联系人": "李四", "（D 列，无表头）": "孤立的内容"}


def test_full_width_digits_are_read(planned: Planned) -> None:
    found = planned("成果名称,价格（万元）,有效期\n甲装置,１２０．５,２０２７年３月１日\n".encode())

    assert (achievement(found).price, achievement(found).valid_until) == (120.5, date(2027, 3, 1))


def test_the_first_sheet_of_an_old_binary_workbook_is_told_by_content() -> None:
    html = b"<html><table><tr><td>a</td></tr></table></html>"

    with pytest.raises(Exception, match="这是网页或 XML，不是真正的表格"):
        read_file(html, "导出.xls")


def test_nested_json_becomes_fields(planned: Planned) -> None:
    record = {
        "title": "两相吸收剂",
        "contact": {"name": "张三", "email": "z@example.org"},
        "claim": {"baseline_emissions": 100, "project_emissions": 40, "boundary": "厂界"},
        "parameters": [{"name": "再生能耗", "min": 2.35, "max": 2.45, "unit": "GJ/tCO2"}],
        "ip": [{"kind": "发明", "number": "ZL201721099528.4", "title": "一种装置"}],
        "transfer_modes": ["许可", "作价入股"],
        "flag": True,
        "empty": None,
    }
    data = json.dumps({"meta": {"n": 1}, "data": {"items": [record]}}, ensure_ascii=False).encode()

    found = planned(data, "a.json")
    content = achievement(found)

    assert str(found.notes[0]) == "记录取自 JSON 的“data.items”。"
    assert (content.contact_name, content.contact_email) == ("张三", "z@example.org")
    assert content.claim is not None
    assert (content.claim.baseline_emissions, content.claim.project_emissions) == (100.0, 40.0)
    assert (content.claim.boundary, content.claim.grade.value) == ("厂界", "E0")
    assert [(p.name, p.minimum, p.maximum, p.unit) for p in content.parameters] == [("再生能耗", 2.35, 2.45, "GJ/tCO2")]
    assert [(i.number, i.title, i.status.value) for i in content.ip] == [("ZL201721099528.4", "一种装置", "granted")]
    assert [mode.value for mode in content.transfer_modes] == ["ordinary_licence", "equity"]
    assert content.extra == {"flag": "是"}


def test_json_lines_report_the_line_as_the_row() -> None:
    sheets = read_file('{"title": "甲"}\n\n{"title": "乙"}\n'.encode(), "a.json")

    assert sheets.format == "jsonl"
    assert [row.number for row in sheets.tables[0].rows] == [1, 3]


def test_a_word_table_and_a_word_form_are_read(planned: Planned) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["成果名称", "成果简介", "甲装置", "简介甲"], strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    assert [row.content.title for row in planned(out.getvalue()).rows] == ["甲装置"]

    document = docx.Document()
    form = document.add_table(rows=3, cols=2)
    texts = ["需求名称：", "低温余热利用", "考核指标", "热效率≥90%", "投入资金（万元）", "200"]
    for cell, text in zip(form._cells, texts, strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    need = planned(out.getvalue(), "a.docx", Kind.NEED).rows[0].content
    assert (need.title, need.indicators, need.budget) == ("低温余热利用", "热效率≥90%", 200.0)


def test_word_prose_with_numbered_headings_is_one_record(planned: Planned) -> None:
    document = docx.Document()
    for text in (
        "工业窑炉余热利用技术需求",
        "一、主要问题",
        "窑炉排烟温度高。",
        "二、考核指标",
        "热效率≥90%。",
        "联系人：张三",
    ):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)

    need = planned(out.getvalue(), "a.docx", Kind.NEED).rows[0].content

    assert (need.title, need.problem, need.indicators) == (
        "工业窑炉余热利用技术需求",
        "窑炉排烟温度高。",
        "热效率≥90%。",
    )
    assert need.contact_name == "张三"


def test_a_zip_without_tables_is_refused_by_its_first_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("照片.png", b"\x89PNG\r\n\x1a\n")

    with pytest.raises(Exception, match="这是 PNG 文件，不能导入"):
        read_file(out.getvalue(), "成果.zip")
