"""Changes of a record as a reader sees them: names of fields, words for values, texts marked word by word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from marketplace.listings.differences import Change, RowState, RowStep
from marketplace.listings.naming import CELLS, claim_name, field_name
from marketplace.listings.words import Span, side_by_side
from marketplace.taxonomy import labels
from marketplace.web.formats import money, number, term

CODES = {
    "sector": labels.sector_label,
    "key_technology": labels.technology_label,
    "industries": labels.industry_label,
    "region": labels.region_label,
}
IN_MONEY = {"capex", "opex", "price"}
NEVER_TOLD = {"extra"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a row: the old text, the new one, and whether they differ."""

    before: str
    after: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    state: RowState
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A field that differs: old and new side by side as spans, or a table of rows under `heads`."""

    field: str
    name: str
    before: Sequence[Span] = ()
    after: Sequence[Span] = ()
    heads: Sequence[str] = ()
    rows: Sequence[ToldRow] = ()


def told(made: Iterable[Change]) -> list[Told]:
    """Every change that is worth telling."""
    return [_rows(change) if change.rows else _values(change) for change in made if change.field not in NEVER_TOLD]


def name_of(field: str) -> str:
    """The name of a field in the reader's language; of a claim's also what of it."""
    if not field.startswith("claim-"):
        return str(_(field_name(field)))
    return f"{_(field_name(field))} · {_(claim_name(field.removeprefix('claim-')))}"


def _values(change: Change) -> Told:
    before, after = said(change.field, change.before), said(change.field, change.after)
    if change.prose:
        old, new = side_by_side(before, after)
    else:
        old, new = _whole(before), _whole(after)
    return Told(field=change.field, name=name_of(change.field), before=old, after=new)


def _whole(text: str) -> tuple[Span, ...]:
    return ((text, True),) if text else ()


def _rows(change: Change) -> Told:
    names = CELLS[change.field]
    rows = [(step, _cells(step, names)) for step in change.rows]
    used = [
        place for place in range(len(names)) if any(cells[place].before or cells[place].after for _s, cells in rows)
    ]
    heads = [str(_(list(names.values())[place])) for place in used]
    shown = [ToldRow(state=step.state, cells=[cells[place] for place in used]) for step, cells in rows]
    return Told(field=change.field, name=name_of(change.field), heads=heads, rows=shown)


def _cells(step: RowStep, names: Iterable[str]) -> list[Cell]:
    return [
        Cell(before=_cell(step.before, name), after=_cell(step.after, name), differs=name in step.cells)
        for name in names
    ]


def _cell(row: Any, name: str) -> str:
    return "" if row is None else said(name, getattr(row, name))


def said(field: str, value: Any) -> str:
    """A value in words."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return str(_("有") if value else _("没有"))
    if isinstance(value, tuple):
        return str(_("、")).join(said(field, each) for each in value)
    if isinstance(value, StrEnum):
        return term(value)
    if isinstance(value, str):
        return CODES[field](value) if field in CODES else value
    if isinstance(value, date):
        return value.isoformat()
    if field == "year":
        return str(value)
    return money(value) if field in IN_MONEY else number(value)
