"""Brings two values to one unit, or says why they cannot be compared."""

import re
from dataclasses import dataclass

from marketplace.matching.judging.saying import Said, Word, clause
from marketplace.matching.reader.units import tidy
from marketplace.taxonomy.units import convert, unit_of

KELVIN = frozenset(("K", "开", "开尔文"))
CELSIUS = frozenset(("℃", "°C", "摄氏度", "°"))
FAHRENHEIT = frozenset(("℉", "°F", "F", "华氏度"))
SAME_AS = {
    "dB(A)": "dB", "dBA": "dB", "分贝": "dB", "分贝(A)": "dB", "百分点": "个百分点", "HBW": "HB", "HBS": "HB",
    "转/分": "rpm", "转/分钟": "rpm", "r/min": "rpm", "转/min": "rpm", "RPM": "rpm", "标方": "Nm3", "PH": "", "级别": "级", "TRL": "", "HRc": "HRC", "mm/年": "mm/a",
}  # fmt: skip
CYCLES = frozenset(("次", "周", "圈", "循环", "个循环", "周期", "周次", "个周期", "cycles"))
SCALES = frozenset(("HRC", "HRA", "HRB", "HB", "HV", "HS", "目", "级", "IP", "个百分点", "dB", "号"))
BASIS = {
    "wt%": "质量",
    "mass%": "质量",
    "vol%": "体积",
    "v/v%": "体积",
    "mol%": "摩尔",
    "at%": "原子",
    "ppmv": "体积",
    "ppmw": "质量",
    "体积%": "体积",
    "质量%": "质量",
}
SUBSTANCE = re.compile(
    r"(?P<mass>tonne|[kKM]?t|[kmμ]?g|吨|千克|公斤|克|毫克|m3|Nm3|立方米|标方|kWh|MWh)(?P<what>CO2e?q?|CO2当量|二氧化碳(?:当量)?|H2|氢气?|NH3|氨|产品|水泥|熟料|粗钢|钢材?|钢水|铁水|铝液?|原铝|蒸汽|污水|废水|水|污泥|干泥|原煤|煤|矿石|原矿|矿|物料|原料|甲醇|尿素|垃圾|浆料?|纸|玻璃液?|烟气|气|布|LiOH|Li2CO3|COD)(?![A-Za-z\u4e00-\u9fff\d])"
)
ALIKE = {
    "二氧化碳": "CO2",
    "CO2e": "CO2",
    "CO2eq": "CO2",
    "CO2当量": "CO2",
    "二氧化碳当量": "CO2",
    "氢": "H2",
    "氢气": "H2",
    "氨": "NH3",
    "钢材": "钢",
    "粗钢": "钢",
    "钢水": "钢",
    "污水": "水",
    "废水": "水",
    "原煤": "煤",
    "原矿": "矿",
    "矿石": "矿",
    "物料": "产品",
    "原料": "产品",
    "成品": "产品",
}
GASES = frozenset(("CO2", "H2", "NH3", "水", "蒸汽", "COD"))
PER_TIME = (("日", "/d"), ("年", "/a"), ("小时", "/h"), ("台时", "/h"), ("月", "/month"))
PER_MASS = re.compile(r"^(?:每吨|吨(?!位)|单吨)(?:产品|水|钢|矿|泥)?")
TIMES = re.compile(r"/(?:.*?)(?:d|a|h|年|天|日|小时|月|min|分钟|s|秒)\)?$")
MASS_IN_VOLUME = re.compile(r"^[mμnk]?g/N?m3$")


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True)
class Converted:
    """A value in another unit; `why` says what stands in the way."""

    value: float | None = None
    why: Said | None = None
    note: Said | None = None


