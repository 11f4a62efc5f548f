"""Documents as offices send them, made here: Word forms, a PDF with a ruled table, a scan."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from pypdf import PdfWriter

PAIRS = (
    ("一、技术需求名称", "烧结烟气余热 180 ℃ 以下回收发电"),
    ("企业名称：", "楚垣钢铁集团有限公司"),
    ("所 在 地 区", "湖北省武汉市青山区"),
    ("主要问题（500 字以内）", "两台烧结机的烟气在 180 ℃ 以下直接排空，每年损失约 1.2 万吨标煤。"),
    ("考核指标", "余热回收率 ≥ 60 %；净发电不少于 1.5 MW。"),
    ("预期目标：", "一年内完成改造，年减排二氧化碳 2 万吨。"),
    ("现有工艺与产能", "两台 360 平方米烧结机，年产烧结矿 700 万吨。"),
    ("已采取的措施", "2023 年试过有机朗肯循环，换热器积灰，半年停用。"),
    ("拟投入资金（万元）", "1,800"),
    ("完成时限", "2027年6月底前"),
    ("关键词", "余热回收、烧结；有机朗肯循环"),
    ("拟合作方式", "□转让 ☑委托开发 ☑技术服务 □其他"),
    ("联系人及联系方式", "陈工 13800001234 chen@example.org"),
)


def saved(document: Any) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def two_columns(pairs: Sequence[tuple[str, str]] = PAIRS) -> bytes:
    """Labels left, values right, a banner merged over both columns."""
    document = docx.Document()
    document.add_heading("企业技术需求征集表", 1)
    table = document.add_table(rows=1, cols=2)
    banner = table.rows[0].cells[0].merge(table.rows[0].cells[1])
    banner.text = "基本情况"
    for label, value in pairs:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    return saved(document)


def four_columns() -> bytes:
    """Label, value, label, value; a merged side label; long answers over the rest of the row, and below their label."""
    document = docx.Document()
    table = document.add_table(rows=6, cols=5)
    side = table.cell(0, 0).merge(table.cell(1, 0))
    side.text = "单位信息"
    _fill(table, 0, ("", "单位全称", "岚桥水泥有限公司", "统一社会信用代码", "91420100MA4K000000"))
    _fill(table, 1, ("", "联系人*", "周琦", "手机", "139 0000 5678"))
    _fill(table, 2, ("需求名称", "水泥窑尾 CO2 低能耗捕集", "", "预算", "500～800万元"))
    below = table.cell(3, 0).merge(table.cell(3, 4))
    below.text = "需要解决的技术问题："
    answer = table.cell(4, 0).merge(table.cell(4, 4))
    answer.text = "再生热耗高，蒸汽不足。"
    wide = table.cell(5, 1).merge(table.cell(5, 4))
    table.cell(5, 0).text, wide.text = "主要技术指标", "再生热耗≤2.6 GJ/t"
    return saved(document)


def _fill(table: Any, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts):
        if text:
            table.cell(row, column).text = text


def pdf(lines: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A page of Chinese text, and below it a table drawn with lines; the font is named and not embedded."""
    text = sorted(set("".join(lines) + "".join("".join(row) for row in table)))
    drawn = [_text(72, 760 - 20 * place, line) for place, line in enumerate(lines)]
    top = 740 - 20 * len(lines)
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            left, low = 72 + 120 * column, top - 24 * (row + 1)
            drawn.append(f"{left} {low} {380 if column else 120} 24 re S\n" + _text(left + 6, low + 8, cell))
    maps = "\n".join(f"<{ord(sign):04x}> <{ord(sign):04x}>" for sign in text)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(text)} beginbfchar\n{maps}\nendbfchar endcmap end end"
    )
    return _pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        _stream("\n".join(drawn)),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 8 0 R>>",
        _stream(to_unicode),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/Ascent 880/Descent -120"
        "/ItalicAngle 0/CapHeight 880/StemV 80>>",
    )


def _text(left: int, low: int, text: str) -> str:
    written = "".join(f"{ord(sign):04x}" for sign in text)
    return f"BT /F1 9 Tf {left} {low} Td <{written}> Tj ET"


def _stream(content: str) -> str:
    return f"<</Length {len(content.encode())}>>stream\n{content}\nendstream"


def _pdf(*objects: str) -> bytes:
    body = b"%PDF-1.4\n"
    places = []
    for number, written in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{written} endobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return body + (head + table + tail).encode()


def scanned() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(["需求"])))
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()
