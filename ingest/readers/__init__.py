"""Read a file into tables: what it is, how it is encoded, where its header stands."""

import hashlib
from dataclasses import replace
from pathlib import Path

from ingest import limits
from ingest.readers import parcel, recognise
from ingest.readers.archive import checked_names
from ingest.readers.delimited import read_delimited
from ingest.readers.encoding import decode
from ingest.readers.splitting import split_records
from ingest.readers.structured import read_json, read_json_lines
from ingest.readers.workbook import read_workbook
from ingest.records import FileNotRead, Grid, Message, Sheets, Table, too_much
from ingest.tables import find_tables

Found = tuple[str, list[Grid], list[Table], list[Message]]


def read_file(source: Path | bytes, filename: str = "") -> Sheets:
    """Read a file by its content; raise `FileNotRead` with one clear sentence when it gives no rows.

    A file that a stranger sent is read by `guarded.read_guarded`, in a process of its own.
    """
    data = _load(source)
    name = filename or (source.name if isinstance(source, Path) else "")
    found, tables, notes = _read(data, name)
    tables, split_notes = split_records(tables)
    _refuse_too_much(tables)
    return Sheets(name, found, tuple(tables), (*notes, *split_notes), hashlib.sha256(data).hexdigest())


def refuse_by_size(size: int) -> None:
    """An empty file, or one too large to look into."""
    if size > limits.FILE_BYTES:
        raise FileNotRead(
            "too_large",
            "文件有 %(size)s MB，超过 %(limit)s MB。请删去图片和附件，或分成几个文件再上传。",
            size=round(size / limits.MEGABYTE),
            limit=limits.FILE_BYTES // limits.MEGABYTE,
        )
    if size == 0:
        raise FileNotRead("empty", "文件是空的。请检查后再上传。")


def _load(source: Path | bytes) -> bytes:
    refuse_by_size(len(source) if isinstance(source, bytes) else source.stat().st_size)
    return source if isinstance(source, bytes) else source.read_bytes()


def _read(data: bytes, name: str, *, in_parcel: bool = False) -> tuple[str, list[Table], list[Message]]:
    found, grids, tables, notes = _found(data, name, in_parcel=in_parcel)
    if not recognise.extension_fits(name, found):
        notes.insert(
            0, Message("文件名是“%(name)s”，内容是 %(format)s，已按内容读取。", name=name, format=found.upper())
        )
    from_grids, grid_notes = find_tables(grids)
    tables = [*tables, *from_grids]
    if not tables:
        _explain_nothing(grids)
    return found, tables, [*notes, *grid_notes]


def _found(data: bytes, name: str, *, in_parcel: bool) -> Found:
    recognise.refuse_what_is_no_table(data)
    if data.startswith((recognise.ZIP, recognise.EMPTY_ZIP)):
        return _read_container(data, in_parcel=in_parcel)
    if data.startswith(recognise.OLE):
        kind = recognise.ole_kind(data)
        grids, notes = read_workbook(data, kind)
        return kind, grids, [], notes
    if recognise.PDF in data[:1024]:
        from ingest.readers.pdf import read_pdf  # large, and rarely needed

        grids, tables, notes = read_pdf(data)
        return "pdf", grids, tables, notes
    return _read_text(data, name)


def _read_container(data: bytes, *, in_parcel: bool) -> Found:
    kind = recognise.zip_kind(checked_names(data), data)
    if kind == "docx":
        from ingest.readers.document import read_document  # large, and rarely needed by a web process

        grids, tables = read_document(data)
        return kind, grids, tables, []
    if kind == "zip" and in_parcel:
        raise FileNotRead("nested_parcel", "里面还是压缩包，请解开后再上传。")
    if kind == "zip":
        return kind, [], *_read_parcel(data)
    grids, notes = read_workbook(data, kind)
    return kind, grids, [], notes


def _read_parcel(data: bytes) -> tuple[list[Table], list[Message]]:
    """The tables of every file of a zip under the file's name; those that cannot be read are named."""
    tables: list[Table] = []
    notes: list[Message] = []
    for name, content in parcel.files_in(data):
        if not content:
            continue
        try:
            _format, found, said = _read(content, name, in_parcel=True)
        except FileNotRead as refused:
            notes.append(parcel.unread(name, refused))
            continue
        tables += [replace(table, name=f"{name} {table.name}".strip()) for table in found]
        notes += [Message("“%(name)s”：%(note)s", name=name, note=note) for note in said]
    if not tables and notes:
        raise FileNotRead("nothing_in_parcel", "压缩包里没有读得出的表格。%(first)s", first=notes[0])
    if not tables:
        raise FileNotRead("empty_parcel", "压缩包里没有文件。请放入要导入的表格，再上传。")
    return tables, notes


def _read_text(data: bytes, name: str) -> Found:
    text, encoding = decode(data)
    notes = [] if encoding == "utf-8" else [Message("文字编码是 %(encoding)s。", encoding=encoding.upper())]
    kind = recognise.text_kind(text)
    if kind in ("json", "jsonl"):
        table, more = read_json_lines(text) if kind == "jsonl" else read_json(text)
        return kind, [], [table], notes + more
    promised_tabs = name.lower().endswith((".tsv", ".tab")) and "\t" in text
    grid, separator = read_delimited(text, "\t" if promised_tabs else None)
    return ("tsv" if separator == "\t" else "csv"), [grid], [], notes


def _explain_nothing(grids: list[Grid]) -> None:
    if any(any(cell for cell in row) for grid in grids for row in grid.rows):
        raise FileNotRead(
            "no_header",
            "没有找到表头。请让一行写明各列的名称，例如“成果名称”或“需求名称”，数据写在它的下面。",
        )
    raise FileNotRead("no_rows", "文件里没有一行数据。请检查后再上传。")


def _refuse_too_much(tables: list[Table]) -> None:
    """All tables together keep to the limits of rows, cells and characters."""
    if sum(len(table.rows) for table in tables) > limits.ROWS:
        raise FileNotRead("too_many_rows", "表格超过 %(n)s 行。请分成几个文件再上传。", n=limits.ROWS)
    cells = characters = 0
    for table in tables:
        for row in table.rows:
            cells += len(row.cells)
            characters += sum(len(cell) for cell in row.cells if isinstance(cell, str))
    if cells > limits.CELLS or characters > limits.CHARACTERS:
        raise too_much()
