"""Plan an import: map the columns of a file that was read, and check every row. Pure: nothing is written or looked up."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from ingest.assemble import RowReader, build_achievement, build_need
from ingest.assemble.common import owner_name, source_key
from ingest.assemble.row import Place, flat_text
from ingest.dedupe import key_of_title
from ingest.fields import FIELDS
from ingest.mapping import columns_of, fingerprint, map_columns
from ingest.quality import check_row, unique_keys
from ingest.records import (
    ColumnMapping,
    Confidence,
    Kind,
    Message,
    Plan,
    PlannedRow,
    Sheets,
    SourceRow,
    Table,
)

Progress = Callable[[int, int], None]
REPORT_EVERY = 200
Cells = dict[str, list[tuple[ColumnMapping | None, object]]]


def plan(
    sheets: Sheets,
    kind: Kind,
    overrides: Mapping[str, str | None] | None = None,
    *,
    remembered: Mapping[str, str | None] | None = None,
    fixes: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Check every row of a file under a mapping.

    `overrides` {column: field or None} are the choices of this import, `remembered` those of an earlier one with the
    same headings, `fixes` {"row key|field": value} replace cells. `progress` gets rows done and rows in all.
    """
    mapping = map_columns(sheets, kind, overrides, remembered)
    given = dict(fixes or {})
    with _everything_stays():
        rows = _plan_rows(sheets, kind, mapping, given, progress)
    unique_keys(rows)
    return Plan(kind, sheets, mapping, rows, _notes(sheets, kind, mapping), fingerprint(sheets, kind), given)


def apply_fixes(planned: Plan, fixes: Mapping[tuple[str, str], str]) -> Plan:
    """Replace cells by (row key, field) and check those rows again; the plan given stays as it is."""
    given = planned.fixes | {f"{key}|{field}": value for (key, field), value in fixes.items()}
    touched = {key for key, _ in fixes}
    tables = planned.sheets.tables
    columns = [_targets(table, planned.mapping) for table in tables]
    rows = []
    for row in planned.rows:
        if row.key in touched:
            index = int(row.key.partition(":")[0])
            source = SourceRow(row.number, row.cells)
            row = _plan_row(
                planned.kind, Place(row.key, row.sheet, row.number), _cells(columns[index], source), source, given
            )
        rows.append(row)
    unique_keys(rows)
    return Plan(planned.kind, planned.sheets, planned.mapping, rows, planned.notes, planned.fingerprint, given)


def _plan_rows(
    sheets: Sheets, kind: Kind, mapping: Sequence[ColumnMapping], fixes: Mapping[str, str], progress: Progress | None
) -> list[PlannedRow]:
    rows: list[PlannedRow] = []
    total = sheets.row_count
    for index, table in enumerate(sheets.tables):
        columns = _targets(table, mapping)
        for source in table.rows:
            place = Place(source.key(index), table.name, source.number)
            rows.append(_plan_row(kind, place, _cells(columns, source), source, fixes))
            if progress and (len(rows) % REPORT_EVERY == 0 or len(rows) == total):
                progress(len(rows), total)
    return rows


@contextmanager
def _everything_stays() -> Iterator[None]:
    """Rows live as long as their plan: looking for garbage among them costs a fifth of the time and finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _targets(table: Table, mapping: Sequence[ColumnMapping]) -> list[tuple[str, ColumnMapping]]:
    """What each column of a table becomes: its field, or an extra of its own."""
    by_key = {column.column: column for column in mapping}
    columns = [by_key[key] for key in columns_of(table)]
    return [(column.field or f"extra:{column.column}", column) for column in columns]


def _cells(targets: Sequence[tuple[str, ColumnMapping]], source: SourceRow) -> Cells:
    cells: Cells = {}
    for (field, column), cell in zip(targets, source.cells, strict=False):
        if cell == "" and field != "title":
            continue
        if field in cells:
            cells[field].append((column, cell))
        else:
            cells[field] = [(column, cell)]
    return cells


def _plan_row(kind: Kind, place: Place, cells: Cells, source: SourceRow, fixes: Mapping[str, str]) -> PlannedRow:
    for field in FIELDS[kind] if fixes else ():
        value = fixes.get(f"{place.key}|{field}")
        if value is not None:
            column = cells[field][0][0] if field in cells else None
            cells[field] = [(column, value)]
    reader = RowReader(kind, place, cells)
    key = source_key(reader)
    content = build_achievement(reader) if kind is Kind.ACHIEVEMENT else build_need(reader)
    check_row(reader, content)
    fields = FIELDS[kind]
    values: dict[str, object] = {
        field: found[0][1] if len(found) == 1 else "\n".join(flat_text(cell) for _, cell in found)
        for field, found in cells.items()
        if field in fields
    }
    return PlannedRow(
        key=place.key,
        sheet=place.sheet,
        number=place.number,
        source_key=key or key_of_title(content.title),
        values=values,
        content=content,
        problems=tuple(reader.problems),
        proposals=tuple(reader.proposals),
        owner_name=owner_name(reader),
        cells=source.cells,
    )


def _notes(sheets: Sheets, kind: Kind, mapping: Sequence[ColumnMapping]) -> tuple[Message, ...]:
    fields = {column.field for column in mapping}
    notes = list(sheets.notes)
    if "title" not in fields:
        notes.append(Message("没有一列对应“%(label)s”，请在列对应中选定。", label=FIELDS[kind]["title"].label))
    if (
        kind is Kind.ACHIEVEMENT
        and "teaser" not in fields
        and fields & {"summary", "principle", "problem", "advantage"}
    ):
        notes.append(Message("没有“一句话介绍”一列，取简介开头的整句（不超过 300 字）代之。"))
    asked = sum(1 for column in mapping if column.confidence is Confidence.CONFIRM)
    if asked:
        notes.append(Message("有 %(n)s 列请您确认。", n=asked))
    return tuple(notes)
