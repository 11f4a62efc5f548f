"""Reads office documents, PDF and plain text as blocks. What a file is is told by its content, not its name."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from marketplace.core.containers import UNREADABLE, count_out
from marketplace.core.errors import InvalidInput

SAMPLE = 48_000  # bytes from which an unnamed encoding is guessed
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<script", b"<svg")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


DAMAGED = _("文件已损坏，或与它的类型不符。请重新导出后再上传。")
TOO_LARGE = _("文件展开后太大。请只上传与问题有关的几页。")


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, a line or a page of text."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. A cell that is merged stands once, at its upper left place; the others it covers are blank."""

    rows: tuple[tuple[str, ...], ...]


Block = Prose | Rows
Reader = Callable[[bytes], Iterator[Block]]


def read_blocks(content: bytes, *, ruled: bool = False) -> Iterator[Block]:
    """The blocks of a document in their order; InvalidInput says why it cannot be read.

    `ruled` also finds the tables of a PDF by their lines, which takes a second a page.
    """
    if not content.strip():
        raise InvalidInput(_("文件是空的。请换一个文件，或把问题写在框里。"))
    return _reader_of(content, ruled)(content)


def text_of(block: Block) -> str:
    """What a block says, a line for each row."""
    if isinstance(block, Prose):
        return block.text
    return "\n".join(" ".join(dict.fromkeys(cell for cell in row if cell)) for row in block.rows)


def _reader_of(content: bytes, ruled: bool) -> Reader:
    if b"%PDF-" in content[:1024]:
        return _office_reader("ruled pdf" if ruled else "pdf")
    if content.startswith(OLD_OFFICE):
        raise InvalidInput(_("这是旧版或加密的 Office 文件。请另存为 .docx 或 .xlsx 再上传。"))
    if content.startswith(PICTURES):
        raise InvalidInput(_("这是一张图片，里面没有文字。请上传文字版，或把问题写在框里。"))
    if content.startswith(b"PK\x03\x04"):
        return _packed_reader(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(MARKUP):
        raise InvalidInput(_("这是网页或 XML，不是文档。请另存为 .docx、.pdf 或 .txt 再上传，或把文字粘贴到框里。"))
    return _plain


def _office_reader(kind: str) -> Reader:
    from marketplace.core import office  # 20 MB that most web processes never need

    return office.READERS[kind]


def _packed_reader(content: bytes) -> Reader:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            count_out(archive, len(content), _refuse_bomb)
    except UNREADABLE:
        raise InvalidInput(DAMAGED) from None
    if "word/document.xml" in names:
        return _office_reader("word")
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return _office_reader("sheet")
    raise InvalidInput(_("读不了这种文件。请上传 .docx、.pdf、.xlsx 或 .txt。"))


def _refuse_bomb(_limit: int) -> NoReturn:
    raise InvalidInput(TOO_LARGE)


def _plain(content: bytes) -> Iterator[Block]:
    return (Prose(line) for line in re.split(r"\r\n|\r|\n", _decoded(content)))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030") if not content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-16",):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    from charset_normalizer import from_bytes  # only for texts that say nothing of their encoding

    best = from_bytes(content[:SAMPLE]).best()
    if best is None or b"\x00" in content[:SAMPLE]:
        raise InvalidInput(_("读不了这种文件。请上传 .docx、.pdf、.xlsx 或 .txt。"))
    return str(best)
