"""What offices send beside xlsx and csv: old workbooks, ods, PDF tables, parcels; headers of several rows; units."""

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest

from ingest.readers import read_file
from ingest.readers.guarded import read_guarded
from ingest.records import Kind, Plan
from marketplace.listings.content import AchievementContent
from tests.ingest.conftest import Book
from tests.ingest.made import docx_file, ods_file, pdf_file, xls_file, xlsx_file, zip_file

HEAD = ["所属学院", "成果名称", "成果简介"]
ROWS = [HEAD, ["化工学院", "甲装置", "回收烟气余热。"], ["", "乙装置", "降低排烟损失。"]]
FOUND = [("化工学院", "甲装置", "回收烟气余热。"), ("化工学院", "乙装置", "降低排烟损失。")]
Planned = Callable[..., Plan]


def merged(workbook: openpyxl.Workbook) -> None:
    workbook["表"].merge_cells("A2:A3")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (xls_file(ROWS, [(1, 2, 0, 0)]), "a.xls", "xls"),
        (ods_file(ROWS, {(1, 0): (2, 1)}), "a.ods", "ods"),
        (xlsx_file({"表": ROWS}, merged), "a.xlsx", "xlsx"),
    ],
)
def test_merged_values_are_spread_in_every_workbook(data: bytes, name: str, kind: str) -> None:
    sheets = read_file(data, name)

    assert sheets.format == kind
    assert [row.cells for row in sheets.tables[0].rows] == FOUND
    assert "合并单元格 1 处已展开。" in [str(note) for note in sheets.notes]


def test_a_merged_cell_of_a_word_table_is_spread() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for line, row in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "化工学院"
    out = io.BytesIO()
    document.save(out)

    assert [row.cells for row in read_file(out.getvalue(), "a.docx").tables[0].rows] == FOUND


def test_every_table_of_a_word_document_is_read() -> None:
    first = [["成果名称", "成果简介"], ["甲装置", "甲"]]
    second = [["成果名称", "价格（万元）"], ["乙装置", "20"], ["丙装置", "20"]]

    sheets = read_file(docx_file(first, second), "a.docx")

    assert [(table.name, [row.cells for row in table.rows]) for table in sheets.tables] == [
        ("表 1", [("甲装置", "甲")]),
        ("表 2", [("乙装置", "20"), ("丙装置", "20")]),
    ]


def test_a_value_merged_sideways_is_that_of_both_columns_and_a_caption_is_not(book: Book) -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        workbook["表"].merge_cells("C2:D2")
        workbook["表"].merge_cells("A3:D3")

    rows: list[list[object]] = [["成果名称", "成果简介", "功能单位", "核算边界"], ["甲", "乙", "丙", None], ["丁"]]

    assert [row.cells for row in read_file(book({"表": rows}, merge)).tables[0].rows] == [
        ("甲", "乙", "丙", "丙"),
        ("丁", "", "", ""),
    ]


def test_a_table_over_two_pages_of_a_pdf_is_one_table() -> None:
    sheets = read_file(pdf_file(ROWS, [HEAD, ["材料学院", "丙装置", "利用余热。"]]), "a.pdf")

    assert sheets.format == "pdf"
    assert [[row.cells[1] for row in table.rows] for table in sheets.tables] == [["甲装置", "乙装置", "丙装置"]]


def test_text_of_a_pdf_with_labels_is_one_record(planned: Planned) -> None:
    lines = [["工业窑炉余热利用技术需求"], ["一、主要问题"], ["窑炉排烟温度高。"], ["联系人：张三"]]

    need = planned(pdf_file(lines, lines=False), "a.pdf", Kind.NEED).rows[0].content

    assert (need.title, need.problem, need.contact_name) == ("工业窑炉余热利用技术需求", "窑炉排烟温度高。", "张三")


def test_a_scanned_pdf_is_told() -> None:
    with pytest.raises(Exception, match="这个 PDF 里没有文字，多半是扫描件"):
        read_file(pdf_file([]), "a.pdf")


