"""What a need says now against what was published: field by field, limits as rows, prose word by word."""

from dataclasses import fields
from typing import Any

from flask_babel import gettext as _

from marketplace.listings.differences import RowState, RowStep, row_steps
from marketplace.listings.telling import Cell, Told, ToldRow, said
from marketplace.listings.words import side_by_side
from marketplace.needs.content import Constraint, NeedContent
from marketplace.needs.wording import FIELDS, limit_text
from marketplace.web.formats import money, term

PROSE = frozenset({"title", "problem", "indicators", "goal", "capacity", "already_tried", "site_limits"})
CONSTRAINTS = "constraints"
NEVER_TOLD = "extra"


def told_need_changes(before: NeedContent, after: NeedContent) -> list[Told]:
    """Every field that differs, in the order of the need."""
    told = []
    for entry in fields(NeedContent):
        old, new = getattr(before, entry.name), getattr(after, entry.name)
        if entry.name == NEVER_TOLD or old == new:
            continue
        told.append(_limits(old, new) if entry.name == CONSTRAINTS else _values(entry.name, old, new))
    return told


def _values(field: str, before: Any, after: Any) -> Told:
    old, new = _said(field, before), _said(field, after)
    name = str(_(FIELDS[field]))
    if field in PROSE:
        spans = side_by_side(old, new)
        return Told(field=field, name=name, before=spans[0], after=spans[1])
    whole = [((text, True),) if text else () for text in (old, new)]
    return Told(field=field, name=name, before=whole[0], after=whole[1])


def _limits(before: tuple[Constraint, ...], after: tuple[Constraint, ...]) -> Told:
    rows = [ToldRow(state=step.state, cells=_cells(step)) for step in row_steps(before, after, ("parameter",))]
    heads = [str(_("参数")), str(_("限值")), str(_("必须或希望"))]
    return Told(field=CONSTRAINTS, name=str(_(FIELDS[CONSTRAINTS])), heads=heads, rows=rows)


def _cells(step: RowStep) -> list[Cell]:
    pairs = zip(_texts(step.before), _texts(step.after), strict=True)
    changed = step.state is RowState.CHANGED
    return [Cell(before=old, after=new, differs=changed and old != new) for old, new in pairs]


def _texts(row: Constraint | None) -> tuple[str, str, str]:
    return (row.parameter, limit_text(row), term(row.priority)) if row else ("", "", "")


def _said(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if field == "budget":
        return money(value)
    return said(field, value)
