"""A row of a file beside what it resembles: the same fields of both, with the differences marked. Pure."""

from collections.abc import Iterator
from dataclasses import fields
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from ingest.fields import FIELDS
from ingest.records import Content, Kind, Message
from marketplace.web.formats import LABELS

SHOWN = 160  # characters of a long text
FIELDS_SHOWN = {
    Kind.ACHIEVEMENT: ("title", "teaser", "problem", "inventors", "stage", "trl", "parameters", "ip", "transfer_modes"),
    Kind.NEED: ("title", "problem", "indicators", "goal", "region", "budget", "solution_modes", "deadline"),
}
TWIN = {"problem": {Kind.ACHIEVEMENT: Message("要解决的问题"), Kind.NEED: Message("主要问题")}}
Parts = list[tuple[str, bool]]


Pair = tuple[Message, Any, Any, bool, str, bool]


def compared(kind: Kind, ours: Content, theirs: Content) -> Iterator[Pair]:
    """(label, ours, theirs, do they differ, field, is ours blank) for every telling field and every one that differs."""
    others = [each.name for each in fields(ours) if each.name not in (*FIELDS_SHOWN[kind], "extra")]
    for name in (*FIELDS_SHOWN[kind], *others):
        mine, other = getattr(ours, name), getattr(theirs, name)
        left, right = _said(mine), _said(other)
        if (not left and not right) or (name in others and mine == other):
            continue
        blank = left in ("", "0") or (name in others and mine == _standard(ours, name))
        if isinstance(left, str) and isinstance(right, str) and left != right:
            yield _label(kind, name), *_marked(left, right), True, name, blank
        else:
            yield _label(kind, name), left, right, mine != other, name, blank


def _label(kind: Kind, name: str) -> Message:
    if name in TWIN:
        return TWIN[name][kind]
    return Message(FIELDS[kind][name].label) if name in FIELDS[kind] else Message("减碳量")


def _standard(content: Content, name: str) -> object:
    """What a field says when nobody filled it."""
    return getattr(type(content)(), name)


def _said(value: Any) -> object:
    if value is None or value == ():
        return ""
    if isinstance(value, StrEnum):
        return Message(LABELS[type(value).__name__, value.value])
    if isinstance(value, tuple):
        said = [_said(each) for each in value]
        return "；".join(str(each) for each in said)
    if hasattr(value, "baseline_emissions"):
        net = value.baseline_emissions - value.project_emissions - value.leakage_emissions + value.removals
        return f"{net:g} tCO2e/a"
    if hasattr(value, "measured_result"):
        return f"{value.user} {value.measured_result}".strip()
    if hasattr(value, "operator"):
        return f"{value.parameter} {value.operator} {value.value:g} {value.unit}".strip()
    if hasattr(value, "minimum"):
        return _range(value)
    if hasattr(value, "number"):
        return value.number or value.title
    return f"{value:g}" if isinstance(value, float) else str(value)


def _range(parameter: Any) -> str:
    low, high = parameter.minimum, parameter.maximum
    ends = [f"{end:g}" for end in dict.fromkeys((low, high)) if end is not None]
    sign = "≥" if high is None and ends else "≤" if low is None and ends else ""
    return f"{parameter.name} {sign}{'～'.join(ends)} {parameter.unit}".strip()


def _marked(left: str, right: str) -> tuple[Parts, Parts]:
    """Both texts in parts; what only one of them says is a hit. Long texts are shown from their first difference."""
    start = max(0, _same(left, right) - 20)
    left, right = _shown(left, start), _shown(right, start)
    ours: Parts = []
    theirs: Parts = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if b > a:
            ours.append((left[a:b], tag != "equal"))
        if d > c:
            theirs.append((right[c:d], tag != "equal"))
    return ours, theirs


def _same(left: str, right: str) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )


def _shown(text: str, start: int) -> str:
    if len(text) <= SHOWN:
        return text
    shown = text[start : start + SHOWN]
    return f"{'…' if start else ''}{shown}{'…' if start + SHOWN < len(text) else ''}"
