"""What a text tells by its words alone: quantities with units, how large a plant is, how ripe a technology, terms of the field."""

import math
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from search.lexicon.entries import read_terms
from search.text import guard

_NUMBER = r"(?<![\d.A-Za-z])(\d+(?:\.\d+)?)"
_QUANTITY = re.compile(
    _NUMBER
    + r"\s*(%|‰|℃|°C|[kMG]?Pa|[kMG]W(?:h(?:/t)?)?|GJ/t\w*|mg/N?m3|N?m3/h|t/h|mm|μm|um|nm|dB|mAh/g|Wh/kg|kV|V|A|rpm|r/min|"
    r"吨|万吨|小时|h|年|元|万元|倍|次|级|米|公里|亩)"
)
_SIZE = re.compile(_NUMBER + r"\s*(亿|万|千)?\s*(吨|t|立方米|m3|Nm3|kW|MW|GW|千瓦|兆瓦|亩|平方米|台|套|头)")
_MULTIPLES = {"": 1.0, "千": 1e3, "万": 1e4, "亿": 1e8}
_SIZES = {
    "t": ("mass", 1.0), "吨": ("mass", 1.0), "m3": ("volume", 1.0), "Nm3": ("volume", 1.0), "立方米": ("volume", 1.0),
    "kW": ("power", 1.0), "千瓦": ("power", 1.0), "MW": ("power", 1e3), "兆瓦": ("power", 1e3), "GW": ("power", 1e6),
    "亩": ("area", 1.0), "平方米": ("area", 0.0015), "台": ("pieces", 1.0), "套": ("pieces", 1.0), "头": ("animals", 1.0),
}  # fmt: skip
_STAGES = (
    re.compile("机理|概念|理论|原理验证"),
    re.compile("实验室|小试|样机"),
    re.compile("中试|试验线|工程样机"),
    re.compile("示范|首台套|试点|工业试验"),
    re.compile("产业化|规模化|量产|推广应用|成熟|批量"),
)


@lru_cache(maxsize=4096)
def units_in(text: str) -> frozenset[str]:
    """The units of the quantities that a text states."""
    return frozenset(unit for _, unit in _QUANTITY.findall(guard(text)))


@lru_cache(maxsize=4096)
def quantities_in(text: str) -> frozenset[tuple[float, str]]:
    """The quantities that a text states, value and unit as written."""
    return frozenset((float(value), unit) for value, unit in _QUANTITY.findall(guard(text)))


@lru_cache(maxsize=4096)
def sizes_in(text: str) -> Mapping[str, float]:
    """The largest of each kind of size that a text states: mass, volume, power, area, pieces."""
    found: dict[str, float] = {}
    for value, multiple, unit in _SIZE.findall(guard(text)):
        kind, factor = _SIZES[unit]
        found[kind] = max(found.get(kind, 0.0), float(value) * _MULTIPLES[multiple] * factor)
    return found


def likeness_of_sizes(one: str, other: str) -> float:
    """1 for the same size, 1/e for one e times as large; 0 when no kind of size stands in both."""
    sizes, others = sizes_in(one), sizes_in(other)
    shared = [kind for kind in sizes if others.get(kind, 0.0) > 0 and sizes[kind] > 0]
    return max((math.exp(-abs(math.log(sizes[kind] / others[kind]))) for kind in shared), default=0.0)


@lru_cache(maxsize=4096)
def stage_of(text: str) -> int | None:
    """How ripe a text says a technology is, 0 (idea) to 4 (in use): the ripest that it names."""
    return max((level for level, words in enumerate(_STAGES) if words.search(text)), default=None)


def likeness_of_stages(one: str, other: str) -> float:
    """1 for the same stage, 0 for the farthest or when one does not say."""
    stage, offered = stage_of(one), stage_of(other)
    return 0.0 if stage is None or offered is None else 1.0 - abs(stage - offered) / 4


@lru_cache(maxsize=4096)
def subjects_in(text: str) -> frozenset[str]:
    """The field's Chinese terms that a text holds."""
    known, words = _terms(), guard(text).lower()
    ends = range(2, _LONGEST_TERM + 1)
    pieces = {words[start : start + length] for start in range(len(words)) for length in ends}
    return frozenset(pieces & known)


_LONGEST_TERM = 8


@cache
def _terms() -> frozenset[str]:
    return frozenset(term.lower() for _, chinese in read_terms() for term in chinese if 2 <= len(term) <= _LONGEST_TERM)
