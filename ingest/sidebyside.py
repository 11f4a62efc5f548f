"""A row of a file beside what it resembles: the same fields of both, with the differences marked. Pure."""

from collections.abc import Iterator
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


def compared(kind: Kind, ours: Content, theirs: Content) -> Iterator[tuple[Message, Any, Any, bool]]:
    """(label, ours, theirs, do they differ) for every field that one of them fills."""
    for name in FIELDS_SHOWN[kind]:
        left, right = _said(getattr(ours, name)), _said(getattr(theirs, name))
        if not left and not right:
            continue
        label = TWIN[name][kind] if name in TWIN else Message(FIELDS[kind][name].label)
        if isinstance(left, str) and isinstance(right, str) and left != right:
            yield label, *_marked(left, right), True
        else:
            yield label, left, right, left != right


def _said(value: Any) -> object:
    if value is None or value == ():
        return ""
    if isinstance(value, StrEnum):
        return Message(LABELS[type(value).__name__, value.value])
    if isinstance(value, tuple):
        said = [_said(each) for each in value]
        return "；".join(str(each) for each in said)
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
