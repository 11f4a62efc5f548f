"""Units as people write them, made comparable: tce, tCO₂e, Nm³, 亩, 万元, kWh/t and their kin, by pint."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    import pint

Quantity: TypeAlias = "pint.Quantity[float]"
CHARACTERS = str.maketrans("₀₁₂₃₄₅₆₇₈₉／（）×＊•⋅・％μ", "0123456789/()**···%µ")
POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
DEFINITIONS = (
    "CNY = [currency]",
    "normal_cubic_metre = [normal_volume]",
    "tce = 29.3076 gigajoule",
    "kgce = 29.3076 megajoule",
    "gce = 29.3076 kilojoule",
    "mu = 10000 / 15 * metre ** 2",
    "ampere_hour = ampere * hour = Ah",
    "watt_peak = watt = Wp",
    "ppb = 1e-9",
)
COUNTED = ("台", "套", "次", "头", "只", "辆", "户", "人", "片", "件", "块", "株", "座", "条", "个", "羽")
WORDS = {
    "元": "CNY", "人民币": "CNY", "吨": "tonne", "t": "tonne", "公斤": "kilogram", "千克": "kilogram", "克": "gram", "度": "kilowatt_hour",
    "千瓦时": "kilowatt_hour", "千瓦": "kilowatt", "兆瓦": "megawatt", "瓦": "watt", "亩": "mu", "公顷": "hectare", "ha": "hectare",
    "平方米": "metre ** 2", "平米": "metre ** 2", "立方米": "metre ** 3", "方": "metre ** 3", "升": "litre", "米": "metre", "公里": "kilometre",
    "千米": "kilometre", "年": "year", "a": "year", "月": "month", "天": "day", "日": "day", "小时": "hour", "h": "hour", "分钟": "minute", "秒": "second",
    "℃": "delta_degC", "°C": "delta_degC", "摄氏度": "delta_degC", "K": "delta_degC", "%": "percent", "wt%": "percent", "vol%": "percent", "mol%": "percent",
    "‰": "permille", "小数": "dimensionless", "Nm3": "normal_cubic_metre", "标方": "normal_cubic_metre", "标立方米": "normal_cubic_metre",
    "标准立方米": "normal_cubic_metre", "kt": "kilotonne", "吨标煤": "tce", "吨标准煤": "tce", "千克标煤": "kgce", "千克标准煤": "kgce", "公斤标煤": "kgce",
    "克标煤": "gce", "克标准煤": "gce", "r": "turn", "转": "turn", "焦": "joule", "吉焦": "gigajoule", "兆焦": "megajoule", "帕": "pascal", "兆帕": "megapascal",
    "千帕": "kilopascal", "GW": "gigawatt", "Wp": "watt_peak", "KWh": "kilowatt_hour", "kwh": "kilowatt_hour", "Kwh": "kilowatt_hour", "KWH": "kilowatt_hour", "kW·h": "kilowatt_hour", "兆瓦时": "megawatt_hour",
    "KW": "kilowatt", "kw": "kilowatt", "吉瓦": "gigawatt", "KV": "kilovolt", "kv": "kilovolt", "伏": "volt", "千伏": "kilovolt", "安": "ampere", "毫安": "milliampere", "安时": "ampere_hour", "毫安时": "milliampere_hour",
    "mAh": "milliampere_hour", "KPa": "kilopascal", "Kpa": "kilopascal", "Mpa": "megapascal", "mpa": "megapascal", "Gpa": "gigapascal", "KN": "kilonewton", "牛": "newton", "千牛": "kilonewton", "KJ": "kilojoule", "千焦": "kilojoule",
    "Kcal": "kilocalorie", "kcal": "kilocalorie", "大卡": "kilocalorie", "千卡": "kilocalorie", "卡": "calorie", "Kg": "kilogram", "KG": "kilogram", "毫克": "milligram", "微克": "microgram", "Km": "kilometre", "KM": "kilometre",
    "毫米": "millimetre", "厘米": "centimetre", "分米": "decimetre", "微米": "micrometre", "纳米": "nanometre", "um": "micrometre", "毫升": "millilitre", "微升": "microlitre", "毫秒": "millisecond", "微秒": "microsecond", "ms": "millisecond",
    "分": "minute", "min": "minute", "hr": "hour", "d": "day", "周": "week", "个月": "month", "HZ": "hertz", "赫兹": "hertz", "兆赫": "megahertz", "千赫": "kilohertz", "吨CO2": "tonne", "g": "gram", "L": "litre", "l": "litre", "mL": "millilitre", "ml": "millilitre",
    "标立方": "normal_cubic_metre", "标准立方": "normal_cubic_metre", "NM3": "normal_cubic_metre", "Nm³": "normal_cubic_metre", "立方": "metre ** 3", "m3": "metre ** 3", "平方厘米": "centimetre ** 2", "立方厘米": "centimetre ** 3", "rpm": "revolutions_per_minute",
    "ppmw": "ppm", "ppmv": "ppm", "ppb": "ppb", "bar": "bar", "mbar": "millibar", "公斤标准煤": "kgce", "度电": "kilowatt_hour", "Pa": "pascal",
}  # fmt: skip
MULTIPLES = {"百万": 1e6, "千万": 1e7, "万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2}
GAS = re.compile(r"(?<![A-Za-z])([kKM]?t|kg|g|吨|万吨|mg)\s*(?:CO2|二氧化碳)(?:e|eq|-eq|当量)?(?![A-Za-z])")
PART = re.compile(r"^(?P<name>.*?)(?:\^|\*\*)?(?P<power>-?\d)?$")
LENGTHS = {"m", "cm", "mm", "km", "dm", "µm", "nm", "ft"}


@lru_cache
def registry() -> pint.UnitRegistry[float]:
    """pint with our definitions, made once; loaded with the first unit, as most pages compare none."""
    import pint

    units: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    for line in DEFINITIONS:
        units.define(line)
    for number in range(len(COUNTED)):
        units.define(f"counted_{number} = [counted_{number}]")
    return units


@lru_cache(maxsize=4096)
def unit_of(text: str) -> Quantity | None:
    """What one of this unit is; None when the words say no unit we know. Blank is a bare number."""
    written = GAS.sub(r"\1", text.strip().translate(CHARACTERS).translate(POWERS).replace(" ", ""))
    product = registry().Quantity(1.0, "dimensionless")
    for sign, part in _parts(written):
        factor = _one(part)
        if factor is None:
            return None
        product = product * factor if sign > 0 else product / factor
    return product


def convert(value: float, unit: str, wanted: str) -> float | None:
    """The value in another unit; None when one of them is unknown or they measure different things."""
    if unit.strip() == wanted.strip():
        return value
    one, other = unit_of(unit), unit_of(wanted)
    if one is None or other is None or one.dimensionality != other.dimensionality:
        return None
    return float((value * one).to_base_units().magnitude / other.to_base_units().magnitude)


def comparable(unit: str, other: str) -> bool:
    """Whether two units measure the same kind of quantity."""
    return convert(1.0, unit, other) is not None


def _parts(written: str) -> list[tuple[int, str]]:
    """kWh/(m2·a) -> (+1, kWh), (-1, m2), (-1, a)."""
    parts: list[tuple[int, str]] = []
    sign, inside, word = 1, 0, ""
    for character in written + "·":
        if character not in "/·*()":
            word += character
            continue
        if word:
            parts.append((sign, word))
            word = ""
        if character == "/":
            sign = -1
        elif character == "(":
            inside += 1
        elif character == ")":
            inside, sign = max(0, inside - 1), 1
    return parts


def _one(part: str) -> Quantity | None:
    """A single factor, such as 万元, m2, s-1 or kWh."""
    for word, times in MULTIPLES.items():
        if part.startswith(word) and part != word and (rest := _plain(part.removeprefix(word))) is not None:
            return cast(Quantity, times * rest)
    return _plain(part)


def _plain(part: str) -> Quantity | None:
    if part in COUNTED:
        return registry().Quantity(1.0, f"counted_{COUNTED.index(part)}")
    if part in WORDS:
        return registry().Quantity(1.0, WORDS[part])
    if re.fullmatch(r"\d+(\.\d+)?", part):
        return registry().Quantity(float(part), "dimensionless")
    found = PART.match(part)
    name, power = (found["name"], found["power"]) if found else (part, None)
    if power and (name in LENGTHS or name in WORDS or power.startswith("-")):
        base = _plain(name)
        return None if base is None else cast(Quantity, base ** int(power))
    return _known(part)


def _known(name: str) -> Quantity | None:
    """A unit that pint itself knows by this symbol."""
    if not re.fullmatch(r"[A-Za-zµΩ]+", name):
        return None
    import pint

    try:
        return registry().Quantity(1.0, name)
    except (pint.UndefinedUnitError, pint.DefinitionSyntaxError, AttributeError):
        return None
