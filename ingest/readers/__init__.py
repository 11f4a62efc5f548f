"""Read a file into tables: what it is, how it is encoded, where its header stands."""

import hashlib
from pathlib import Path

from ingest import limits
from ingest.readers import recognise
from ingest.readers.archive import checked_names
from ingest.readers.delimited import read_delimited
from ingest.readers.encoding import decode
from ingest.readers.structured import read_json, read_json_lines
from ingest.readers.workbook import read_workbook
from ingest.records import FileNotRead, Grid, Message, Sheets, Table
from ingest.tables import find_tables

Found = tuple[str, list[Grid], list[Table], list[Message]]


def read_file(source: Path | bytes, filename: str = "") -> Sheets:
    """Read a file by its content; raise `FileNotRead` with one clear sentence when it gives no rows."""
    data = _load(source)
    name = filename or (source.name if isinstance(source, Path) else "")
    found, grids, tables, notes = _read(data, name)
    if not recognise.extension_fits(name, found):
        notes.insert(
            0, Message("文件名是“%(name)s”，内容是 %(format)s，已按内容读取。", name=name, format=found.upper())
        )
    from_grids, grid_notes = find_tables(grids)
    tables = [*tables, *from_grids]
    if not tables:
        _explain_nothing(grids)
    return Sheets(name, found, tuple(tables), (*notes, *grid_notes), hashlib.sha256(data).hexdigest())


def _load(source: Path | bytes) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.FILE_BYTES:
        raise FileNotRead(
            "too_large",
            "文件有 %(size)s MB，超过 %(limit)s MB。请删去图片和附件，或分成几个文件再上传。",
            size=round(size / limits.MEGABYTE),
            limit=limits.FILE_BYTES // limits.MEGABYTE,
        )
    if size == 0:
        raise FileNotRead("empty", "文件是空的。请检查后再上传。")
    return source if isinstance(source, bytes) else source.read_bytes()


def _read(data: bytes, name: str) -> Found:
    recognise.refuse_what_is_no_table(data)
    if data.startswith((recognise.ZIP, recognise.EMPTY_ZIP)):
        return _read_container(data)
    if data.startswith(recognise.OLE):
        kind = recognise.ole_kind(data)
        grids, notes = read_workbook(data, is_zip=False)
        return kind, grids, [], notes
    return _read_text(data, name)


def _read_container(data: bytes) -> Found:
    kind = recognise.zip_kind(checked_names(data))
    if kind == "docx":
        from ingest.readers.document import read_document  # large, and rarely needed by a web process

        grids, tables = read_document(data)
        return kind, grids, tables, []
    grids, notes = read_workbook(data, is_zip=True)
    return kind, grids, [], notes


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
