"""What may not even be kept as a draft: text too long to store, figures out of range, codes that do not exist. Pure."""

import math
import re
from collections.abc import Iterator
from dataclasses import fields

from marketplace.needs.content import Constraint, NeedContent
from marketplace.taxonomy.catalogue import Catalogue, catalogue
from marketplace.taxonomy.terms import Operator

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
STORED = {"title": 120, "contact_name": 80, "contact_phone": 40, "contact_email": 254}
LONG_TEXT = 20_000
AMOUNTS = ("energy_use", "emissions", "target_reduction", "budget")
ROWS = 60


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TOO_LONG = _("这一项太长，存不下。请缩短。")
NOT_FINITE = _("请填一个确定的数。")


def out_of_bounds(content: NeedContent) -> dict[str, str]:
    """Field name to sentence (a msgid), for everything that cannot be stored."""
    return dict((*_texts(content), *_codes(content, catalogue()), *_amounts(content), *_constraints(content)))


def _constraints(content: NeedContent) -> Iterator[tuple[str, str]]:
    for row, constraint in enumerate(content.constraints):
        for name, sentence in constraint_faults(constraint):
            yield f"constraints-{row}-{name}", sentence
    if len(content.constraints) > ROWS:
        yield "constraints", _("约束条件太多。请合并，或拆成几条需求。")


def _texts(content: NeedContent) -> Iterator[tuple[str, str]]:
    for entry in fields(content):
        value = getattr(content, entry.name)
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        if any(isinstance(text, str) and len(text) > STORED.get(entry.name, LONG_TEXT) for text in texts):
            yield entry.name, TOO_LONG
        if any(isinstance(text, str) and "\x00" in text for text in texts):
            yield entry.name, _("这一项含有无法显示的字符，请重新输入。")
    if content.contact_email and not EMAIL.fullmatch(content.contact_email):
        yield "contact_email", _("这不像一个邮箱地址，例如 name@example.org。")


def _codes(content: NeedContent, known: Catalogue) -> Iterator[tuple[str, str]]:
    if content.region and content.region not in known.regions:
        yield "region", _("没有这个地区代码，请从列表中选择。")
    if content.sector and content.sector not in known.sectors:
        yield "sector", _("没有这个领域，请从列表中选择。")
    technology = known.key_technologies.get(content.key_technology)
    if content.key_technology and technology is None:
        yield "key_technology", _("没有这项关键技术，请从列表中选择。")
    elif technology and content.sector and technology.parent != content.sector:
        yield "key_technology", _("这项关键技术不属于所选领域，请改其中一项。")
    if any(code not in known.industries for code in content.industries):
        yield "industries", _("有的行业代码不在 GB/T 4754 中，请从列表中选择。")


def _amounts(content: NeedContent) -> Iterator[tuple[str, str]]:
    for field in AMOUNTS:
        amount = getattr(content, field)
        if amount is not None and (not math.isfinite(amount) or amount < 0):
            yield field, _("请填不小于 0 的数。")
    if content.minimum_trl is not None and not 1 <= content.minimum_trl <= 9:
        yield "minimum_trl", _("技术成熟度请填 1 到 9。")


def constraint_faults(constraint: Constraint) -> Iterator[tuple[str, str]]:
    """What is wrong with one constraint, by the name of its part."""
    if not constraint.parameter.strip():
        yield "parameter", _("请写出参数名称，例如“再生热耗”。")
    if len(constraint.parameter) > 80:
        yield "parameter", TOO_LONG
    if len(constraint.unit) > 40:
        yield "unit", TOO_LONG
    if len(constraint.quote) > 400:
        yield "parameter", TOO_LONG
    if any("\x00" in text for text in (constraint.parameter, constraint.unit, constraint.quote)):
        yield "parameter", _("这一项含有无法显示的字符，请重新输入。")
    if not math.isfinite(constraint.value):
        yield "value", NOT_FINITE
    if constraint.value2 is not None and not math.isfinite(constraint.value2):
        yield "value2", NOT_FINITE
    if constraint.operator == Operator.BETWEEN and constraint.value2 is None:
        yield "value2", _("“介于”要填两个数，请补上上限。")
    if constraint.operator != Operator.BETWEEN and constraint.value2 is not None:
        yield "value2", _("只有“介于”才填第二个数，请删去它或改比较方式。")
    if constraint.value2 is not None and constraint.value > constraint.value2:
        yield "value2", _("上限小于下限，请对调这两个数。")
