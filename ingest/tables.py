"""Find the table in a sheet: its header under banners, its rows, and the notes around them."""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest import headings
from ingest.records import FileNotRead, Grid, Message, SourceRow, Table

NOT_A_HEADING = re.compile(r"[：。]|^[\d.,%\-/年月日]+$")
WIDE = 2  # a cell merged over more than a half of the columns is a caption, not a value
LOOKED_AT = 60  # rows in which a header is looked for
NOTE = re.compile(
    r"^[（(【\[]?(?:注|备注|说明|填表|填报|联系人|联系方式|联系电话|审核|负责人|单位盖章|盖章|制表|note|remark)",
    re.IGNORECASE,
)
TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共计|total|subtotal)$", re.IGNORECASE)
EXAMPLE = re.compile(r"^[（(【\[]?(?:示例|样例|例|填写示例|范例|example)[）)】\]]?[:：]?\d*$", re.IGNORECASE)
ORDINAL = re.compile(r"^\d{1,6}$")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and how many of its headings are known."""

    index: int
    height: int
    known: int
    has_title: bool


def find_tables(grids: list[Grid]) -> tuple[list[Table], list[Message]]:
    """Pick the sheets that hold data, name those that do not, and cut each to its table."""
    headers = [(grid, find_header(grid)) for grid in grids]
    with_title = [pair for pair in headers if pair[1] and pair[1].has_title]
    best = max((header.known for _, header in headers if header), default=0)
    tables, notes = [], []
    for grid, header in headers:
        if header is None or (not header.has_title and (with_title or header.known < best)):
            notes += _skipped(grid)
            continue
        table, table_notes = _cut(grid, header)
        if table.rows:
            tables.append(table)
            notes += table_notes
        elif len(grids) > 1:
            notes.append(Message("工作表“%(sheet)s”只有表头，没有数据。", sheet=grid.name))
    if not tables and any(header for _, header in headers):
        raise FileNotRead("no_rows", "文件里没有一行数据，只有表头。请填写后再上传。")
    return tables, notes


def find_header(grid: Grid) -> Header | None:
    """Choose the row with the most known headings; at least one must be known, or two without a title."""
    best: tuple[float, int] | None = None
    for index, row in enumerate(grid.rows[:LOOKED_AT]):
        known, distinct = _known(row)
        if known and (known * 3 >= distinct or any(headings.is_title(str(cell)) for cell in row)):
            score = known * 3 + min(distinct, 20) / 10
            if best is None or score > best[0]:
                best = (score, index)
    if best is None:
        return None
    top, height = _with_groups(grid, *_with_merges(grid, best[1]))
    cells = [cell for row in grid.rows[top : top + height] for cell in row]
    known, distinct = _known(cells)
    has_title = any(isinstance(cell, str) and headings.is_title(cell) for cell in cells)
    return Header(top, height, known, has_title) if has_title or known >= 2 else None


def _known(row: list[object]) -> tuple[int, int]:
    texts = {cell.strip() for cell in row if isinstance(cell, str) and cell.strip()}
    return sum(1 for text in texts if len(text) <= headings.LONGEST * 2 and headings.is_known(text)), len(texts)


def _with_merges(grid: Grid, index: int) -> tuple[int, int]:
    """Take in the row above or below that merged cells tie to the header."""
    top, bottom = index, index
    for merge in grid.merges:
        if merge.top <= index <= merge.bottom and 0 < merge.bottom - merge.top <= 3:
            top, bottom = min(top, merge.top), max(bottom, merge.bottom)
    return top, bottom - top + 1


def _with_groups(grid: Grid, top: int, height: int) -> tuple[int, int]:
    """Take in a neighbouring row of group headings, as a merged header looks once its merges are lost (csv)."""
    if height == 1 and top and _is_grouped(_texts(grid, top - 1), _texts(grid, top)):
        return top - 1, 2
    if height == 1 and top + 1 < len(grid.rows) and _is_grouped(_texts(grid, top), _texts(grid, top + 1)):
        return top, 2
    return top, height


def _texts(grid: Grid, index: int) -> list[str]:
    return [str(cell).strip() for cell in grid.rows[index]]


def _is_grouped(upper: list[str], lower: list[str]) -> bool:
    """Two rows make one header: headings of the lower stand under blanks of the upper, and blanks under its headings."""
    pairs = list(zip_longest(upper, lower, fillvalue=""))
    while pairs and pairs[-1] == ("", ""):
        pairs.pop()
    filled = [text for pair in pairs for text in pair if text]
    if len([text for text in upper if text]) < 2 or not all(_may_be_heading(text) for text in filled):
        return False
    under_group = sum(1 for above, below in pairs if below and not above)
    alone = sum(1 for above, below in pairs if above and not below)
    known = any(headings.is_known(below) for _above, below in pairs if below)
    return under_group > 0 and alone > 0 and known and all(above or below for above, below in pairs)


def _may_be_heading(text: str) -> bool:
    return len(text) <= headings.LONGEST // 2 and NOT_A_HEADING.search(text) is None


def _cut(grid: Grid, header: Header) -> tuple[Table, list[Message]]:
    start = header.index + header.height
    notes = _header_notes(grid, header)
    lines = _expand(grid, start)
    names, keep = _headings(_header_of(grid, start), header, lines)
    rows, dropped = _data_rows(grid, lines, start, (names, keep))
    notes += _dropped_notes(grid, dropped)
    letters = tuple(letter(column) for column in keep)
    table = Table(grid.name, tuple(names[column] for column in keep), letters, tuple(rows), grid.number(header.index))
    return table, notes


def _header_of(grid: Grid, start: int) -> Grid:
    """The sheet with those of its merges only that reach into the header."""
    return replace(grid, merges=tuple(merge for merge in grid.merges if merge.top < start))


def _header_notes(grid: Grid, header: Header) -> list[Message]:
    filled = sum(1 for row in grid.rows[: header.index] if any(str(cell).strip() for cell in row))
    where = {"sheet": grid.name, "row": grid.number(header.index), "n": filled}
    notes = []
    if filled and grid.name:
        notes.append(Message("工作表“%(sheet)s”第 %(row)s 行认作表头，上方 %(n)s 行为标题与说明，已略过。", **where))
    elif filled:
        notes.append(Message("第 %(row)s 行认作表头，上方 %(n)s 行为标题与说明，已略过。", **where))
    data_merges = sum(1 for merge in grid.merges if merge.bottom >= header.index + header.height)
    if data_merges:
        notes.append(Message("合并单元格 %(n)s 处已展开。", n=data_merges))
    return notes


def _expand(grid: Grid, start: int) -> list[list[object]]:
    """Repeat a merged cell in every cell it covers; one that is as good as a whole line stays where it stands."""
    lines = [list(row) for row in grid.rows]
    width = max((len(row) for row in lines), default=0)
    for merge in grid.merges:
        if merge.top < start or merge.top >= len(lines) or merge.left >= len(lines[merge.top]):
            continue
        is_value = (merge.right - merge.left + 1) * WIDE <= width
        value, right = lines[merge.top][merge.left], merge.right if is_value else merge.left
        for index in range(merge.top, min(merge.bottom, len(lines) - 1) + 1):
            for column in range(merge.left, min(right, len(lines[index]) - 1) + 1):
                lines[index][column] = value
    return lines


def _headings(grid: Grid, header: Header, lines: list[list[object]]) -> tuple[list[str], list[int]]:
    """Name the columns; a column without heading stays only if it holds data."""
    width = max(len(row) for row in grid.rows)
    names = [_heading(grid, header, column) for column in range(width)]
    start = header.index + header.height
    keep = []
    for column in range(width):
        filled = any(column < len(line) and str(line[column]).strip() for line in lines[start:])
        if names[column] or filled:
            keep.append(column)
        if not names[column]:
            names[column] = f"（{letter(column)} 列，无表头）"
    return names, keep


def _heading(grid: Grid, header: Header, column: int) -> str:
    parts: list[str] = []
    for index in range(header.index, header.index + header.height):
        text = _spread(grid, index, column)
        if not text and index == header.index and header.height > 1:
            text = _group_over(grid, header, column)
        if text and text not in parts:
            parts.append(text)
    return ".".join(parts)


def _group_over(grid: Grid, header: Header, column: int) -> str:
    """The heading of a group goes on over the columns to its right that have only a heading of their own."""
    below = grid.rows[header.index + 1]
    if column >= len(below) or not str(below[column]).strip():
        return ""
    while column and not _spread(grid, header.index, column):
        column -= 1
        if column >= len(below) or not str(below[column]).strip():
            return ""
    return _spread(grid, header.index, column)


def _spread(grid: Grid, row: int, column: int) -> str:
    for merge in grid.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            row, column = merge.top, merge.left
            break
    cells = grid.rows[row] if row < len(grid.rows) else []
    text = str(cells[column]) if column < len(cells) else ""
    return re.sub(r"\s*\n\s*", "", text).strip()


def _data_rows(
    grid: Grid, lines: list[list[object]], start: int, columns: tuple[list[str], list[int]]
) -> tuple[list[SourceRow], list[tuple[int, str]]]:
    names, keep = columns
    header_texts = {names[column] for column in keep}
    rows: list[SourceRow] = []
    dropped: list[tuple[int, str]] = []
    after_blank = False
    for index in range(start, len(lines)):
        line = lines[index]
        cells = tuple([line[column] if column < len(line) else "" for column in keep])
        texts = [text for cell in cells if (text := cell.strip() if isinstance(cell, str) else str(cell).strip())]
        why = _not_data(texts, cells, header_texts, len(keep), after_blank=after_blank)
        if why != "blank" and why:
            dropped.append((grid.number(index), texts[0]))
        elif not why:
            rows.append(SourceRow(grid.number(index), cells))
        after_blank = why == "blank"
    return rows, dropped


def _not_data(texts: list[str], cells: tuple[object, ...], names: set[str], width: int, *, after_blank: bool) -> str:
    """Say why a line is no data: blank, a total, a repeated header, an example or a note; "" if it is data."""
    if not texts or (len(texts) == 1 and ORDINAL.match(texts[0]) and texts[0] == str(cells[0]).strip() and width > 2):
        return "blank"
    if TOTAL.match(texts[0]):
        return "total"
    if len(texts) >= 2 and all(text in names for text in texts):
        return "header"
    if EXAMPLE.match(texts[0]) and width > 2:
        return "example"
    few = len(texts) * 4 <= width or (len(texts) == 1 and width > 1)
    if few and NOTE.match(texts[0]):
        return "note"
    return "note" if len(texts) == 1 and width >= 4 and after_blank and texts[0] == str(cells[0]).strip() else ""


def _dropped_notes(grid: Grid, dropped: list[tuple[int, str]]) -> list[Message]:
    if not dropped:
        return []
    shown = "、".join(str(number) for number, _ in dropped[:8]) + ("…" if len(dropped) > 8 else "")
    return [Message("第 %(rows)s 行是说明、合计、示例或重复的表头，未作数据。", rows=shown)]


def _skipped(grid: Grid) -> list[Message]:
    if not grid.name:
        return []
    if any(str(cell).strip() for row in grid.rows for cell in row):
        return [Message("工作表“%(sheet)s”没有表头和数据，未读。", sheet=grid.name)]
    return [Message("工作表“%(sheet)s”是空的，未读。", sheet=grid.name)]


def letter(column: int) -> str:
    """Name a column counted from 0 as a spreadsheet does: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
