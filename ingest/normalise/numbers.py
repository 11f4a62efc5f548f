"""Read quantities: numbers in digits or Chinese, with multipliers, ranges, bounds and units."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.normalise.reading import Reading, error, warning
from ingest.normalise.text import half_width, is_empty
from ingest.records import Doubt, Message

DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
PLACES = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10_000.0, "亿": 100_000_000.0}
MULTIPLIERS = {"": 1.0, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十万": 1e5, "万亿": 1e12}
CHINESE = "[零〇○一二两三四五六七八九十百千万亿]+"
NUMBER = rf"(?:[+\-−]?\d+(?:,\d{{3}})*(?:\.\d+)?(?:[eE][+\-]?\d{{1,3}})?|{CHINESE}(?![^\W\d_]*[本之般旦])|\.\d+)"
PREFIX = r"(?P<bound>≤|≥|≦|≧|<=|>=|<|>|=|不大于|不超过|不高于|不多于|不小于|不低于|不少于|小于等于|大于等于|小于|大于|低于|高于|少于|多于|优于|超过|至少|最高|最低|最大|最小|可达|达到|达|为|约为|约|大约|大概|近|将近|±)?"
TIMES = r"(?P<{0}>(?:百万|千万|十万|万亿|[千万亿])(?!瓦|克|米|卡|焦|帕|伏|安|乏|赫|向|能|元素|吨级)|万(?=元|吨|瓦|千瓦)|亿(?=元|吨|千瓦)|千(?=元|吨)|)"
QUANTITY = re.compile(
    rf"^{PREFIX}\s*(?P<low>{NUMBER})\s*{TIMES.format('low_times')}\s*(?P<low_unit>[^\d~\-—–至到]{{0,12}}?)"
    rf"(?:\s*(?:~|-|—+|–|−|至|到)\s*(?P<high>{NUMBER})\s*{TIMES.format('high_times')})?"
    r"\s*(?P<unit>.*?)\s*(?P<after>以上|以下|以内|左右|上下|及以上|及以下|多|余)?$"
)
PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
CHINESE_ONLY = re.compile(CHINESE)
HAS_NUMBER = re.compile(rf"\d|{CHINESE[:-1]}|[^\x00-\x7f\u4e00-\u9fff]")  # other signs may become digits
APPROXIMATE = frozenset(("约", "约为", "大约", "大概", "近", "将近", "±"))
UPPER = frozenset(
    ("≤", "≦", "<=", "<", "不大于", "不超过", "不高于", "不多于", "小于等于", "小于", "低于", "少于", "最高", "最大")
)
LOWER = frozenset(
    (
        "≥",
        "≧",
        ">=",
        ">",
        "不小于",
        "不低于",
        "不少于",
        "大于等于",
        "大于",
        "高于",
        "多于",
        "优于",
        "超过",
        "至少",
        "最低",
        "最小",
    )
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value or a range with its unit; a bound leaves the other end open."""

    minimum: float | None
    maximum: float | None
    unit: str = ""
    approximate: bool = False

    @property
    def exact(self) -> float | None:
        return self.minimum if self.minimum == self.maximum and not self.approximate else None


@lru_cache(maxsize=4096)
def quantity(text: str) -> Quantity | None:
    """Read a whole text as one quantity: `2.35～2.45 GJ/tCO2`, `≥90%`, `约4万`, `三千吨以上`; None if it is none."""
    if PLAIN.fullmatch(text):
        number = round(float(text), 9)
        return Quantity(number, number)
    if HAS_NUMBER.search(text) is None:
        return None
    match = QUANTITY.match(half_width(text).replace("，", ",").replace("～", "~"))
    if match is None:
        return None
    bound, low_text, low_times, low_unit, high_text, high_times, unit, after = match.groups()
    low = _number(low_text, low_times)
    if low is None:
        return None
    unit = (unit or "").strip()
    high = _number(high_text, high_times or "") if high_text else None
    if high_text and not low_times and high_times and high is not None:
        low = _number(low_text, high_times)
    if high_text is None:
        unit = f"{low_unit}{unit}".strip()
    return _bounded(low, high, unit, bound or "", after or "")


def _bounded(low: float | None, high: float | None, unit: str, bound: str, after: str) -> Quantity:
    approximate = bound in APPROXIMATE or after in ("左右", "上下", "多", "余")
    if high is not None and low is not None:
        return Quantity(min(low, high), max(low, high), unit, approximate)
    if bound in UPPER or after in ("以下", "以内", "及以下"):
        return Quantity(None, low, unit, approximate)
    if bound in LOWER or after in ("以上", "及以上"):
        return Quantity(low, None, unit, approximate)
    return Quantity(low, low, unit, approximate)


