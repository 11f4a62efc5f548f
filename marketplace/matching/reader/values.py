"""Finds values in a folded text: single ones, ranges, tolerances and fractions in words, each with its unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from marketplace.matching.reader.lazily import lazily
from marketplace.matching.reader.numbers import ARABIC, CHINESE, MULTIPLES, chinese, value_of
from marketplace.matching.reader.units import BARE_MULTIPLE, UNIT, tidy


class Shape(StrEnum):
    """How a value is written."""

    SINGLE = "single"
    RANGE = "range"  # 80~90
    BAND = "band"  # ±0.02: symmetric about zero
    ABOUT = "about"  # 25±2


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value at `start` to `end` of the folded text; `high` closes a range."""

    start: int
    end: int
    low: float
    high: float | None = None
    unit: str = ""
    shape: Shape = Shape.SINGLE
    vague: bool = False  # 100多
    name: str = ""  # 180≤HB<240 carries its own


SCALES = ("HRC", "HRA", "HRB", "HBW", "HBS", "HB", "HV", "HS", "IP")  # a scale written before its number is its unit
NAMES = ("Ra", "Rz", "Ry", "TRL", "pH", "PH", "COP", "PUE", "EER", "φ", "RH", "DOD", "SOC", "D50", "D90", "DN", "R²")
_BEFORE = "|".join(f"(?<={each})" for each in (*SCALES, *NAMES))
_FREE = rf"(?:(?<![A-Za-z\d._#/:]|[-+±])|(?<=\D:)|(?<=[\u4e00-\u9fff]/)|(?<=[^\d]±)|(?<=^±)|{_BEFORE})"
_SIGNED = r"(?:(?<![\dA-Za-z)%\-])(?P<sign>[-+])(?=\d))"
_TO = r" ?(?:~|-{1,4}|至|到) ?"
PLAIN = lazily(rf"(?:{_SIGNED}|{_FREE})(?P<low>{ARABIC})(?: ?(?P<unit>{UNIT}))?")
SECOND = lazily(
    rf"(?P<how>{_TO}|±)(?:HRC|HB|HV|TRL|φ|Ra)?(?P<sign>[-+](?=\d))?(?P<high>{ARABIC})(?: ?(?P<unit>{UNIT}))?"
)
CHAIN = lazily(
    rf"(?P<low>{ARABIC})(?: ?(?P<unit1>{UNIT}))?[≤<](?P<name>[A-Za-z\u4e00-\u9fff][A-Za-z\d\u4e00-\u9fff]{{0,9}})[≤<](?P<high>{ARABIC})(?: ?(?P<unit2>{UNIT}))?"
)
BRACKETED = lazily(rf"\((?P<low>[-+]?{ARABIC})(?:(?P<how>{_TO}|±)(?P<high>{ARABIC}))?\) ?(?P<unit>{UNIT})")
UNKNOWN_UNIT = lazily(r" ?(?P<unit>[A-Za-zμΩ][A-Za-zμΩ·/²³\-]{0,9}\d?)(?![A-Za-z0-9])")
COMPARES = lazily(r"(?:[≥≤<>=]|[不低高小大少超]于|超过|不小于|不大于|达到|至少|约|为) ?$")
FRACTION = lazily(
    rf"(?P<whole>[百千万](?=分之[\d一二两三四五六七八九十])|{CHINESE})分之(?P<part>{ARABIC}|{CHINESE})(?:{_TO}(?:[百千]分之)?(?P<high>{ARABIC}|{CHINESE}))?"
)
_CHINESE_UNIT = (
    r"(?P<unit>成(?!本|套|品|型|熟|分|果|功|立|膜|份|形|为|像)|折(?!射|叠|弯|旧|断|合|算)|倍(?!率|频|增)|个百分点|"
    rf"(?:万|亿)?(?:年|个月|天|小时|分钟|周|吨|元|次|公里|亩|米|千瓦时|千瓦|度|立方米|平方米|台|个月|秒)(?:/(?:{UNIT}))?)"
)
WORDED = lazily(
    rf"(?<![第其之唯统一二两三四五六七八九十百千某每分])(?P<low>{CHINESE})(?:[到至~\-](?P<high>{CHINESE}))?{_CHINESE_UNIT}(?P<tail>[五半](?!年|个|月|天|倍))?"
)
SKIPPED = lazily(r"\d:\d|第[\d一二三四五六七八九十]|[A-Za-z]*\d+[#号型系牌]")
FOLDED_MULTIPLE = lazily(
    r"^(?P<times>万|亿|百万|千万|十万|千|百)(?P<unit>次|小时|h|H|个周期|周期|循环|圈|转|公里|km|个|步|天|发)(?P<rest>/.*)?$"
)
HALF = lazily(r"(?:降低|下降|减少|减小|缩短|减|节约|节省|削减|压缩)了?(?P<half>一半)")
TENTHS = {"成": 10.0, "折": 10.0}
WHOLES = {"百": "%", "千": "‰", "万": "‱"}


