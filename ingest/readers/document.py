"""Read Word documents: tables as rows, a two-column form as one record, or prose as one record."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import _Cell
from lxml.etree import LxmlError

from ingest.readers.formlike import as_record, form_record, prose_record
from ingest.records import FileNotRead, Grid, Merge, Table


def read_document(data: bytes) -> tuple[list[Grid], list[Table]]:
    """Give the grids that still need their header found, and the records that are complete."""
    document = _open(data)
    grids, records = [], []
    for index, table in enumerate(document.tables, 1):
        cells = [list(row.cells) for row in table.rows]
        form = form_record(_as_form(cells))
        if form is not None:
            records.append(as_record(f"表 {index}", form))
        else:
            grids.append(_as_grid(f"表 {index}", cells))
    if not records and not grids:
        prose = prose_record(_lines(document))
        if prose:
            records.append(as_record("", prose))
    return grids, records


def _open(data: bytes) -> Document:
    try:
        return docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, LxmlError, zipfile.BadZipFile) as error:
        raise FileNotRead("bad_document", "Word 文档损坏，打不开。请用 Word 或 WPS 打开另存一份，再上传。") from error


def _as_form(cells: list[list[_Cell]]) -> list[list[object]]:
    """A cell merged sideways stands once in its row, one merged downwards in every row that it covers."""
    return [
        [cell.text.strip() for place, cell in enumerate(row) if place == 0 or cell._tc is not row[place - 1]._tc]
        for row in cells
    ]


def _as_grid(name: str, cells: list[list[_Cell]]) -> Grid:
    """A table as a sheet: a merged cell stands in its first place, and its area is kept."""
    areas: dict[object, Merge] = {}
    rows: list[list[object]] = []
    for top, row in enumerate(cells):
        rows.append([])
        for left, cell in enumerate(row):
            known = areas.get(cell._tc)
            rows[-1].append("" if known else cell.text.strip())
            first = known or Merge(top, left, top, left)
            areas[cell._tc] = Merge(first.top, first.left, max(first.bottom, top), max(first.right, left))
    merges = tuple(area for area in areas.values() if (area.top, area.left) != (area.bottom, area.right))
    return Grid(name, rows, merges=merges)


def _lines(document: Document) -> Iterator[tuple[str, bool]]:
    for paragraph in document.paragraphs:
        style = (paragraph.style.name or "") if paragraph.style else ""
        for line in paragraph.text.splitlines():
            yield line, style.startswith(("Heading", "标题", "Title"))
