"""Read sums of money into 万元."""

import re
from functools import lru_cache

from ingest.normalise.numbers import quantity, shown
from ingest.normalise.reading import Reading, error, warning
from ingest.normalise.text import half_width, is_empty
from ingest.records import Doubt, Message

UNITS = {
    "元": 1e-4, "人民币": 1e-4, "rmb": 1e-4, "元人民币": 1e-4, "圆": 1e-4, "cny": 1e-4, "yuan": 1e-4, "块": 1e-4,
    "千元": 0.1, "万元": 1.0, "万": 1.0, "万元人民币": 1.0, "百万元": 100.0, "千万元": 1000.0, "亿元": 1e4, "亿": 1e4, "亿元人民币": 1e4,
    "万元/年": 1.0, "元/年": 1e-4, "亿元/年": 1e4, "w": 1.0,
}  # fmt: skip
FOREIGN = re.compile(r"美元|欧元|日元|港元|港币|英镑|usd|eur|jpy|hkd|gbp|\$|€|£", re.IGNORECASE)
NEGOTIABLE = re.compile(r"面议|面谈|协商|商议|议价|negotia", re.IGNORECASE)
COUNTED = re.compile(r"[万亿千百]")
COUNTED_IN = re.compile(r"[万亿]|[千百]$")
LARGE = 10_000  # a bare number from here on is more likely 元 than 万元


def is_negotiable(text: str) -> bool:
    """Tell whether a price is left to talks."""
    return bool(NEGOTIABLE.search(text)) and not any(character.isdigit() for character in text)


@lru_cache(maxsize=4096)
def read_money(text: str, unit: str = "") -> Reading[float]:
    """Read a sum in 万元; `unit` is what the heading states (万元 when it states nothing)."""
    if is_empty(text) or is_negotiable(text):
        return Reading()
    plain = half_width(text).replace(" ", "").removeprefix("人民币").removeprefix("RMB")
    if plain.startswith("¥"):
        plain, unit = plain[1:], "元"
    if FOREIGN.search(plain):
        return Reading(None, (error("currency", Message("不是人民币"), Message("换算成万元再填")),))
    found = quantity(plain)
    if found is None:
        return Reading(None, (_no_sum(),))
    factor = _factor(plain, found.unit.lower(), unit)
    value = found.minimum if found.minimum is not None else found.maximum
    if factor is None or value is None or value < 0:
        return Reading(None, (_no_sum(),))
    return _checked(round(value * factor, 6), found.exact is not None, _unstated(found.unit, plain, unit, value))


def _factor(plain: str, unit: str, heading_unit: str) -> float | None:
    """The multiplier of a sum: 50万 has had its 万 counted into the number already."""
    if unit:
        return UNITS.get(unit) if not COUNTED.search(plain) else _counted(unit)
    if COUNTED_IN.search(plain):
        return 1e-4
    return UNITS.get(half_width(heading_unit).lower(), 1.0) if heading_unit else 1.0


def _counted(unit: str) -> float | None:
    bare = re.sub(r"[百千万亿]", "", unit)
    return 1e-4 if bare == "" else UNITS.get(bare) if unit == bare else UNITS.get(unit)


def _checked(value: float, exact: bool, unstated: Doubt | None) -> Reading[float]:
    doubts: list[Doubt] = [unstated] if unstated else []
    if not exact:
        doubts.append(
            warning(
                "approximate_sum",
                Message("不是一个确定的数，先按 %(value)s 万元记", value=shown(value)),
                Message("填写一个数"),
                f"{shown(value)}万元",
            )
        )
    return Reading(value, tuple(doubts))


def _unstated(unit: str, plain: str, heading_unit: str, value: float) -> Doubt | None:
    if unit or heading_unit or COUNTED.search(plain) or value < LARGE:
        return None
    return warning(
        "no_unit",
        Message("没有写单位，按 %(value)s 万元记", value=shown(value)),
        Message("若是元，改为 %(value)s 元", value=shown(value)),
        f"{shown(value)}元",
    )


def _no_sum() -> Doubt:
    return error("not_money", Message("不是金额"), Message("填写数和单位，例如 50万元，或清空这一格"))