def values(text: str) -> list[Value]:
    """Every value of a text, in order, none within another."""
    found = sorted(
        (*_chains(text), *_bracketed(text), *_fractions(text), *_halves(text), *_worded(text), *_numbers(text)),
        key=lambda each: (each.start, -each.end),
    )
    kept: list[Value] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return _shared_units(text, kept)


def _shared_units(text: str, found: list[Value]) -> list[Value]:
    """35、50、10mg/m3: the unit of the last belongs to all."""
    for place in range(len(found) - 2, -1, -1):
        one, after = found[place], found[place + 1]
        if (
            not one.unit
            and after.unit
            and one.shape is Shape.SINGLE
            and text[one.end : after.start] in ("、", "和", "及", "与", ",", "/", "或")
        ):
            found[place] = replace(one, unit=after.unit)
    return found


def _numbers(text: str) -> Iterator[Value]:
    place = 0
    while found := PLAIN.search(text, place):
        value = _number(text, found)
        place = max(value.end if value else found.end("low"), found.end("low"))
        if value is not None and not _is_name(text, value):
            yield value


def _number(text: str, found: re.Match[str]) -> Value | None:
    start = found.start("low")
    low = value_of(found["low"])
    if low is None:
        return None
    sign = found["sign"]
    if sign:
        start -= 1
        low = -low if sign == "-" else low
    band = start > 0 and text[start - 1] == "±"
    unit, end = found["unit"] or "", found.end()
    second = SECOND.match(text, end)
    if second and not band and (high := value_of(second["high"])) is not None and _may_join(unit, second, text):
        unit2 = second["unit"] or unit
        high = -high if second["sign"] == "-" else high
        times, unit2, end = _multiple(unit2, text, second.end())
        low_times = _multiple(unit, text, found.end())[0] if unit else times
        if second["how"] == "±" and tidy(unit2) == "%" and unit not in ("", "%"):
            part = low * high / 100
            return Value(start=start, end=end, low=low - part, high=low + part, unit=tidy(unit), shape=Shape.ABOUT)
        if second["how"] == "±":
            return Value(
                start=start,
                end=end,
                low=low * times - high * times,
                high=low * times + high * times,
                unit=unit2,
                shape=Shape.ABOUT,
            )
        low, high = low * low_times, high * times
        if low < high:
            return _scaled(text, Value(start=start, end=end, low=low, high=high, unit=unit2, shape=Shape.RANGE))
    if not unit and COMPARES.search(text[:start]) and (strange := UNKNOWN_UNIT.match(text, end)):
        unit, end = strange["unit"], strange.end()
    times, unit, end = _multiple(unit, text, end)
    vague = text[end : end + 1] in ("多", "余") and bool(unit or times > 1)
    if band:
        return Value(start=start - 1, end=end, low=-low * times, high=low * times, unit=unit, shape=Shape.BAND)
    if text[:start].endswith("零下"):
        start, low = start - 2, -abs(low)
    return _scaled(text, Value(start=start, end=end, low=low * times, unit=unit, vague=vague))


def _may_join(unit: str, second: re.Match[str], text: str) -> bool:
    """Whether two numbers make one range: units agree, and no third number follows (2018-05-03)."""
    after = text[second.end() : second.end() + 2]
    if re.match(r"[-~]\d|\.\d", after):
        return False
    if not second["unit"] and re.match(r"[A-Za-z]", after):
        return False
    if second["how"] == "±":
        return True
    return (
        not unit
        or not second["unit"]
        or tidy(unit) == tidy(second["unit"])
        or unit == "°"
        or (unit == "%" and second["unit"].startswith("%"))
    )


