"""Read application cases: objects as catalogues nest them, or text with one case a paragraph."""

import re
from collections.abc import Mapping

from ingest.normalise.numbers import quantity
from ingest.normalise.parameters import parameter_of, pick
from ingest.normalise.text import clean, half_width, is_empty, one_line
from marketplace.listings.content import Case, Parameter

USER = ("user", "owner", "应用单位", "用户", "用户单位", "单位", "使用单位", "name", "company")
PLACE = ("place", "location", "地点", "应用地点", "地区")
YEAR = ("year", "年份", "时间", "投运时间", "应用时间", "date")
SCALE = ("scale", "case_scale", "规模", "应用规模", "案例规模")
RESULT = ("measured_result", "result", "results", "效果", "应用效果", "实测效果", "effect")
RECOMMENDER = ("recommender", "推荐单位")
SAVINGS = (("节能量", ("energy_saving", "节能量")), ("二氧化碳减排量", ("co2_reduction", "减排量", "碳减排量")))
VARIANTS = (
    ("成果简介", ("content", "内容")),
    ("适用范围", ("scope", "适用范围")),
    ("应用建议", ("advice", "应用建议")),
)
FOUR_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
PARAGRAPH = re.compile(r"[\n；;]+")
ENUMERATION = re.compile(r"^\s*(?:案例)?\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}[.、）):：]|[①-⑳])\s*")
COMPANY = re.compile(r"[^，,。；;（(：:]{2,40}?(?:公司|集团|厂|中心|研究院|研究所|大学|学院|医院|局|处|电站)")
NOT_NAMED = "（未写明单位）"


def read_cases(value: object) -> tuple[Case, ...]:
    """Read a list of objects or a text; every paragraph of a text is a case."""
    if isinstance(value, list):
        return tuple(_from_object(item) for item in value if isinstance(item, Mapping) and any(item.values()))
    text = clean(str(value))
    if is_empty(text):
        return ()
    parts = [ENUMERATION.sub("", part).strip() for part in PARAGRAPH.split(text)]
    return tuple(_from_text(part) for part in parts if part and not is_empty(part))


def stated_savings(value: object) -> tuple[Parameter, ...]:
    """Keep what a case states to have saved as parameters with the case as their condition; nothing is extrapolated."""
    if not isinstance(value, list):
        return ()
    found = []
    for item in value:
        if isinstance(item, Mapping):
            for name, keys in SAVINGS:
                amount = quantity(pick(item, keys))
                if amount is not None:
                    found.append(parameter_of(name, amount, one_line(pick(item, SCALE)), one_line(pick(item, USER))))
    return tuple(found)


def variants(value: object) -> dict[str, str]:
    """What a case says of its own variant of the technology, by a label of its own."""
    texts = {}
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            if isinstance(item, Mapping):
                for label, keys in VARIANTS:
                    if text := clean(pick(item, keys)):
                        texts[f"案例{number}{label}"] = text
    return texts


def case_year(text: str) -> int | None:
    """Find the year in a date or a sentence."""
    found = FOUR_DIGITS.search(half_width(text))
    return int(found[1]) if found else None


def _from_object(item: Mapping[str, object]) -> Case:
    stated = [(name, clean(pick(item, keys))) for name, keys in SAVINGS]
    results = [clean(pick(item, RESULT)), *(f"{name} {text}" for name, text in stated if not is_empty(text))]
    recommender = clean(pick(item, RECOMMENDER))
    results.append(f"推荐单位 {recommender}" if recommender else "")
    return Case(
        user=one_line(pick(item, USER)) or NOT_NAMED,
        place=one_line(pick(item, PLACE)),
        year=case_year(pick(item, YEAR)),
        scale=one_line(pick(item, SCALE)),
        measured_result="；".join(filter(None, results)),
    )


def _from_text(text: str) -> Case:
    named = COMPANY.search(text)
    user = re.sub(r"^(?:[\d年月]+|已?在|于|应用于|用于|自)+", "", named[0]).strip() if named else ""
    return Case(user=user or text[:30], year=case_year(text), measured_result=text)
