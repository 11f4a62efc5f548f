"""Read stated parameters: lists such as `捕集率≥90%；再生能耗：2.35～2.45 GJ/tCO2（满负荷）`, or lists of objects."""

import re
from collections.abc import Iterable, Mapping

from ingest.normalise.numbers import Quantity, quantity
from ingest.normalise.reading import Reading, warning
from ingest.normalise.text import clean, half_width, is_empty, one_line
from ingest.records import Message
from marketplace.listings.content import Parameter

SPLIT = re.compile(r"[；;。\n]+|(?<=[^\d(（])\s*[，,]\s*(?=[^\d\s][^，,；;。\n]{0,30}\d)")
ENUMERATION = re.compile(r"^\s*(?:[（(]\d{1,2}[）)]|\d{1,2}[.、)](?!\d)|[①-⑳]|[-•·●])\s*")
BOUND = "≤|≥|≦|≧|<=|>=|<|>|=|不大于|不超过|不高于|不小于|不低于|不少于|小于等于|大于等于|小于|大于|低于|高于|优于|超过|至少|可达到|可达|达到|达|约为|约|为|是|至"
NAMED = re.compile(rf"^(?P<name>[^\d=:：≤≥<>~]{{2,40}}?)\s*(?:[:：=]\s*)?(?P<value>(?:{BOUND})?\s*[+\-−]?\d.*)$")
LABELLED = re.compile(r"^(?P<name>[^:：=≤≥<>]{2,40}?)\s*[:：=]\s*(?P<value>.*\d.*)$")
CONDITIONS = re.compile(r"\s*[（(]([^（()）]*)[)）]\s*")
MARK = re.compile(r"^(?:为|是|可达到|可达|至)\s*")
NUMBER_KEYS = {"minimum": ("min", "minimum", "最小值", "下限"), "maximum": ("max", "maximum", "最大值", "上限")}
NAME_KEYS = ("name", "parameter", "名称", "参数", "指标", "参数名称", "指标名称")
VALUE_KEYS = ("value", "数值", "值", "指标值")
UNIT_KEYS = ("unit", "单位", "计量单位")
CONDITION_KEYS = ("conditions", "condition", "条件", "测试条件")
EVIDENCE_KEYS = ("evidence", "依据", "来源")
LONGEST_UNIT = 20
MOST = 60


def read_parameters(value: object) -> Reading[tuple[Parameter, ...]]:
    """Read every segment that states a number; the others are counted in a warning."""
    if isinstance(value, list):
        found = [parameter for item in value if isinstance(item, Mapping) and (parameter := _from_object(item))]
        return Reading(tuple(found[:MOST]) or None)
    text = str(value)
    if is_empty(text):
        return Reading()
    segments = [ENUMERATION.sub("", part).strip() for part in SPLIT.split(half_width(clean(text)))]
    segments = [segment for segment in segments if segment]
    read = [parameter for segment in segments if (parameter := read_parameter(segment))]
    missed = len(segments) - len(read)
    if not missed:
        return Reading(tuple(read[:MOST]) or None)
    doubt = warning(
        "parameters_unread",
        Message("有 %(n)s 段没有读出数值，原文留在附加内容里", n=missed),
        Message("写成“名称=数值 单位”，各项之间用分号"),
    )
    return Reading(tuple(read[:MOST]) or None, (doubt,))


def read_parameter(segment: str) -> Parameter | None:
    """Read one `name value unit (conditions)`; None when no number can be told."""
    match = LABELLED.match(segment) or NAMED.match(segment)
    if match is None:
        return None
    conditions = [text.strip() for text in CONDITIONS.findall(match["value"])]
    value = CONDITIONS.sub(" ", match["value"]).strip(" ,，。")
    found = quantity(MARK.sub("", value))
    name = CONDITIONS.sub("", match["name"]).strip(" ,，的")
    if found is None or not name or len(found.unit) > LONGEST_UNIT:
        return None
    return parameter_of(name, found, "；".join(conditions))


def parameter_of(name: str, found: Quantity, conditions: str = "", evidence: str = "") -> Parameter:
    """Make a parameter of a quantity; an approximate value says so in its conditions."""
    if found.approximate:
        conditions = f"约；{conditions}" if conditions else "约"
    return Parameter(
        name=one_line(name),
        minimum=found.minimum,
        maximum=found.maximum,
        unit=found.unit,
        conditions=conditions,
        evidence=evidence,
    )


def _from_object(item: Mapping[str, object]) -> Parameter | None:
    name = one_line(pick(item, NAME_KEYS))
    if not name:
        return None
    ends = {end: quantity(pick(item, keys)) for end, keys in NUMBER_KEYS.items()}
    low, high = (_single(found) for found in ends.values())
    unit = one_line(pick(item, UNIT_KEYS))
    if low is None and high is None:
        found = quantity(pick(item, VALUE_KEYS))
        if found is None:
            return None
        low, high, unit = found.minimum, found.maximum, unit or found.unit
    return Parameter(
        name=name,
        minimum=low,
        maximum=high,
        unit=unit,
        conditions=clean(pick(item, CONDITION_KEYS)),
        evidence=clean(pick(item, EVIDENCE_KEYS)),
    )


def _single(found: Quantity | None) -> float | None:
    """The figure of one end."""
    if found is None:
        return None
    return found.minimum if found.minimum is not None else found.maximum


def pick(item: Mapping[str, object], keys: Iterable[str]) -> str:
    """Take the first of several keys that an object has, as text."""
    for key in keys:
        value = item.get(key)
        if value is not None and str(value).strip():
            return str(value)
    return ""
