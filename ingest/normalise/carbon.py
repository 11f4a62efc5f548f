"""Read stated reductions of emissions into tCO2e a year."""

import re

from ingest.normalise.numbers import quantity, shown
from ingest.normalise.reading import Reading, error
from ingest.normalise.text import half_width, is_empty
from ingest.records import Message

TONNES = {
    "t": 1.0,
    "吨": 1.0,
    "": 1.0,
    "kt": 1000.0,
    "千吨": 1000.0,
    "万吨": 10_000.0,
    "万t": 10_000.0,
    "百万吨": 1e6,
    "mt": 1e6,
    "kg": 0.001,
    "千克": 0.001,
    "公斤": 0.001,
}
DECORATION = re.compile(
    r"(?:二氧化碳当量|二氧化碳|co2e?q?|co₂e?|当量|标准|/年|每年|/a|/yr|per year|\(?年\)?|约合|碳)", re.IGNORECASE
)


def read_tonnes(text: str, unit: str = "") -> Reading[float]:
    """Read an amount in t a year; `unit` is what the heading states. An approximate one is offered as a fix."""
    if is_empty(text):
        return Reading()
    found = quantity(text)
    if found is None:
        return Reading(None, (error("not_a_number", Message("不是一个数"), Message("填写一个数，或清空这一格")),))
    factor = _factor(found.unit or unit)
    value = found.minimum if found.minimum is not None else found.maximum
    if factor is None or value is None:
        remedy = Message("换算成吨二氧化碳当量/年")
        return Reading(
            None, (error("not_tonnes", Message("单位“%(unit)s”不是每年的吨数", unit=found.unit or unit), remedy),)
        )
    if value < 0:
        return Reading(
            None, (error("too_small", Message("不能小于 %(lowest)s", lowest="0"), Message("填写一个数，或清空这一格")),)
        )
    if found.exact is None:
        fix = f"{shown(value)}{found.unit}"
        reason, remedy = Message("不是一个数"), Message("改为 %(value)s，或填写准确的数", value=fix)
        return Reading(None, (error("not_a_number", reason, remedy, fix),))
    return Reading(round(value * factor, 6))


def _factor(unit: str) -> float | None:
    bare = DECORATION.sub("", half_width(unit)).strip(" ()/").lower()
    return TONNES.get(bare)
