"""Between what a need says (NeedContent) and its row, its snapshot and its fingerprint."""

import hashlib
import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from marketplace.needs.content import Constraint, NeedContent
from marketplace.needs.models import NeedConstraint, NeedRow, NeedSolutionMode
from marketplace.taxonomy.terms import HandlingTrack, Operator, Priority, SolutionMode

_LISTS = ("keywords", "industries")
_PARTS = ("constraints", "solution_modes")
_PLAIN = tuple(entry.name for entry in fields(NeedContent) if entry.name not in (*_LISTS, *_PARTS, "extra"))


def read_content(need: NeedRow) -> NeedContent:
    """What a row says."""
    plain = {name: getattr(need, name) for name in _PLAIN}
    lists: dict[str, Any] = {name: tuple(getattr(need, name)) for name in _LISTS}
    return NeedContent(
        **plain,
        **lists,
        constraints=tuple(constraint_of(row) for row in need.constraints),
        solution_modes=need.solution_modes,
        extra=dict(need.extra),
    )


def constraint_of(row: NeedConstraint) -> Constraint:
    return Constraint(**{entry.name: getattr(row, entry.name) for entry in fields(Constraint)})


def write_content(need: NeedRow, content: NeedContent) -> None:
    """Let a row say this; parts that did not change keep their rows."""
    for name in _PLAIN:
        setattr(need, name, getattr(content, name))
    for name in _LISTS:
        setattr(need, name, list(getattr(content, name)))
    need.extra = dict(content.extra)
    if tuple(constraint_of(row) for row in need.constraints) != content.constraints:
        need.constraints = [
            NeedConstraint(position=place, **asdict(each)) for place, each in enumerate(content.constraints)
        ]
    if need.solution_modes != content.solution_modes:
        modes = dict.fromkeys(content.solution_modes)
        need.modes = [NeedSolutionMode(mode=mode, position=place) for place, mode in enumerate(modes)]


def snapshot(content: NeedContent) -> dict[str, Any]:
    """The content as JSON values."""
    values = asdict(content)
    values["deadline"] = content.deadline.isoformat() if content.deadline else None
    return values


def from_snapshot(values: dict[str, Any]) -> NeedContent:
    """The content that a snapshot holds."""
    given = dict(values)
    given["deadline"] = date.fromisoformat(given["deadline"]) if given["deadline"] else None
    given["track"] = HandlingTrack(given["track"])
    given["solution_modes"] = tuple(SolutionMode(mode) for mode in given["solution_modes"])
    given["constraints"] = tuple(_read_constraint(each) for each in given["constraints"])
    return NeedContent(**{**given, **{name: tuple(given[name]) for name in _LISTS}})


def _read_constraint(values: dict[str, Any]) -> Constraint:
    return Constraint(**{**values, "operator": Operator(values["operator"]), "priority": Priority(values["priority"])})


def fingerprint(content: NeedContent) -> str:
    """A hash that tells whether an import says something new."""
    values = snapshot(content)
    for each in values["constraints"]:
        del each["quote"]  # where a limit was read is no news
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