def in_unit(
    value: float, unit: str, wanted: str, *, name: str = "", wanted_name: str = "", difference: bool = False
) -> Converted:
    """A value of one unit in another. `difference` makes temperatures intervals; names say per day or per tonne where units do not."""
    one, other = _spelled(unit), _spelled(wanted)
    if one == other or {one, other} <= CYCLES:
        return Converted(value)
    if (temperature := _temperature(value, one, other, difference=difference)) is not None:
        return Converted(temperature)
    if (basis := {BASIS.get(one), BASIS.get(other)}) and None not in basis and len(basis) == 2:
        return Converted(
            why=clause(
                _("一个按%(one)s计，一个按%(other)s计，不能换算"), one=Word(BASIS[one]), other=Word(BASIS[other])
            )
        )
    if not one or not other:
        return _unitless(value, one, other, unit, wanted)
    if one in SCALES or other in SCALES:
        return Converted(why=clause(_("%(one)s 与 %(other)s 之间没有固定的换算"), one=unit, other=wanted))
    (bare, per), (bare_other, per_other) = _substances(one), _substances(other)
    if per and per_other and per != per_other and not ("产品" in (per, per_other) and not {per, per_other} & GASES):
        return Converted(
            why=clause(_("一个是每单位%(one)s的，一个是每单位%(other)s的，不能直接比较"), one=per, other=per_other)
        )
    return _converted(value, bare, bare_other, unit, wanted, name, wanted_name)


def _converted(value: float, one: str, other: str, unit: str, wanted: str, name: str, wanted_name: str) -> Converted:
    for first, second in ((one, other), (_timed(one, name), _timed(other, wanted_name))):
        if (changed := convert(value, first, second)) is not None:
            return Converted(changed)
    if MASS_IN_VOLUME.match(one) and MASS_IN_VOLUME.match(other):
        changed = convert(value, one.replace("Nm3", "m3"), other.replace("Nm3", "m3"))
        if changed is not None:
            return Converted(changed, note=clause(_("按标准状态的体积比较")))
    if ("Nm3" in one) != ("Nm3" in other) and convert(
        1.0, one.replace("Nm3", "m3"), other.replace("Nm3", "m3")
    ) is not None:
        return Converted(why=clause(_("一个是标准状态的体积，一个不是，不能直接换算")))
    if unit_of(one) is None or unit_of(other) is None:
        return Converted(why=clause(_("单位 %(one)s 与 %(other)s 无法换算"), one=unit, other=wanted))
    return Converted(why=clause(_("单位 %(one)s 与 %(other)s 量纲不同，不能比较"), one=unit, other=wanted))


def _spelled(unit: str) -> str:
    unit = tidy(unit).replace(" ", "")
    unit = re.sub(r"\((?:标态|干基|绝干|a)\)$", "", unit)
    return SAME_AS.get(unit, unit)


def _temperature(value: float, one: str, other: str, *, difference: bool) -> float | None:
    scales = CELSIUS | KELVIN | FAHRENHEIT
    if one not in scales or other not in scales:
        return None
    celsius = value
    if difference:
        celsius = value / 1.8 if one in FAHRENHEIT else value
        return celsius * 1.8 if other in FAHRENHEIT else celsius
    if one in KELVIN:
        celsius = value - 273.15
    elif one in FAHRENHEIT:
        celsius = (value - 32) / 1.8
    if other in KELVIN:
        return celsius + 273.15
    return celsius * 1.8 + 32 if other in FAHRENHEIT else celsius


def _unitless(value: float, one: str, other: str, unit: str, wanted: str) -> Converted:
    """小数 is a unit; a blank is none, and may have been a per cent."""
    written = one or other
    if written == "小数":
        return Converted(value)
    if written in ("级", "倍") and not (one and other):
        return Converted(value)
    return Converted(
        why=clause(_("要求没有写单位，成果的单位是 %(unit)s"), unit=unit) if one else clause(_("成果没有写单位"))
    )


def _substances(unit: str) -> tuple[str, str]:
    """GJ/tCO2 -> GJ/t, CO2: what a unit is counted on."""
    per = ""
    head, slash, under = unit.partition("/")
    if slash and (found := SUBSTANCE.search(under)):
        per = ALIKE.get(found["what"], found["what"])
    bare_head = SUBSTANCE.sub(lambda found: found["mass"], head)
    return bare_head + slash + SUBSTANCE.sub(lambda found: found["mass"], under), per


def _timed(unit: str, name: str) -> str:
    """日处理量 in 吨 is 吨/d; 吨水成本 in 元 is 元/t; 度电成本 is /kWh."""
    if not TIMES.search(unit):
        for word, per in PER_TIME:
            if word in name[:4]:
                return f"{unit}{per}"
    if "/" not in unit:
        if PER_MASS.match(name):
            return f"{unit}/t"
        if name.startswith("度电"):
            return f"{unit}/kWh"
    return unit
