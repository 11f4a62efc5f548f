"""Documents that become questions, made here as people make them."""

import io

import docx
import openpyxl
import pytest
from pypdf import PdfWriter

from marketplace.core.errors import InvalidInput
from marketplace.discovery.documents import QUESTION_CHARACTERS, read_document

SENTENCE = "轧钢加热炉想改电加热，温度均匀性正负八度"


def word() -> bytes:
    document = docx.Document()
    document.add_heading("技术需求书", 1)
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "产能", "80 万吨"
    return _saved(document)


def sheet() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.append(["问题", "指标"])
    workbook.active.append([SENTENCE, 8])
    return _saved(workbook)


def _saved(document: object) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def pdf(text: str = "Reheating furnace to electric heating") -> bytes:
    """A one-page PDF, written by hand: catalogue, page, font, content."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, written in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    )


def scanned() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (word(), f"技术需求书 {SENTENCE} 产能 80 万吨"),
        (sheet(), f"问题 指标 {SENTENCE} 8.0"),
        (pdf(), "Reheating furnace to electric heating"),
        (SENTENCE.encode(), SENTENCE),
        (SENTENCE.encode("gb18030"), SENTENCE),
        (SENTENCE.encode("utf-16"), SENTENCE),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), SENTENCE),
    ],
    ids=["docx", "xlsx", "pdf", "utf-8", "gb18030", "utf-16", "bom"],
)
def test_the_text_of_a_document_becomes_the_question(content: bytes, text: str) -> None:
    assert read_document(io.BytesIO(content)) == text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的。请换一个文件，或把问题写在框里。"),
        (scanned(), "这份 PDF 是扫描件，里面没有文字。请上传文字版，或把问题写在框里。"),
        (locked(), "这份 PDF 有密码。请去掉密码再上传。"),
        (pdf()[:200], "文件已损坏，或与它的类型不符。请重新导出后再上传。"),
        (word()[:400], "文件已损坏，或与它的类型不符。请重新导出后再上传。"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 99,
            "这是旧版或加密的 Office 文件。请另存为 .docx 或 .xlsx 再上传。",
        ),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "这是一张图片，里面没有文字。请上传文字版，或把问题写在框里。"),
        (b"\x7fELF" + bytes(range(256)) * 9, "读不了这种文件。请上传 .docx、.pdf、.xlsx 或 .txt。"),
        ("。。。——".encode(), "文件里没有可以读取的文字。请换一个文件，或把问题写在框里。"),
    ],
    ids=["empty", "scan", "locked", "half a pdf", "half a docx", "old office", "picture", "binary", "no words"],
)
def test_what_cannot_be_read_says_why_and_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_document(io.BytesIO(content))

    assert refused.value.message == sentence


def test_a_long_document_is_cut_and_repeated_lines_are_said_once() -> None:
    text = read_document(io.BytesIO(("页眉\n" + "问题很长。" * 900 + "\n页眉\n").encode()))

    assert text.startswith("页眉 问题很长。")
    assert len(text) == QUESTION_CHARACTERS
