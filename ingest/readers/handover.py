"""What was read, as lines of JSON between the process that reads a file and the one that asked."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.records import FileNotRead, Formula, Message, Sheets, SourceRow, Table

Cell = Any


def write_sheets(sheets: Sheets, out: BinaryIO) -> None:
    """One line for the file, one for every table, one for every row."""
    head = {"filename": sheets.filename, "format": sheets.format, "digest": sheets.digest}
    out.write(_line(head | {"notes": [_message(note) for note in sheets.notes]}))
    for table in sheets.tables:
        out.write(_line([table.name, table.headings, table.letters, table.header_row, len(table.rows)]))
        for row in table.rows:
            out.write(_line([row.number, row.part, [_cell(cell) for cell in row.cells]]))


def refusal_line(refused: FileNotRead) -> bytes:
    return _line({"refused": refused.code, "message": _message(refused.message)})


def read_sheets(lines: Iterator[bytes]) -> Sheets:
    """The sheets that were written; raises the refusal if there is one."""
    head = json.loads(next(lines))
    if "refused" in head:
        message = _to_message(head["message"])
        raise FileNotRead(head["refused"], message.msgid, **message.params)
    tables = []
    for line in lines:
        name, headings, letters, header_row, count = json.loads(line)
        rows = tuple(_row(json.loads(next(lines))) for _ in range(count))
        tables.append(Table(name, tuple(headings), tuple(letters), rows, header_row))
    notes = tuple(_to_message(note) for note in head["notes"])
    return Sheets(head["filename"], head["format"], tuple(tables), notes, head["digest"])


def _row(values: Any) -> SourceRow:
    number, part, cells = values
    return SourceRow(number, tuple(_to_cell(cell) for cell in cells), part)


def _cell(cell: object) -> object:
    """Text stays text; a formula and nested values are wrapped."""
    if isinstance(cell, str):
        return cell
    return {"formula": cell.text} if isinstance(cell, Formula) else {"value": cell}


def _to_cell(cell: object) -> object:
    if isinstance(cell, dict):
        return Formula(cell["formula"]) if "formula" in cell else cell["value"]
    return cell


def _message(value: object) -> object:
    if isinstance(value, Message):
        return {"msgid": value.msgid, "params": {name: _message(each) for name, each in value.params.items()}}
    return value if isinstance(value, str | int | float) else str(value)


def _to_message(value: Any) -> Message:
    params = {name: _to_message(each) if isinstance(each, dict) else each for name, each in value["params"].items()}
    return Message(value["msgid"], **params)


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
