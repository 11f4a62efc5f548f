"""Take apart rows in which one cell names several records: numbered items under the title, matched by the other cells."""

import re
from collections.abc import Sequence

from ingest import headings
from ingest.records import Message, SourceRow, Table

ITEM = re.compile(r"(?:^|\n)\s*(?:[（(]?(\d{1,2})[）)、．]|(\d{1,2})\.(?!\d))\s*")
MOST = 30  # records in one row


def split_records(tables: Sequence[Table]) -> tuple[list[Table], list[Message]]:
    """Tables in which every row is one record, and notes of the rows taken apart."""
    done = [_split_table(table) for table in tables]
    numbers = [number for _table, rows in done for number in rows]
    if not numbers:
        return [table for table, _ in done], []
    shown = "、".join(str(number) for number in numbers[:8]) + ("…" if len(numbers) > 8 else "")
    return [table for table, _ in done], [Message("第 %(rows)s 行一格里写了几条，已按编号拆开。", rows=shown)]


def items_of(cell: object) -> list[str]:
    """The items of a cell numbered 1, 2, 3 at the starts of lines; the cell itself when it is no such list."""
    text = str(cell)
    starts = list(ITEM.finditer(text))
    numbers = [int(start[1] or start[2]) for start in starts]
    if len(starts) < 2 or len(starts) > MOST or starts[0].start() or numbers != list(range(1, len(starts) + 1)):
        return [text]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [text[start.end() : end].strip() for start, end in zip(starts, ends, strict=True)]


def _split_table(table: Table) -> tuple[Table, list[int]]:
    title = next((place for place, name in enumerate(table.headings) if headings.is_title(name.split(".")[-1])), None)
    if title is None or not any(_has_items(row, title) for row in table.rows):
        return table, []
    rows: list[SourceRow] = []
    split: list[int] = []
    for row in table.rows:
        titles = items_of(row.cells[title]) if _has_items(row, title) else []
        if len(titles) < 2 or not all(titles):
            rows.append(row)
            continue
        split.append(row.number)
        rows += [SourceRow(row.number, _part(row.cells, place, len(titles)), place + 1) for place in range(len(titles))]
    return Table(table.name, table.headings, table.letters, tuple(rows), table.header_row), split


def _has_items(row: SourceRow, title: int) -> bool:
    cell = row.cells[title] if title < len(row.cells) else ""
    return isinstance(cell, str) and "\n" in cell and ITEM.match(cell) is not None


def _part(cells: Sequence[object], place: int, count: int) -> tuple[object, ...]:
    """The item of every cell that has as many; what has not belongs to all."""
    lists = (items_of(cell) if isinstance(cell, str) else [cell] for cell in cells)
    return tuple(items[place] if len(items) == count else cell for items, cell in zip(lists, cells, strict=True))
