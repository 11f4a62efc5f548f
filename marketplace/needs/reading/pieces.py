"""Cuts the blocks of a document into pieces, each under the label it stands beside, below or behind. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marketplace.core.documents import Block, Prose, Rows
from marketplace.needs.reading.labels import TEXT, asked_by, is_label

HEADING = "heading"  # the piece that a document is headed by
BEHIND = re.compile(
    r"(?:^|(?<=[\n。；;！!？?\t]))[ \t\u3000]*((?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．][ \t]*)?[【\[]?[^\s：:。；;，,！!？?【\]\[】][^：:。；;，,\n！!？?]{1,22}?[】\]]?[ \t\u3000]*[：:])"
)
SPACES = re.compile(r"[ \t\u3000\xa0]+")
SPACED = re.compile(r"^\s*([\u4e00-\u9fff、.．\d（()）]{2,20})[ \t\u3000]{2,}(?=\S)")  # a label set apart by spaces
BANNER = 16  # characters of a row that only names the rows below it
COLON = re.compile(r"[：:]")
END = re.compile(r"[。；;！!？?：:]$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text for a part of the need; `label` is what the document writes, blank for running text."""

    asked: str
    label: str
    text: str

    @property
    def passage(self) -> str:
        """What the person is shown: the text with its label."""
        return f"{self.label.strip('：: ')}：{self.text}" if self.label and self.asked != HEADING else self.text


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces, what stands beside labels that ask for nothing we keep, and how many records a list holds."""

    pieces: tuple[Piece, ...]
    rest: tuple[str, ...] = ()
    records: int = 1


def cut(blocks: Iterable[Block]) -> Cut:
    """Every piece in the order of the document."""
    pieces: list[Piece] = []
    rest: list[str] = []
    records = 0
    running: list[Prose] = []
    for block in blocks:
        if isinstance(block, Prose):
            running.extend(Prose(line, block.heading) for line in block.text.splitlines())
            continue
        pieces.extend(_prose(running))
        running = []
        found, beside, count = _table(block)
        if records and not count:
            found = [piece for piece in found if piece.label]  # notes below or on another sheet of a list
        pieces.extend(found)
        rest.extend(beside)
        records = max(records, count)
    pieces.extend(_prose(running))
    return Cut(tuple(piece for piece in pieces if piece.text), tuple(rest), max(1, records))


def _clean(text: str) -> str:
    lines = (SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _prose(lines: Sequence[Prose]) -> Iterator[Piece]:
    """Labelled lines and what follows them until the next label; the first heading names the document."""
    asked, label, held = TEXT, "", list[str]()
    headed = False
    for line in lines:
        spaced = SPACED.match(line.text)
        text = _clean(SPACED.sub(r"\1：", line.text, count=1) if spaced and asked_by(spaced[1]) else line.text)
        if not text:
            continue
        if not COLON.search(text.rstrip("：: ")) and (line.heading or END.search(text) is None) and asked_by(text):
            yield Piece(asked, label, "\n".join(held))
            asked, label, held = asked_by(text), text, []
            continue
        if line.heading and not headed:
            headed = True
            yield Piece(HEADING, "", text)
            continue
        for part_asked, part_label, part in _behind_labels(text):
            if part_label:
                yield Piece(asked, label, "\n".join(held))
                asked, label, held = part_asked, part_label, []
            if part:
                held.append(part)
    yield Piece(asked, label, "\n".join(held))


def _behind_labels(text: str) -> Iterator[tuple[str, str, str]]:
    """`甲。考核指标：乙` gives 甲 without and 乙 with its label."""
    known = [match for match in BEHIND.finditer(text) if asked_by(match[1].rstrip("：: "))]
    start, asked, label = 0, "", ""
    for match in known:
        before = text[start : match.start(1)].strip()
        if before or label:
            yield asked, label, before
        start, asked, label = match.end(), asked_by(match[1].rstrip("：: ")), match[1]
    yield asked, label, text[start:].strip()


def _table(block: Rows) -> tuple[list[Piece], list[str], int]:
    rows = [[_clean(cell) for cell in row] for row in block.rows]
    rows = [row for row in rows if any(row)]
    listed = _list_of_records(rows)
    if listed is not None:
        return listed
    pieces: list[Piece] = []
    rest: list[str] = []
    above = ""  # a label that has a row of its own asks for the row below it
    for row in rows:
        cells = [cell for cell in row if cell]
        if len(cells) == 1:
            above = _single(cells[0], above, pieces)
            continue
        above = ""
        _pairs(cells, pieces, rest)
    return pieces, rest, 0


def _single(cell: str, above: str, pieces: list[Piece]) -> str:
    """A row of one cell: a label for the next row, text below a label, or text with its labels inside."""
    if is_label(cell):
        return cell
    inside = list(_prose([Prose(line) for line in cell.splitlines()]))
    if above and all(not piece.label for piece in inside):
        if asked_by(above):
            pieces.append(Piece(asked_by(above), above, cell))
        return ""
    if len(cell) > BANNER or any(piece.label for piece in inside):
        pieces.extend(inside)
    return ""


def _pairs(cells: Sequence[str], pieces: list[Piece], rest: list[str]) -> None:
    """Label, value, label, value, from the left; a merged label at the side groups those that follow."""
    place = 0
    while place < len(cells):
        cell = cells[place]
        value = cells[place + 1] if place + 1 < len(cells) else ""
        if asked_by(cell) and value and not is_label(value):
            pieces.append(Piece(asked_by(cell), cell, value))
            place += 2
        elif is_label(cell):
            place += 1 if not value or is_label(value) else 2
            if value and not is_label(value):
                rest.append(f"{cell.strip('：: ')}：{value}")
        else:
            inside = list(_behind_labels(cell))
            if any(label for _asked, label, _text in inside):
                pieces.extend(Piece(asked or TEXT, label, text) for asked, label, text in inside if text)
                place += 1
            elif value and not is_label(value) and len(cell) <= 20:
                rest.append(f"{cell.strip('：: ')}：{value}")
                place += 2
            else:
                if len(cells) == 1 or len(cell) > 20:
                    pieces.append(Piece(TEXT, "", cell))
                place += 1


def _list_of_records(rows: Sequence[Sequence[str]]) -> tuple[list[Piece], list[str], int] | None:
    """A row of labels above rows of values: the first of them, and how many there are."""
    for place, row in enumerate(rows[:-1]):
        asked = {column: asked_by(cell) for column, cell in enumerate(row) if cell and asked_by(cell)}
        labels = [cell for cell in row if cell]
        if len(asked) < 2 or not all(is_label(cell) for cell in labels):
            continue
        below = [record for record in rows[place + 1 :] if _fills(record, asked)]
        if not below or any(cell and is_label(cell) for cell in below[0]):
            continue
        first = below[0]
        held = {column: part for column, part in asked.items() if column < len(first) and first[column]}
        pieces = [Piece(part, row[column], first[column]) for column, part in held.items()]
        return pieces, [], len(below)
    return None


def _fills(record: Sequence[str], asked: dict[int, str]) -> bool:
    return sum(bool(record[column]) for column in asked if column < len(record)) >= min(2, len(asked))
