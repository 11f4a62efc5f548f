"""What cannot be read ends in one clear sentence, within bounded memory."""

import io
import tracemalloc
import zipfile

import pytest

from ingest import limits
from ingest.readers import read_file
from ingest.records import FileNotRead
from tests.ingest.conftest import Book

ALLOWANCE = 40 * limits.MEGABYTE


def refusal(data: bytes, name: str = "") -> FileNotRead:
    with pytest.raises(FileNotRead) as found:
        read_file(data, name)
    sentence = str(found.value)
    assert sentence.endswith("。")
    assert "%(" not in sentence
    return found.value


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def with_a_cell(size: int) -> bytes:
    cell = b'<c r="A1" t="inlineStr"><is><t>' + b"a" * size + b"</t></is></c>"
    sheet = b'<worksheet><sheetData><row r="1">' + cell + b"</row></sheetData></worksheet>"
    return zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})


def test_a_truncated_workbook_is_told(book: Book) -> None:
    data = book({"表": [["成果名称"], ["甲装置"]]})

    assert refusal(data[: len(data) // 2], "a.xlsx").code == "truncated"
    assert refusal(data[:-30], "a.xlsx").code == "truncated"


def test_a_cell_of_100_megabytes_is_refused_before_it_is_unpacked() -> None:
    data = with_a_cell(100 * limits.MEGABYTE)
    tracemalloc.start()

    error = refusal(data, "a.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert error.code == "too_large_unpacked"
    assert peak < ALLOWANCE


def test_a_zip_bomb_whose_directory_lies_is_refused() -> None:
    data = bytearray(with_a_cell(60 * limits.MEGABYTE))
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")

    assert refusal(bytes(data), "a.xlsx").code == "truncated"


def test_a_text_of_100_megabytes_is_refused_by_its_size() -> None:
    error = refusal(b"a" * (100 * limits.MEGABYTE), "a.csv")

    assert str(error) == "文件有 100 MB，超过 64 MB。请删去图片和附件，或分成几个文件再上传。"


def test_a_long_cell_in_a_text_is_named_with_its_row() -> None:
    text = '成果名称,成果简介\n甲装置,"' + "长" * 150_000 + '"\n'

    assert str(refusal(text.encode(), "a.csv")) == (
        "第 2 行有一格超过 100000 个字，多半是引号没有成对。请检查这一行的引号，或缩短内容。"
    )


def test_a_quote_that_is_never_closed_is_named() -> None:
    text = '成果名称,成果简介\n甲装置,"没有结束\n' + "乙装置,简介\n" * 20_000

    assert refusal(text.encode(), "a.csv").code == "cell_too_long"


def test_a_long_cell_in_json_is_named_with_its_record() -> None:
    text = '[{"title": "甲装置", "text": "' + "长" * 150_000 + '"}]'

    assert str(refusal(text.encode())).startswith("第 1 条记录有一项超过 100000 个字")


def test_an_encrypted_workbook_is_told() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500

    assert str(refusal(ole, "a.xlsx")) == "文件设有打开密码，读不了。请取消密码后再上传。"


def test_old_word_documents_and_broken_old_workbooks_are_told() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000

    assert refusal(head + "WordDocument".encode("utf-16-le"), "a.doc").code == "old_word"
    assert refusal(head, "a.xls").code == "bad_workbook"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "bad_pdf"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (bytes(range(256)) * 40, "not_text"),
        (b"\xff\xfe\x00", "bad_encoding"),
        ("这里只有一句话，没有表格。".encode(), "no_header"),
        ("甲,乙,丙\n1,2,3\n".encode(), "no_header"),
        ("成果名称,成果简介\n".encode(), "no_rows"),
        (b"\n\n\n", "no_rows"),
        (b"[]", "no_rows"),
        (b'{"items": []}', "no_rows"),
        (b'[{"title": "a"', "bad_json"),
        (b'{"title": "a"}\n{"title": \n', "bad_json_line"),
        (b"[1, 2, 3]", "no_records"),
        (b"[" * 100_000, "json_too_deep"),
        (b'[{"title": "a", "price": ' + b"9" * 5000 + b"}]", "bad_json_number"),
    ],
)
def test_what_is_no_table_ends_in_one_sentence(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_a_workbook_without_rows_or_headers_is_told(book: Book) -> None:
    assert refusal(book({"表": []})).code == "no_rows"
    assert refusal(book({"表": [["成果名称", "成果简介"]]})).code == "no_rows"
    assert refusal(book({"表": [["甲", "乙"], ["丙", "丁"]]})).code == "no_header"


def test_too_many_rows_are_told() -> None:
    text = "成果名称\n" + "甲装置\n" * (limits.ROWS + 1)

    assert refusal(text.encode()).code == "too_many_rows"


def test_a_broken_document_is_told() -> None:
    assert refusal(zipped({"word/document.xml": b"<w:document"}), "a.docx").code == "bad_document"