def _number(text: str, times: str) -> float | None:
    if not text.isascii() and CHINESE_ONLY.fullmatch(text):
        value = chinese_number(text)
    else:
        try:
            value = float(text.replace(",", "").replace("−", "-"))
        except ValueError:
            return None
    if value is None or value != value or abs(value) == float("inf"):
        return None
    return round(value * MULTIPLIERS[times], 9)


def chinese_number(text: str) -> float | None:
    """Read 三千五百万, 十二, 二〇二二; None when the characters make no number."""
    if all(character in DIGITS for character in text):
        return float("".join(str(DIGITS[character]) for character in text)) if text else None
    total, section, digit = 0.0, 0.0, None
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in PLACES:
            section += (1 if digit is None else digit) * PLACES[character]
            digit = None
        elif character in BIG:
            section += digit or 0
            if not section and not total:
                return None
            total = (total + section) * BIG[character] if character == "亿" else total + section * BIG[character]
            section, digit = 0.0, None
        else:
            return None
    return total + section + (digit or 0)


def shown(value: float) -> str:
    """Write a number as a person would: no .0, no exponent, no binary noise."""
    return str(int(value)) if value == int(value) and abs(value) < 1e18 else f"{value:.12g}"


def read_number(text: str, *, lowest: float | None = None) -> Reading[float]:
    """Read exactly one number; a doubtful one is offered as a fix."""
    if is_empty(text):
        return Reading()
    found = quantity(text)
    if found is None:
        return Reading(None, (_no_number(),))
    value = found.minimum if found.minimum is not None else found.maximum
    if value is None:
        return Reading(None, (_no_number(),))
    if lowest is not None and value < lowest:
        return Reading(None, (_too_small(lowest, value),))
    if found.exact is None:
        return Reading(None, (_no_number(shown(value)),))
    return Reading(value)


def _no_number(fix: str | None = None) -> Doubt:
    return error("not_a_number", Message("不是一个数"), _remedy(fix), fix)


def _remedy(fix: str | None) -> Message:
    return Message("改为 %(value)s，或填写准确的数", value=fix) if fix else Message("填写一个数，或清空这一格")


def _too_small(lowest: float, value: float) -> Doubt:
    return error("too_small", Message("不能小于 %(lowest)s", lowest=shown(lowest)), _remedy(None))


def read_percent(text: str) -> Reading[float]:
    """Read a percentage between 0 and 100; a bare fraction is taken as one, with a warning."""
    if is_empty(text):
        return Reading()
    found = quantity(text.replace("±", "").replace("％", "%"))
    value = None if found is None else found.maximum if found.maximum is not None else found.minimum
    if found is None or value is None or found.unit not in ("", "%") or not 0 <= value <= 100:
        return Reading(None, (error("not_a_percent", Message("不是 0 到 100 之间的百分数"), _remedy(None)),))
    if not found.unit and 0 < value < 1:
        percent = round(value * 100, 9)
        doubt = warning(
            "fraction",
            Message("没有百分号，按 %(value)s%% 记", value=shown(percent)),
            Message("若确为 %(value)s%%，请改写", value=shown(value)),
            f"{shown(value)}%",
        )
        return Reading(percent, (doubt,))
    return Reading(value)


YEARS = {"": 1.0, "年": 1.0, "a": 1.0, "years": 1.0, "year": 1.0, "个月": 1 / 12, "月": 1 / 12, "months": 1 / 12}
YEARS |= {"month": 1 / 12, "天": 1 / 365, "日": 1 / 365, "days": 1 / 365, "周": 7 / 365}


def read_years(text: str, unit: str = "") -> Reading[float]:
    """Read a span of time in years: `3年`, `36个月`, `2.5`; `unit` is what the heading states (years when nothing).

    A range counts by its longer end, with a warning.
    """
    if is_empty(text):
        return Reading()
    found = quantity(text)
    value = None if found is None else found.maximum if found.maximum is not None else found.minimum
    factor = YEARS.get((found.unit if found and found.unit else unit).lower()) if found else None
    if found is None or value is None or factor is None or value < 0:
        return Reading(None, (error("not_years", Message("不是年数"), Message("填写年数，例如 3 或 36个月")),))
    years = round(value * factor, 4)
    if found.minimum is not None and found.minimum != found.maximum:
        doubt = warning(
            "range",
            Message("是一个范围，先按 %(value)s 年记", value=shown(years)),
            Message("填写一个数"),
            f"{shown(years)}年",
        )
        return Reading(years, (doubt,))
    return Reading(years)
