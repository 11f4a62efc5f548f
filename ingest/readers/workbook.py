"""Read xlsx, xls and ods workbooks into grids of text: stored values only, nothing is evaluated."""

import io
import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ingest import limits
from ingest.readers.cells import CellFacts, facts_by_sheet
from ingest.readers.opendocument import merges_by_sheet
from ingest.records import FileNotRead, Grid, Merge, Message, too_much

NO_FACTS = CellFacts()
MACROS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"))


def read_workbook(data: bytes, kind: str) -> tuple[list[Grid], list[Message]]:
    """Turn every visible worksheet of an xlsx, xls or ods into a grid; say which were left out and why."""
    workbook = _open(data)
    facts = facts_by_sheet(data) if kind == "xlsx" else {}
    merges = merges_by_sheet(data) if kind == "ods" else {}
    grids, notes = [], _what_was_not_run(data)
    for index, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            notes.append(Message("工作表“%(sheet)s”是图表或宏，未读。", sheet=sheet.name))
        elif sheet.visible is not SheetVisibleEnum.Visible:
            notes.append(Message("工作表“%(sheet)s”是隐藏的，未读。", sheet=sheet.name))
        else:
            grid = _read_sheet(workbook, index, sheet.name, facts.get(sheet.name, NO_FACTS))
            grid.merges = grid.merges or merges.get(sheet.name, ())
            grids.append(grid)
    return grids, notes


def _what_was_not_run(data: bytes) -> list[Message]:
    notes = []
    if any(mark in data for mark in MACROS):
        notes.append(Message("工作簿里有宏，没有运行，只读了单元格的值。"))
    if b"xl/externalLinks/" in data:
        notes.append(Message("工作簿引用了别的文件，没有去打开，用的是文件里存着的值。"))
    return notes


def _open(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise FileNotRead("encrypted", "文件设有打开密码，读不了。请取消密码后再上传。") from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileNotRead("bad_workbook", "工作簿损坏，打不开。请用 Excel 或 WPS 打开另存一份，再上传。") from error


def _read_sheet(workbook: CalamineWorkbook, index: int, name: str, facts: CellFacts) -> Grid:
    try:
        sheet = workbook.get_sheet_by_index(index)
        if sheet.total_height > limits.ROWS:
            raise FileNotRead("too_many_rows", "表格超过 %(n)s 行。请分成几个文件再上传。", n=limits.ROWS)
        if sheet.total_width * sheet.total_height > limits.CELLS * 4:
            raise too_much()
        values = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError) as error:
        raise FileNotRead(
            "bad_sheet", "工作表“%(sheet)s”损坏，读不了。请用 Excel 或 WPS 打开另存一份，再上传。", sheet=name
        ) from error
    width = _used_width(values)
    if width > limits.COLUMNS:
        raise FileNotRead(
            "too_many_columns_sheet",
            "工作表“%(sheet)s”有 %(n)s 列，超过 %(limit)s 列，没有读取。请只留要导入的列。",
            sheet=name,
            n=width,
            limit=limits.COLUMNS,
        )
    rows: list[list[object]] = [
        [value if isinstance(value, str) else _text(value) for value in row[:width]] for row in values
    ]
    _check_cells(rows, name)
    _apply_facts(rows, facts)
    merges = tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return Grid(name, rows, merges=merges)


def _used_width(values: Sequence[Sequence[object]]) -> int:
    """Columns up to the last one that holds anything; formats may reach far beyond."""
    width = 0
    for row in values:
        last = len(row)
        while last > width and row[last - 1] == "":
            last -= 1
        width = max(width, last)
    return width


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        plain = value.time() == time()
        return value.date().isoformat() if plain else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return ""


def number_text(value: float) -> str:
    """Show a number as a person would type it: no .0, no binary noise."""
    if not math.isfinite(value):
        return ""
    if value == int(value) and abs(value) < 1e18:
        return str(int(value))
    return f"{value:.15g}"


def _check_cells(rows: list[list[object]], sheet: str) -> None:
    for index, row in enumerate(rows):
        for cell in row:
            if isinstance(cell, str) and len(cell) > limits.CELL_CHARACTERS:
                raise FileNotRead(
                    "cell_too_long",
                    "工作表“%(sheet)s”第 %(row)s 行有一格超过 %(n)s 个字，没有读取。请缩短内容后再上传。",
                    sheet=sheet,
                    row=index + 1,
                    n=limits.CELL_CHARACTERS,
                )


def _apply_facts(rows: list[list[object]], facts: CellFacts) -> None:
    for (row, column), formula in facts.formulas.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = formula
    for row, column in facts.percents:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = _percent(rows[row][column])


def _percent(cell: object) -> object:
    try:
        return f"{number_text(round(float(str(cell)) * 100, 10))}%"
    except ValueError:
        return cell
