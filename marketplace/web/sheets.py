"""Lists as files for spreadsheets, with nothing in them that a spreadsheet would run."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
RUNS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is taken for a formula
ILLEGAL = re.compile(r"[\000-\010]|[\013-\014]|[\016-\037]")  # control characters that no workbook may hold
NOT_IN_A_TITLE = str.maketrans("", "", "[]:*?/\\")  # characters that the title of a sheet may not hold
LONGEST_TITLE = 28  # a workbook takes 31; a title that comes again gets a number behind it
LONGEST = 32_000  # characters; a cell of a workbook holds 32,767


def harmless(text: str) -> str:
    """The text as a cell that is shown and never computed."""
    text = ILLEGAL.sub("", text)[:LONGEST]
    return f"'{text}" if text.startswith(RUNS) else text


def sheet_title(text: str) -> str:
    """The text as the title of a sheet; blank when nothing of it may stand there."""
    return harmless(" ".join(text.translate(NOT_IN_A_TITLE).split()))[:LONGEST_TITLE].strip()


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target)
    for row in (header, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # large, and few pages write a workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (header, *rows):
        sheet.append([harmless(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_book(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str | float | Decimal | None]]]]) -> bytes:
    """A workbook of several sheets: (title, header, rows); numbers stay numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, header, rows in sheets:
        sheet = book.create_sheet(sheet_title(title))
        for row in (header, *rows):
            sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
