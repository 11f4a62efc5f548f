"""What a file is, told by its content: a known beginning, and then it must open. Runs in the confined process."""

import io
import zipfile
from typing import NoReturn

from marketplace.core.confined import wording
from marketplace.core.confined.pictures import PICTURES, opened
from marketplace.core.containers import UNREADABLE, count_out
from marketplace.core.errors import InvalidInput

ENTRIES = 2000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OFFICE = "application/vnd.openxmlformats-officedocument."
PDF, ZIP = "application/pdf", "application/zip"
PARTS = {
    "word/document.xml": OFFICE + "wordprocessingml.document",
    "xl/workbook.xml": OFFICE + "spreadsheetml.sheet",
    "ppt/presentation.xml": OFFICE + "presentationml.presentation",
}  # the part that a package of each kind cannot lack


def media_type(content: bytes) -> str:
    """The media type of a file that is taken; InvalidInput says why another is not."""
    if not content:
        raise InvalidInput(wording.EMPTY)
    if content[:1024].lstrip()[:5] == b"%PDF-":
        return _pdf(content)
    if content.startswith(OLE):
        raise InvalidInput(wording.OLD_OFFICE)
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (content[:4], content[8:12]) == (
        b"RIFF",
        b"WEBP",
    ):
        return PICTURES[opened(content, wording.BROKEN).format or ""]
    raise InvalidInput(wording.UNKNOWN)


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise InvalidInput(wording.LOCKED)
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise InvalidInput(wording.BROKEN) from None
    if not pages:
        raise InvalidInput(wording.NO_PAGES)
    return PDF


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_odd(entries)
            count_out(archive, len(content), _refuse_bomb)
            names = {entry.filename for entry in entries}
            found = next((kind for part, kind in PARTS.items() if part in names), ZIP)
            if found != ZIP:
                _read_parts(archive, names)
            return found
    except UNREADABLE:
        raise InvalidInput(wording.BROKEN) from None


def _refuse_odd(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise InvalidInput(wording.EMPTY)
    if any(entry.flag_bits & 1 for entry in entries):
        raise InvalidInput(wording.LOCKED)
    if len(entries) > ENTRIES:
        raise InvalidInput(wording.BOMB)
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise InvalidInput(wording.NESTED)
        if parts[-1].lower() == "vbaproject.bin":
            raise InvalidInput(wording.MACROS)


def _refuse_bomb(_limit: int) -> NoReturn:
    raise InvalidInput(wording.BOMB)


def _read_parts(archive: zipfile.ZipFile, names: set[str]) -> None:
    """An office package opens: its list of parts and its main part are XML without entities of their own."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException, ElementTree

    if "[Content_Types].xml" not in names:
        raise InvalidInput(wording.BROKEN)
    for name in ("[Content_Types].xml", *(part for part in PARTS if part in names)):
        try:
            ElementTree.fromstring(archive.read(name), forbid_dtd=True)
        except DefusedXmlException:
            raise InvalidInput(wording.ENTITIES) from None
        except ParseError:
            raise InvalidInput(wording.BROKEN) from None