def test_a_parcel_of_files_is_read_file_by_file_and_its_chinese_names_are_right() -> None:
    data = zip_file(
        {
            "学院/甲.csv": "成果名称,成果简介\n甲装置,甲\n".encode("gb18030"),
            "学院/乙.xlsx": xlsx_file({"汇总": [["成果名称"], ["乙装置"]]}),
            "学院/照片.png": b"\x89PNG\r\n\x1a\n",
            "学院/又一包.zip": zip_file({"a.csv": b"x"}),
            "__MACOSX/x": b"x",
        },
        gbk=True,
    )

    sheets = read_file(data, "成果.zip")

    assert [(table.name, [row.cells[0] for row in table.rows]) for table in sheets.tables] == [
        ("学院/乙.xlsx 汇总", ["乙装置"]),
        ("学院/甲.csv", ["甲装置"]),
    ]
    assert [str(note) for note in sheets.notes] == [
        "压缩包里的“学院/又一包.zip”未读：里面还是压缩包，请解开后再上传。",
        "压缩包里的“学院/照片.png”未读：这是 PNG 文件，不能导入。"
        "请上传 xlsx、xls、ods、csv、tsv、json、jsonl、docx、pdf 或 zip 文件。",
        "“学院/甲.csv”：文字编码是 GB18030。",
    ]


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "utf-16"])
def test_traditional_headings_name_the_same_fields(encoding: str, planned: Planned) -> None:
    text = "成果名稱,技術簡介,聯絡人,備註\n餘熱回收裝置,回收煙氣餘熱，降低能耗。,張三,無\n".replace("，", "、")

    found = planned(text.encode(encoding), "a.csv")

    assert [column.field for column in found.mapping][::2] == ["title", "contact_name"]
    assert found.rows[0].content.title == "餘熱回收裝置"
    expected = {"big5": ["文字编码是 BIG5。"], "utf-8": [], "utf-16": ["文字编码是 UTF-16。"]}
    assert [str(note) for note in found.sheets.notes] == expected[encoding]


def test_group_headings_that_lost_their_merges_are_joined() -> None:
    text = "序号,成果名称,投资情况,,效果,\n,,金额（万元）,回收期（月）,节能量,减排量\n1,甲装置,20,18,3,4\n"

    table = read_file(text.encode()).tables[0]

    assert table.headings == (
        "序号",
        "成果名称",
        "投资情况.金额（万元）",
        "投资情况.回收期（月）",
        "效果.节能量",
        "效果.减排量",
    )
    assert [row.cells for row in table.rows] == [("1", "甲装置", "20", "18", "3", "4")]


def test_several_records_in_one_cell_become_rows_of_their_own(planned: Planned) -> None:
    rows = [["成果名称", "成果简介", "所属学院"], ["1.甲装置\n2.乙装置", "1、回收余热。\n2、降低损失。", "化工学院"]]

    found = planned(xlsx_file({"表": rows}))

    assert [(row.key, row.number, row.content.title) for row in found.rows] == [
        ("0:2.1", 2, "甲装置"),
        ("0:2.2", 2, "乙装置"),
    ]
    contents = [row.content for row in found.rows if isinstance(row.content, AchievementContent)]
    assert [(c.teaser, c.department) for c in contents] == [("回收余热。", "化工学院"), ("降低损失。", "化工学院")]
    assert "第 2 行一格里写了几条，已按编号拆开。" in [str(note) for note in found.notes]


def test_units_of_headings_apply_to_the_values(planned: Planned) -> None:
    text = "成果名称,投资额（元）,年运行成本(亿元),投资回收期（月）,年减碳量（万吨）,CO2减排量(t/a)\n甲装置,250000,0.2,18,3,40\n"

    content = planned(text.encode(), "a.csv").rows[0].content

    assert isinstance(content, AchievementContent)
    assert (content.capex, content.opex, content.payback_years) == (25.0, 2000.0, 1.5)
    assert content.claim is not None
    assert content.claim.baseline_emissions == 30_000.0
    assert [(p.name, p.minimum, p.unit) for p in content.parameters] == [("二氧化碳减排量", 40.0, "t/a")]


def test_macros_and_links_are_named_and_not_followed() -> None:
    book = zip_file({"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"})
    data = xlsx_file({"表": [["成果名称"], ["甲装置"]]})
    out = io.BytesIO(data)
    import zipfile

    with zipfile.ZipFile(out, "a") as target, zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            target.writestr(name, parts.read(name))

    assert [str(note) for note in read_file(out.getvalue(), "a.xlsm").notes] == [
        "工作簿里有宏，没有运行，只读了单元格的值。",
        "工作簿引用了别的文件，没有去打开，用的是文件里存着的值。",
    ]


def test_a_guarded_file_is_read_like_any_other() -> None:
    data = '[{"title": "甲装置", "ip": [{"number": "ZL201721099528.4"}], "note": "😀"}]'.encode()

    assert read_guarded(data, "a.json") == read_file(data, "a.json")
