"""Reads the text of a document that is dropped on the question box. What it is is told by its content, not its name."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import IO

from marketplace.core.errors import InvalidInput
from marketplace.discovery.tidying import tidy
from search.text import is_blank

QUESTION_CHARACTERS = 2_000  # of a document become the question; an encoder reads no more
ENOUGH = 12_000  # raw characters after which reading stops
UNPACKED = 200 * 1024 * 1024
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


DAMAGED = _("文件已损坏，或与它的类型不符。请重新导出后再上传。")


def read_document(stream: IO[bytes]) -> str:
    """The beginning of a document's text, as a question; InvalidInput says why it cannot be read."""
    content = stream.read()
    if not content.strip():
        raise InvalidInput(_("文件是空的。请换一个文件，或把问题写在框里。"))
    text = "\n".join(_beginning(_reader_of(content)(content)))
    if is_blank(text):
        raise InvalidInput(_("文件里没有可以读取的文字。请换一个文件，或把问题写在框里。"))
    return condense(text)


def condense(text: str) -> str:
    """The first part of a text, each line once: running heads and repeated cells say nothing new."""
    lines = dict.fromkeys(tidy(line, QUESTION_CHARACTERS) for line in text.splitlines())
    return tidy(" ".join(line for line in lines if not is_blank(line)), QUESTION_CHARACTERS)


def _reader_of(content: bytes) -> Callable[[bytes], Iterator[str]]:
    if b"%PDF-" in content[:1024]:
        return _office_reader("pdf")
    if content.startswith(OLD_OFFICE):
        raise InvalidInput(_("这是旧版或加密的 Office 文件。请另存为 .docx 或 .xlsx 再上传。"))
    if content.startswith(PICTURES):
        raise InvalidInput(_("这是一张图片，里面没有文字。请上传文字版，或把问题写在框里。"))
    if content.startswith(b"PK\x03\x04"):
        return _packed_reader(content)
    return _plain


def _office_reader(kind: str) -> Callable[[bytes], Iterator[str]]:
    from marketplace.discovery import office  # 20 MB that most web processes never need

    return office.READERS[kind]


def _packed_reader(content: bytes) -> Callable[[bytes], Iterator[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise InvalidInput(DAMAGED) from None
    if unpacked > UNPACKED:
        raise InvalidInput(_("文件展开后太大。请只上传与问题有关的几页。"))
    if "word/document.xml" in names:
        return _office_reader("word")
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return _office_reader("sheet")
    raise InvalidInput(_("读不了这种文件。请上传 .docx、.pdf、.xlsx 或 .txt。"))


def _plain(content: bytes) -> Iterator[str]:
    for encoding in ("utf-8-sig", "gb18030") if not content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-16",):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            yield text
            return
    from charset_normalizer import from_bytes  # only for texts that say nothing of their encoding

    best = from_bytes(content[: 4 * ENOUGH]).best()
    if best is None or b"\x00" in content[:ENOUGH]:
        raise InvalidInput(_("读不了这种文件。请上传 .docx、.pdf、.xlsx 或 .txt。"))
    yield str(best)


def _beginning(parts: Iterator[str]) -> Iterator[str]:
    """Parts until there is enough."""
    held = 0
    for part in parts:
        part = re.sub(r"[ \t\u3000]+", " ", part[:ENOUGH])
        yield part
        held += len(part)
        if held >= ENOUGH:
            return
