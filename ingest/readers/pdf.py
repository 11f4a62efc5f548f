"""Read the tables of a PDF, or its labelled text as one record; scripts and links in it are never followed."""

import io
from collections.abc import Iterator, Sequence

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from ingest import headings, limits
from ingest.readers.formlike import as_record, form_record, prose_record
from ingest.records import FileNotRead, Grid, Message, Table

Rows = list[list[object]]


def read_pdf(data: bytes) -> tuple[list[Grid], list[Table], list[Message]]:
    """Give the tables of all pages, a table that goes on over pages as one; without tables, the text as one record."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > limits.PDF_PAGES:
                raise FileNotRead(
                    "too_many_pages",
                    "PDF 有 %(n)s 页，超过 %(limit)s 页。请只留有表格的页再上传。",
                    n=len(document.pages),
                    limit=limits.PDF_PAGES,
                )
            return _read(document.pages)
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise FileNotRead("encrypted", "文件设有打开密码，读不了。请取消密码后再上传。") from error
        raise _broken() from error
    except (PDFException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError) as error:
        raise _broken() from error  # what the parser meets in a damaged file is not foreseen by it


def _read(pages: Sequence[Page]) -> tuple[list[Grid], list[Table], list[Message]]:
    tables: list[Rows] = []
    lines: list[str] = []
    for page in pages:
        for rows in _tables(page):
            if tables and _goes_on(tables[-1], rows):
                tables[-1] += rows
            else:
                tables.append(rows)
        lines += [] if tables else (page.extract_text() or "").splitlines()
        page.close()
    if not tables and not any(line.strip() for line in lines):
        raise FileNotRead(
            "no_text", "这个 PDF 里没有文字，多半是扫描件，不能导入。请上传原来的表格，或先用文字识别软件转成文字。"
        )
    records = [as_record("", prose)] if not tables and (prose := prose_record((line, False) for line in lines)) else []
    grids = []
    for index, rows in enumerate(tables, 1):
        form = form_record(rows)
        if form is not None:
            records.append(as_record(f"表 {index}", form))
        else:
            grids.append(Grid(f"表 {index}", rows))
    return grids, records, [Message("PDF 里的表格是按线条认出来的，请特别核对。")] if tables else []


def _tables(page: Page) -> Iterator[Rows]:
    for table in page.extract_tables():
        yield [[(cell or "").replace("\n", "").strip() for cell in row] for row in table]


def _goes_on(before: Rows, rows: Rows) -> bool:
    """Does a table continue on this page: as many columns, and no header of its own (or the same one again)."""
    first = rows[0] if rows else []
    if not before or len(before[-1]) != len(first):
        return False
    return first in before or not any(headings.is_known(str(cell)) for cell in first if cell)


def _broken() -> FileNotRead:
    return FileNotRead("bad_pdf", "PDF 损坏，打不开。请重新导出一份，或上传原来的表格。")
