"""What may not even be kept as a draft: text too long to store, figures out of range, codes that do not exist. Pure."""

import math
from collections.abc import Iterator
from dataclasses import fields

from marketplace.listings.content import AchievementContent, CarbonClaim, Parameter
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import TrlScale

STORED = {
    "title": 120,
    "department": 120,
    "contact_name": 80,
    "contact_phone": 40,
    "contact_email": 254,
    "registration_number": 60,
}
LONG_TEXT = 20_000
ROWS = 200
TOO_LONG = "这一项太长，存不下。请缩短。"
NEGATIVE = "请填 0 或更大的数。"
NOT_FINITE = "请填一个确定的数。"
AMOUNTS = ("capex", "opex", "payback_years", "price")
SIDES = ("baseline_emissions", "project_emissions", "leakage_emissions", "removals")


def out_of_bounds(content: AchievementContent) -> dict[str, str]:
    """Field name to sentence, for everything that cannot be stored."""
    return dict(
        (
            *_texts(content),
            *_amounts(content),
            *_codes(content),
            *_parameters(content),
            *_claim(content),
            *_rows(content),
        )
    )


def _texts(content: AchievementContent) -> Iterator[tuple[str, str]]:
    for entry in fields(content):
        value = getattr(content, entry.name)
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        limit = STORED.get(entry.name, LONG_TEXT)
        if any(isinstance(text, str) and len(text) > limit for text in texts):
            yield entry.name, TOO_LONG
        if any(isinstance(text, str) and "\x00" in text for text in texts):
            yield entry.name, "这一项含有无法显示的字符，请重新输入。"


def _amounts(content: AchievementContent) -> Iterator[tuple[str, str]]:
    for name in AMOUNTS:
        if sentence := _not_an_amount(getattr(content, name)):
            yield name, sentence
    top = 13 if content.trl_scale is TrlScale.THIRTEEN else 9
    if content.trl is not None and not 1 <= content.trl <= top:
        yield "trl", "技术成熟度超出所选标尺，请填 1 至 13。" if top == 13 else "技术成熟度超出所选标尺，请填 1 至 9。"


def _codes(content: AchievementContent) -> Iterator[tuple[str, str]]:
    known = catalogue()
    if content.sector and content.sector not in known.sectors:
        yield "sector", "没有这个领域，请从列表中选择。"
    leaf = known.key_technologies.get(content.key_technology)
    if content.key_technology and leaf is None:
        yield "key_technology", "没有这项关键技术，请从列表中选择。"
    if leaf is not None and content.sector and leaf.parent != content.sector:
        yield "key_technology", "这项关键技术不属于所选领域，请改其一。"
    if any(code not in known.industries for code in content.industries):
        yield "industries", "有不认识的行业代码，请从列表中选择。"


def _parameters(content: AchievementContent) -> Iterator[tuple[str, str]]:
    for row, parameter in enumerate(content.parameters):
        for name, sentence in _parameter(parameter):
            yield f"parameters-{row}-{name}", sentence


def _parameter(parameter: Parameter) -> Iterator[tuple[str, str]]:
    if not parameter.name.strip():
        yield "name", "请填参数名称，例如“再生能耗”。"
    if len(parameter.name) > 80:
        yield "name", TOO_LONG
    if len(parameter.unit) > 40:
        yield "unit", TOO_LONG
    for name in ("minimum", "maximum", "comparator_value"):
        value = getattr(parameter, name)
        if value is not None and not math.isfinite(value):
            yield name, NOT_FINITE
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None and low > high:
        yield "maximum", "上限小于下限，请检查这两个数。"


def _claim(content: AchievementContent) -> Iterator[tuple[str, str]]:
    claim = content.claim
    if claim is None:
        return
    for name in (*SIDES, "lifetime_years"):
        if sentence := _not_an_amount(getattr(claim, name)):
            yield f"claim-{name}", sentence
    if not 0 <= claim.uncertainty_percent <= 100:
        yield "claim-uncertainty_percent", "不确定度是 0 到 100 之间的百分数。"
    yield from _claim_rows(claim)


def _claim_rows(claim: CarbonClaim) -> Iterator[tuple[str, str]]:
    for row, line in enumerate(claim.lines):
        if line.side not in ("BE", "PE", "LE", "RE"):
            yield f"claim-lines-{row}-side", "请从 BE、PE、LE、RE 中选一项。"
        if sentence := _not_an_amount(line.amount):
            yield f"claim-lines-{row}-amount", sentence
    for row, factor in enumerate(claim.factors):
        if not math.isfinite(factor.value):
            yield f"claim-factors-{row}-value", NOT_FINITE
        if len(factor.unit) > 40 or len(factor.region) > 40:
            yield f"claim-factors-{row}-unit", TOO_LONG


def _rows(content: AchievementContent) -> Iterator[tuple[str, str]]:
    for name in ("parameters", "ip", "cases"):
        if len(getattr(content, name)) > ROWS:
            yield name, "一项成果最多 200 行。"
    for row, right in enumerate(content.ip):
        if len(right.number) > 60:
            yield f"ip-{row}-number", TOO_LONG
    for row, case in enumerate(content.cases):
        if case.year is not None and not 1950 <= case.year <= 2100:
            yield f"cases-{row}-year", "年份应在 1950 到 2100 之间。"


def _not_an_amount(value: float | None) -> str:
    if value is None:
        return ""
    return NOT_FINITE if not math.isfinite(value) else NEGATIVE if value < 0 else ""
