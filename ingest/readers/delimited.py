"""Read comma, semicolon and tab separated text."""

import csv
import io

from ingest import limits
from ingest.records import FileNotRead, Grid

SEPARATORS = ("\t", ",", ";", "|")
LOOKED_AT = 200  # logical lines that decide the separator


def read_delimited(text: str, separator: str | None = None) -> tuple[Grid, str]:
    """Turn text into a grid and name its separator; quoted cells may hold separators and line ends."""
    separator = separator or find_separator(text)
    rows: list[list[object]] = []
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    csv.field_size_limit(limits.CELL_CHARACTERS)
    try:
        for cells in reader:
            _check_size(cells, len(rows) + 1)
            rows.append([*cells])
            numbers.append(len(rows))
    except csv.Error as error:
        raise _not_parsed(error, len(rows) + 1) from error
    return Grid("", rows, numbers=tuple(numbers)), separator


def find_separator(text: str) -> str:
    """Choose the separator under which most lines fall into the same number (two or more) of cells."""
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = _widths(text, separator)
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common = max(set(wide), key=lambda width: (wide.count(width), width))
        score = wide.count(common) / len(widths) + min(common, 50) / 1000
        if score > best_score:
            best, best_score = separator, score
    return best


def _widths(text: str, separator: str) -> list[int]:
    widths: list[int] = []
    csv.field_size_limit(limits.CELL_CHARACTERS)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) >= LOOKED_AT:
                break
    except csv.Error:
        return widths
    return widths


def _check_size(cells: list[str], row: int) -> None:
    if row > limits.ROWS:
        raise FileNotRead("too_many_rows", "表格超过 %(n)s 行。请分成几个文件再上传。", n=limits.ROWS)
    if len(cells) > limits.COLUMNS:
        raise FileNotRead(
            "too_many_columns", "第 %(row)s 行有 %(n)s 列，超过 %(limit)s 列。请检查分隔符。",
            row=row, n=len(cells), limit=limits.COLUMNS,
        )  # fmt: skip


def _not_parsed(error: csv.Error, row: int) -> FileNotRead:
    if "field larger" in str(error):
        return FileNotRead(
            "cell_too_long",
            "第 %(row)s 行有一格超过 %(n)s 个字，多半是引号没有成对。请检查这一行的引号，或缩短内容。",
            row=row,
            n=limits.CELL_CHARACTERS,
        )
    return FileNotRead("bad_table", "从第 %(row)s 行起不是规整的表格，读不下去。请重新导出后再上传。", row=row)
