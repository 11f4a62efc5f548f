"""What a person sees of a checked file before anything is written, as JSON beside the file itself."""

import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from ingest.existing import contents
from ingest.judging import Fate, Judged
from ingest.records import ColumnMapping, Kind, Plan, Problem, Severity
from ingest.sidebyside import compared
from ingest.wording import pack
from marketplace.core.files import Store

SUSPECTS = 400  # pairs laid side by side; of the others only title and reasons are kept
Preview = dict[str, Any]


def make_preview(session: Session, planned: Plan, judged: Sequence[Judged]) -> Preview:
    """Columns, problems, likenesses and counts of a judged plan."""
    problems = [_problem(problem) for row in judged for problem in row.row.problems]
    extra = [
        {"key": row.row.key, "row": row.row.number, "field": fault.field, "heading": "", "value": "", "severe": True}
        | {"reason": pack(fault.reason), "remedy": "", "fix": None}
        for row in judged
        if row.fate is Fate.REJECTED and row.row.importable
        for fault in row.faults
    ]
    return {
        "read": len(judged),
        "fates": Counter(row.fate.value for row in judged),
        "notes": pack(planned.notes),
        "columns": [_column(column) for column in planned.mapping],
        "problems": sorted(problems + extra, key=lambda problem: (not problem["severe"], not problem["fix"])),
        "suspects": _suspects(session, planned.kind, judged),
        "parts": _parts(planned, judged),
        "proposals": sum(len(row.row.proposals) for row in judged),
    }


def _parts(planned: Plan, judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """The sheets or files of which the file consists, when there is more than one."""
    if len(planned.sheets.tables) < 2:
        return []
    fates: dict[str, Counter[str]] = {}
    for row in judged:
        fates.setdefault(row.row.key.partition(":")[0], Counter())[row.fate.value] += 1
    return [
        {"name": table.name, "rows": len(table.rows), "rejected": fates.get(str(place), Counter())["rejected"]}
        for place, table in enumerate(planned.sheets.tables)
    ]


def keep(files: Store, preview: Preview) -> str:
    return files.put(io.BytesIO(json.dumps(preview, ensure_ascii=False).encode("utf8", "replace")))


def kept(files: Store, key: str) -> Preview:
    found: Preview = json.loads(files.path(key).read_text("utf8"))
    return found


def tally(preview: Preview, decisions: Mapping[str, str]) -> dict[str, int]:
    """Rows by fate after the decisions so far; `ready` would be written."""
    counts = {fate.value: preview["fates"].get(fate.value, 0) for fate in Fate}
    for suspect in preview["suspects"]:
        choice = decisions.get(suspect["key"]) or decisions.get("*")
        if choice:
            counts["suspected"] -= 1
            update = choice.partition(":")[0] in ("update", "merge") and not suspect["in_file"]
            counts["repeated" if choice == "leave" else "updated" if update else "new"] += 1
    counts["ready"] = counts["new"] + counts["updated"]
    return counts


def _column(column: ColumnMapping) -> dict[str, Any]:
    return {
        "column": column.column,
        "heading": column.heading,
        "letter": column.letter,
        "examples": list(column.examples),
        "field": column.field or "",
        "confidence": column.confidence.value,
        "reason": pack(column.reason),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "key": problem.row_key,
        "row": problem.row,
        "field": problem.field,
        "heading": problem.heading,
        "value": problem.value[:SHORT],
        "reason": pack(problem.reason),
        "remedy": pack(problem.remedy),
        "sheet": problem.sheet,
        "severe": problem.severity is Severity.ERROR,
        "fix": problem.fix,
    }


SHORT = 120  # characters of a value that are shown


def _suspects(session: Session, kind: Kind, judged: Sequence[Judged]) -> list[dict[str, Any]]:
    by_key = {row.row.key: row for row in judged}
    suspects = [row for row in judged if row.fate is Fate.SUSPECTED]
    there = contents(session, kind, [row.other for row in suspects[:SUSPECTS] if not row.in_file])
    shown = []
    for place, row in enumerate(suspects):
        other = by_key[row.other].row.content if row.in_file else there.get(row.other)
        pairs = compared(kind, row.row.content, other) if other and place < SUSPECTS else ()
        shown.append(
            {
                "key": row.row.key,
                "row": row.row.number,
                "title": row.row.content.title,
                "other": row.other,
                "other_row": by_key[row.other].row.number if row.in_file else 0,
                "in_file": row.in_file,
                "score": row.score,
                "reasons": pack(row.reasons),
                "pairs": [pack(pair) for pair in pairs],
            }
        )
    return shown
