"""What changed from one text of a record to another: field by field, rows as added, removed or changed. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from marketplace.listings.content import AchievementContent
from marketplace.listings.flat import CLAIM, ROWS, flatten, unflatten

PROSE = frozenset({
    "title", "teaser", "problem", "principle", "advantage", "timing", "project_source", "trl_evidence", "comparator",
    "comparator_value", "comparator_cost", "scale", "price_note", "claim-functional_unit", "claim-boundary",
    "claim-baseline", "claim-annual_output",
})  # fmt: skip
NAMED_BY = {
    "parameters": ("name",),
    "ip": ("number", "title"),
    "cases": ("user",),
    "claim-lines": ("side", "label"),
    "claim-factors": ("name",),
}  # what makes two rows the same row


class RowState(StrEnum):
    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStep:
    """A row of the new text and the place of the old row it comes from, or an old row that is gone; `cells` differ."""

    state: RowState
    was: int | None = None
    before: Any = None
    after: Any = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field (claim-boundary, parameters) that differs; `rows` tell a table of rows step by step."""

    field: str
    before: Any
    after: Any
    rows: tuple[RowStep, ...] = ()

    @property
    def prose(self) -> bool:
        return self.field in PROSE


def changes(before: AchievementContent, after: AchievementContent) -> tuple[Change, ...]:
    """Every field that differs, in the order of the record."""
    old, new = flatten(before), flatten(after)
    return tuple(_change(name, old[name], new[name]) for name in new if old[name] != new[name])


def apply(before: AchievementContent, made: Iterable[Change]) -> AchievementContent:
    """The text that the changes lead to."""
    flat = flatten(before)
    for change in made:
        flat[change.field] = _stepped(flat[change.field], change.rows) if change.rows else change.after
    return unflatten(flat)


def pick(saved: AchievementContent, typed: AchievementContent, mine: Iterable[str]) -> AchievementContent:
    """The saved text with the fields named in `mine` as they were typed."""
    wanted = set(mine)
    made = [change for change in changes(saved, typed) if change.field in wanted]
    chosen = apply(saved, made)
    told_of_claim = any(change.field.startswith(f"{CLAIM}-") for change in made)
    if told_of_claim and chosen.claim is None and typed.claim is not None:
        return unflatten(flatten(chosen) | {CLAIM: True, **{c.field: c.after for c in made}})
    return chosen


def _change(name: str, before: Any, after: Any) -> Change:
    rows = tuple(row_steps(before, after, NAMED_BY[name])) if name in ROWS else ()
    return Change(field=name, before=before, after=after, rows=rows)


def row_steps(before: Sequence[Any], after: Sequence[Any], named_by: Sequence[str]) -> Iterator[RowStep]:
    """The rows of the new text in their order, then those that are gone; `named_by` makes two rows the same row."""
    source = _sources(named_by, before, after)
    for row, was in zip(after, source, strict=True):
        if was is None:
            yield RowStep(state=RowState.ADDED, after=row)
            continue
        cells = tuple(part.name for part in fields(row) if getattr(row, part.name) != getattr(before[was], part.name))
        state = RowState.CHANGED if cells else RowState.KEPT
        yield RowStep(state=state, was=was, before=before[was], after=row, cells=cells)
    for place, row in enumerate(before):
        if place not in source:
            yield RowStep(state=RowState.REMOVED, was=place, before=row)


def _sources(named_by: Sequence[str], before: Sequence[Any], after: Sequence[Any]) -> list[int | None]:
    """For each new row the place of the old one: an equal row first, then one that is called the same."""
    free = list(range(len(before)))
    found: list[int | None] = [None] * len(after)
    for same in (_equal, *(_called(key) for key in named_by)):
        for place, row in enumerate(after):
            match = next((was for was in free if found[place] is None and same(before[was], row)), None)
            if match is not None:
                found[place] = match
                free.remove(match)
    return found


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other)


def _called(key: str) -> Any:
    def same(one: Any, other: Any) -> bool:
        named = getattr(one, key)
        return bool(named) and named == getattr(other, key)

    return same


def _stepped(before: Sequence[Any], steps: Iterable[RowStep]) -> tuple[Any, ...]:
    rows = []
    for step in steps:
        if step.state is RowState.REMOVED:
            continue
        if step.was is None:
            rows.append(step.after)
        else:
            rows.append(replace(before[step.was], **{cell: getattr(step.after, cell) for cell in step.cells}))
    return tuple(rows)
