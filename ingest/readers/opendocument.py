"""Find the merged areas of an ods file, which values alone do not tell."""

import io
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest import limits
from ingest.records import FileNotRead, Merge

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def merges_by_sheet(data: bytes) -> dict[str, tuple[Merge, ...]]:
    """The merged areas of every sheet of an ods that has been checked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container, container.open("content.xml") as content:
            return {name: tuple(_merges(sheet)) for name, sheet in _sheets(content)}
    except (ParseError, DefusedXmlException, KeyError, ValueError) as error:
        raise FileNotRead("bad_workbook", "工作簿损坏，打不开。请用 Excel 或 WPS 打开另存一份，再上传。") from error


def _sheets(content: IO[bytes]) -> Iterator[tuple[str, Element]]:
    for _event, element in iterparse(content, events=("end",)):
        if element.tag == f"{TABLE}table":
            yield element.get(f"{TABLE}name", ""), element
            element.clear()


def _merges(sheet: Element) -> Iterator[Merge]:
    top = 0
    for row in sheet.iter(f"{TABLE}table-row"):
        left = 0
        for cell in row:
            if cell.tag in CELLS:
                down, right = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
                if down * right > 1:
                    yield Merge(top, left, min(top + down - 1, limits.ROWS), min(left + right - 1, limits.COLUMNS))
                left += _number(cell, "number-columns-repeated")
        top += _number(row, "number-rows-repeated")


def _number(element: Element, name: str) -> int:
    text = element.get(f"{TABLE}{name}", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 8 else 1
