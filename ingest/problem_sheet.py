"""The rows kept aside as a workbook: as they were, with the reasons beside them. No cell of it is ever a formula."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

from ingest.records import Sheets, SourceRow
from marketplace.web.sheets import sheet_title

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767  # characters that a cell of a workbook holds


def problem_sheet(sheets: Sheets, reasons: Mapping[str, Sequence[str]], heading: str) -> bytes:
    """Write the rows that have reasons, sheet by sheet, under their own headings."""
    book = openpyxl.Workbook(write_only=True)
    for index, table in enumerate(sheets.tables):
        rows = [(row, reasons[key]) for row in table.rows if (key := row.key(index)) in reasons]
        if rows:
            sheet = book.create_sheet(sheet_title(table.name) or str(index + 1))
            sheet.append([_cell(sheet, text) for text in (heading, *table.headings)])
            for row, said in rows:
                sheet.append([_cell(sheet, value) for value in _values(row, said)])
    if not book.worksheets:
        book.create_sheet("1").append([heading])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(value: object) -> str:
    """The text of a cell; what a spreadsheet might take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    text = "".join(mark for mark in text if mark >= " " or mark in "\t\n")[: LONGEST - 1]
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _values(row: SourceRow, reasons: Sequence[str]) -> list[object]:
    return ["\n".join(reasons), *row.cells]


def _cell(sheet: Any, value: object) -> Any:
    cell = WriteOnlyCell(sheet, value=harmless(value))
    cell.data_type = "s"
    return cell
