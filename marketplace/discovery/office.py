"""The text of office documents and PDF; loaded with the first such document, as the readers are large."""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from python_calamine import CalamineError, CalamineWorkbook

from marketplace.core.errors import InvalidInput
from marketplace.discovery.documents import DAMAGED
from search.text import is_blank

PAGES = 40
ROWS = 400


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def read_word(content: bytes) -> Iterator[str]:
    try:
        document: WordDocument = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError):  # lxml's syntax error is Python's
        raise InvalidInput(DAMAGED) from None
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield " ".join(dict.fromkeys(cell.text for cell in row.cells))
        else:
            yield block.text


def read_pdf(content: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InvalidInput(_("这份 PDF 有密码。请去掉密码再上传。"))
        pages = [page.extract_text() for page in reader.pages[:PAGES]]
    except DependencyError:
        raise InvalidInput(_("这份 PDF 有密码。请去掉密码再上传。")) from None
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError):
        raise InvalidInput(DAMAGED) from None  # pypdf meets broken files with any of these
    if is_blank("".join(pages)):
        raise InvalidInput(_("这份 PDF 是扫描件，里面没有文字。请上传文字版，或把问题写在框里。"))
    yield from pages


def read_sheet(content: bytes) -> Iterator[str]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            for row in workbook.get_sheet_by_name(name).to_python(nrows=ROWS):
                yield " ".join(str(cell) for cell in row if cell not in ("", None))
    except (CalamineError, ParseError):
        raise InvalidInput(DAMAGED) from None


READERS = {"word": read_word, "pdf": read_pdf, "sheet": read_sheet}
