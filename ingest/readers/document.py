"""Read Word documents: tables as rows, a two-column form as one record, or prose as one record."""

import io
import re
import zipfile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable
from lxml.etree import LxmlError

from ingest import headings
from ingest.records import FileNotRead, Grid, SourceRow, Table

LABEL = re.compile(r"^[\s（(]*(?:[一二三四五六七八九十\d]{1,3}[.、．)）]\s*)?([^：:。；，,\n]{2,20}?)\s*[：:]\s*")
HEADING = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[.、．)）]+)\s*([^：:。；，,\n]{2,20})\s*$")
TITLE_LABEL = "title"
BODY_LABEL = "text"
FORM_SHARE = 0.5  # of a form's labels must be known


def read_document(data: bytes) -> tuple[list[Grid], list[Table]]:
    """Give the grids that still need their header found, and the records that are complete."""
    document = _open(data)
    grids, records = [], []
    for index, table in enumerate(document.tables, 1):
        rows: list[list[object]] = [[*_unmerged(row)] for row in _rows(table)]
        form = _form_record(rows)
        if form is not None:
            records.append(_record(f"表 {index}", form))
        else:
            grids.append(Grid(f"表 {index}", rows))
    if not records and not grids:
        prose = _prose_record(document)
        if prose:
            records.append(_record("", prose))
    return grids, records


def _open(data: bytes) -> Document:
    try:
        return docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, LxmlError, zipfile.BadZipFile) as error:
        raise FileNotRead("bad_document", "Word 文档损坏，打不开。请用 Word 或 WPS 打开另存一份，再上传。") from error


def _rows(table: WordTable) -> list[list[str]]:
    return [[cell.text.strip() for cell in row.cells] for row in table.rows]


def _unmerged(cells: list[str]) -> list[str]:
    """A cell merged sideways comes once for every column that it covers: keep the first."""
    return [cell if index == 0 or cell != cells[index - 1] else "" for index, cell in enumerate(cells)]


def _form_record(rows: list[list[object]]) -> dict[str, str] | None:
    """Read a form of labels with the value beside them (in two, four or more columns), if the table is one."""
    pairs: dict[str, str] = {}
    known = 0
    for row in rows:
        cells = [str(cell) for cell in row if str(cell)]
        if len(cells) == 1 and len(cells[0]) <= headings.LONGEST:
            continue
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            key = label.strip(" ：:")
            known += headings.is_known(key)
            pairs[key] = f"{pairs[key]}\n{value}" if key in pairs else value
    firsts = [str(row[0]) for row in rows if row]
    is_form = (
        len(rows) >= 2 and known >= 2 and known >= FORM_SHARE * len(pairs) and sum(map(headings.is_known, firsts)) >= 2
    )
    return pairs if is_form else None


def _prose_record(document: Document) -> dict[str, str]:
    """Sort prose under its headings and labels; what stands before the first one is the text."""
    sections: dict[str, list[str]] = {}
    current = BODY_LABEL
    for paragraph in document.paragraphs:
        style = (paragraph.style.name or "") if paragraph.style else ""
        is_heading = style.startswith(("Heading", "标题", "Title"))
        for line in paragraph.text.splitlines():
            text = line.strip()
            if not text:
                continue
            if is_heading and not sections:
                sections[TITLE_LABEL] = [text]
                continue
            label, rest = _labelled(text, is_heading=is_heading)
            current = label or current
            if rest:
                sections.setdefault(current, []).append(rest)
    return _with_title({label: "\n".join(lines) for label, lines in sections.items()})


def _labelled(text: str, *, is_heading: bool) -> tuple[str, str]:
    match = LABEL.match(text)
    if match and headings.is_known(match[1]):
        return match[1], text[match.end() :]
    alone = HEADING.match(text)
    name = alone[1] if alone else text.rstrip("：:")
    if headings.is_known(name) and (is_heading or alone or len(name) <= 8):
        return name, ""
    return "", text


def _with_title(sections: dict[str, str]) -> dict[str, str]:
    """Without a heading, a short first line is the title."""
    if TITLE_LABEL in sections or any(headings.is_title(label) for label in sections):
        return sections
    first, _, rest = sections.get(BODY_LABEL, "").partition("\n")
    if first and len(first) <= headings.LONGEST and (rest or len(sections) > 1) and not first.endswith(("。", "；")):
        others = {label: text for label, text in sections.items() if label != BODY_LABEL}
        return {TITLE_LABEL: first} | ({BODY_LABEL: rest} if rest else {}) | others
    return sections


def _record(name: str, values: dict[str, str]) -> Table:
    return Table(name, tuple(values), ("",) * len(values), (SourceRow(1, tuple(values.values())),))