def _multiple(unit: str, text: str, end: int) -> tuple[float, str, int]:
    """万 before 次 or at the end belongs to the number; before 吨 or 元 it stays with the unit."""
    if not unit and (
        found := re.compile(
            rf"({BARE_MULTIPLE})(?=[多余]?(?:[^\u4e00-\u9fff]|$|以|左|个|片|支|头|只|亩|级|多|余|人|块|，|。))"
        ).match(text, end)
    ):
        return MULTIPLES[found[1]], "", found.end()
    if found := FOLDED_MULTIPLE.match(unit):
        return MULTIPLES[found["times"]], tidy(found["unit"] + (found["rest"] or "")), end
    return 1.0, tidy(unit), end


def _scaled(text: str, value: Value) -> Value:
    """HRC58~62 has its unit before it; 三成 and 八折 are hundredths."""
    before = next((scale for scale in SCALES if text[: value.start].endswith(scale)), "")
    unit = value.unit if value.unit or not before else before
    times = TENTHS.get(unit, 1.0)
    unit = "%" if unit in TENTHS else unit
    return Value(
        start=value.start - (len(before) if before else 0),
        end=value.end,
        low=round(value.low * times, 9),
        high=None if value.high is None else round(value.high * times, 9),
        unit=unit,
        shape=value.shape,
        vague=value.vague,
        name=value.name,
    )


def _is_name(text: str, value: Value) -> bool:
    """Whether the digits belong to a name (60Si2Mn, 5G, 2#) or a ratio (35:18)."""
    after = text[value.end : value.end + 2]
    if after[:1] in "#号型" and after[:1]:
        return True
    if after[:1].isascii() and after[:1].isalpha():
        return True
    if re.match(r":\d|/\d", after):
        return True
    return not value.unit and after[:1] in ("系", "牌", "D", "代", "版", "期", "院", "强")


def _chains(text: str) -> Iterator[Value]:
    """180≤HB<240: a range around its own name."""
    for found in CHAIN.finditer(text):
        low, high = value_of(found["low"]), value_of(found["high"])
        if low is None or high is None or low >= high:
            continue
        scale = found["name"] if found["name"] in SCALES else ""
        unit = tidy(found["unit2"] or found["unit1"] or scale)
        name = "" if scale else found["name"]
        yield Value(start=found.start(), end=found.end(), low=low, high=high, unit=unit, shape=Shape.RANGE, name=name)


def _bracketed(text: str) -> Iterator[Value]:
    """(2.4~2.9)Ω, (80±10)μm: a value in brackets with its unit behind them."""
    for found in BRACKETED.finditer(text):
        low, high = value_of(found["low"].lstrip("+-")), value_of(found["high"]) if found["high"] else None
        if low is not None:
            low = -low if found["low"].startswith("-") else low
            shape = Shape.SINGLE if high is None else Shape.RANGE
            if high is not None and found["how"] == "±":
                low, high, shape = low - high, low + high, Shape.ABOUT
            yield Value(start=found.start(), end=found.end(), low=low, high=high, unit=tidy(found["unit"]), shape=shape)


def _halves(text: str) -> Iterator[Value]:
    """缩短一半 is by 50 %."""
    for found in HALF.finditer(text):
        yield Value(start=found.start("half"), end=found.end(), low=50.0, unit="%")


def _fractions(text: str) -> Iterator[Value]:
    for found in FRACTION.finditer(text):
        part, whole = value_of(found["part"]), found["whole"]
        high = value_of(found["high"]) if found["high"] else None
        if part is None:
            continue
        if whole in WHOLES:
            yield Value(
                start=found.start(),
                end=found.end(),
                low=part,
                high=high,
                unit=WHOLES[whole],
                shape=Shape.RANGE if high else Shape.SINGLE,
            )
        elif (count := chinese(whole)) and high is None:
            yield Value(start=found.start(), end=found.end(), low=round(part / count * 100, 2), unit="%")


def _worded(text: str) -> Iterator[Value]:
    for found in WORDED.finditer(text):
        low, high = chinese(found["low"]), chinese(found["high"]) if found["high"] else None
        if (
            low is None
            or (found["unit"] == "次" and found["low"] in ("一", "二", "两", "三"))
            or (found["unit"] == "度" and found["low"] in "一二三再")
        ):
            continue
        times, unit, _end = _multiple(found["unit"], text, found.end("unit"))
        tail = {"五": 0.5, "半": 0.5, None: 0.0}[found["tail"]]
        value = Value(
            start=found.start(), end=found.end(), low=(low + tail) * times, high=None if high is None else high * times, unit=unit,
            shape=Shape.SINGLE if high is None else Shape.RANGE,
        )  # fmt: skip
        yield _scaled(text, value)
