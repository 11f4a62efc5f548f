"""The blocks of office documents and PDF; loaded with the first such document, as the readers are large."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

import docx
from docx.opc.exceptions import PackageNotFoundError
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from python_calamine import CalamineError, CalamineWorkbook

from marketplace.core.documents import DAMAGED, TOO_LARGE, Block, Prose, Reader, Rows
from marketplace.core.errors import InvalidInput
from search.text import is_blank

PAGES = 40
RULED_PAGES = 10  # whose tables are looked for
ROWS = 400
WORD_TEXT = 24 * 1024 * 1024  # bytes of the text part, unpacked
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MERGED = f"{WORD}vMerge"
COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # what is there twice


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


BROKEN_PDF = (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)


def read_word(content: bytes) -> Iterator[Block]:
    """Paragraphs and tables, also those inside content controls; text that was deleted under review is not there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("word/document.xml").file_size > WORD_TEXT:
                raise InvalidInput(TOO_LARGE)
        document: Any = docx.Document(io.BytesIO(content))
        styles = {style.style_id: style.name or "" for style in document.styles}
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError):  # lxml's syntax error is Python's
        raise InvalidInput(DAMAGED) from None
    yield from _blocks(document.element.body, styles)


def _blocks(parent: Any, styles: dict[str, str]) -> Iterator[Block]:
    for element in parent:
        if element.tag == f"{WORD}p":
            yield Prose(_text(element), heading=_is_heading(element, styles))
        elif element.tag == f"{WORD}tbl":
            yield Rows(tuple(_row(row) for row in element.iter(f"{WORD}tr") if _own_table(row) is element))
        elif element.tag == f"{WORD}sdt":
            for held in element.iterchildren(f"{WORD}sdtContent"):
                yield from _blocks(held, styles)


def _own_table(row: Any) -> Any:
    return next(row.iterancestors(f"{WORD}tbl"), None)


def _row(row: Any) -> tuple[str, ...]:
    """The cells of a row; one that continues the cell above it is blank."""
    cells = [cell for cell in row.iter(f"{WORD}tc") if next(cell.iterancestors(f"{WORD}tr"), None) is row]
    return tuple("" if _continues(cell) else _cell_text(cell) for cell in cells)


def _continues(cell: Any) -> bool:
    merged = next(cell.iter(MERGED), None)
    return merged is not None and merged.get(f"{WORD}val", "continue") == "continue"


def _cell_text(cell: Any) -> str:
    lines = (_text(paragraph) for paragraph in cell.iter(f"{WORD}p"))
    return "\n".join(line for line in lines if line.strip())


def _text(paragraph: Any) -> str:
    """The text of a paragraph; drawings keep a copy of their text for old readers, which is left out."""
    marks = {f"{WORD}tab": " ", f"{WORD}br": "\n", f"{WORD}cr": "\n"}
    parts = []
    for element in paragraph.iter(f"{WORD}t", *marks):
        if next(element.iterancestors(COPY), None) is None:
            parts.append(marks.get(element.tag) or element.text or "")
    return "".join(parts)


def _is_heading(paragraph: Any, styles: dict[str, str]) -> bool:
    style = next(paragraph.iter(f"{WORD}pStyle"), None)
    name = styles.get(style.get(f"{WORD}val", ""), "") if style is not None else ""
    return name.lower().startswith(("heading", "title", "标题"))


def read_pdf(content: bytes) -> Iterator[Block]:
    """The text of each page."""
    return (Prose(page) for page in _pages(content))


def _pages(content: bytes) -> list[str]:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InvalidInput(_("这份 PDF 有密码。请去掉密码再上传。"))
        pages = [page.extract_text() for page in reader.pages[:PAGES]]
    except DependencyError:
        raise InvalidInput(_("这份 PDF 有密码。请去掉密码再上传。")) from None
    except BROKEN_PDF:
        raise InvalidInput(DAMAGED) from None  # pypdf meets broken files with any of these
    if is_blank("".join(pages)):
        raise InvalidInput(_("这份 PDF 是扫描件，里面没有文字。请上传文字版，或把问题写在框里。"))
    return pages


def read_ruled_pdf(content: bytes) -> Iterator[Block]:
    """The lines of each page, and the tables that are drawn with lines."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psparser import PSException

    pages = _pages(content)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            ruled = [_ruled(page) for page in document.pages[:RULED_PAGES]]
    except (PDFException, PSException, *BROKEN_PDF):
        ruled = []  # the text of the pages can be had without the tables
    for blocks in ruled:
        yield from blocks
    for page in pages[len(ruled) :]:
        yield from (Prose(line) for line in page.splitlines())


def _ruled(page: Any) -> list[Block]:
    tables = [table for table in page.find_tables() if len(table.rows) > 1]
    rest = page
    for table in tables:
        rest = rest.outside_bbox(table.bbox)
    blocks: list[Block] = [Prose(line) for line in (rest.extract_text() or "").splitlines()]
    for table in tables:
        blocks.append(Rows(tuple(tuple((cell or "").strip() for cell in row) for row in table.extract())))
    return blocks


def read_sheet(content: bytes) -> Iterator[Block]:
    """Each sheet as a table."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(nrows=ROWS)
            yield Rows(tuple(tuple("" if cell is None else str(cell).strip() for cell in row) for row in rows))
    except (CalamineError, ParseError):
        raise InvalidInput(DAMAGED) from None


READERS: dict[str, Reader] = {
    "word": read_word,
    "pdf": read_pdf,
    "ruled pdf": read_ruled_pdf,
    "sheet": read_sheet,
}
