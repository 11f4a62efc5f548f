"""Reads the conditions that a value holds under, and says whether those of a result cover those of a need."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from marketplace.matching.judging.measuring import in_unit
from marketplace.matching.judging.saying import Said, Word, clause
from marketplace.matching.reader.folding import fold
from marketplace.matching.reader.values import values

UNPROVEN = re.compile(r"理论|仿真|模拟|预期|预计|预测|估算|推算|设计值|计算值|目标值|目标$|计划|拟达到|有望|预估")
SMALL = re.compile(r"实验室|小试|实验室条件|烧杯|台架|模拟烟气|模拟废水|配水|试验室|bench|lab")
BEST_CASE = re.compile(r"峰值|瞬时|最佳|最优|理想|最高|最好|极限|单次最|个别")
EXCLUDING = re.compile(
    r"不含|不包括|不计|未计|未含|除外|仅(?!需|用|为)|只(?:含|计|包括|算|有)|部分(?!负荷)|局部|单(?:段|级|台|塔)"
)
ORDINARY = frozenset(
    (
        "常温",
        "室温",
        "常压",
        "常温常压",
        "标准工况",
        "标准状态",
        "标态",
        "额定工况",
        "额定",
        "稳态",
        "连续运行",
        "热态",
        "干基",
        "工业化",
        "中试",
    )
)
WORDS = re.compile(
    r"满负荷|满载|额定负荷|全负荷|低负荷|部分负荷|半负荷|半载|空载|变负荷|高温高压|低温|高温|高压|真空|常温常压|常温|室温|常压|干基|湿基|冬季|夏季|首年|初期|冷态|热态|雨季|旱季|夜间|白天|静态|动态|干燥|潮湿|厌氧|好氧|酸性|碱性|交流侧|直流侧|海水|淡水|户外|室内"
)
LOADS = {
    "满负荷": 100.0,
    "满载": 100.0,
    "额定负荷": 100.0,
    "全负荷": 100.0,
    "额定工况": 100.0,
    "半负荷": 50.0,
    "半载": 50.0,
}
OPPOSED = (
    {"高温", "低温"},
    {"干基", "湿基"},
    {"冬季", "夏季"},
    {"冷态", "热态"},
    {"夜间", "白天"},
    {"静态", "动态"},
    {"厌氧", "好氧"},
    {"酸性", "碱性"},
    {"交流侧", "直流侧"},
    {"雨季", "旱季"},
    {"海水", "淡水"},
    {"户外", "室内"},
)
RATE = re.compile(r"(?<![\d.A-Za-z])(?P<rate>\d+(?:\.\d+)?)C(?![A-Za-z\d])")
KINDS: tuple[tuple[str, str], ...] = (
    ("load", r"负荷|负载|荷载率"), ("depth", r"DOD|放电深度"), ("humidity", r"湿度|RH"), ("concentration", r"浓度|含量|进水|进口|入口|原水|COD|氨氮"), ("solid", r"固含|含固"), ("oxygen", r"含氧|O2|氧气"),
)  # fmt: skip
UNITS: tuple[tuple[str, str], ...] = (
    ("temperature", r"^(?:℃|°C|K|℉|度|摄氏度)$"), ("pressure", r"(?:Pa|bar|兆帕|atm|MPA|Mpa)$"), ("cycles", r"^(?:次|周|圈|循环|个循环|周期)$"), ("duration", r"^(?:h|小时|天|d|年|个月|min|分钟|月|日)$"), ("speed", r"^(?:m/s|米/秒|km/h|m/min)$"),
    ("voltage", r"V$|伏$"), ("density", r"A/cm2$|A/m2$|mA/g$"), ("concentration", r"^(?:mg/L|g/L|mg/N?m3|g/N?m3|ppm|vol%|mol/L|mg/kg)$"), ("flow", r"/h$|/min$|/d$"), ("thickness", r"^(?:mm|μm|cm|m)$"), ("current", r"A$"), ("power", r"W$"),
)  # fmt: skip
NEAR = 0.011


def _(text: str) -> str:
    """Mark a msgid."""
    return text


ELSEWHERE = _("要求在%(asked)s，成果是在%(given)s")
NOT_SAID = _("要求在%(asked)s，成果没有说明是否在这一条件下")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with numbers: the load from 30 to 100 per cent."""

    kind: str
    low: float
    high: float
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Conditions:
    numbers: tuple[Condition, ...] = ()
    words: frozenset[str] = frozenset()


class Cover(StrEnum):
    """How a result's conditions stand to a need's."""

    COVERED = "covered"
    OTHER = "other"
    SILENT = "silent"


@lru_cache(maxsize=4096)
def conditions_of(*texts: str) -> Conditions:
    """Every condition that some texts state."""
    numbers: list[Condition] = []
    words: set[str] = set()
    for text in texts:
        plain = fold(text).text
        numbers += _numbers(plain)
        words |= set(WORDS.findall(plain))
    for word in tuple(words):
        if word in LOADS:
            words.discard(word)
            numbers.append(Condition("load", LOADS[word], LOADS[word], "%", word))
    return Conditions(tuple(numbers), frozenset(words))


def _numbers(plain: str) -> Iterable[Condition]:
    for found in RATE.finditer(plain):
        rate = float(found["rate"])
        yield Condition("rate", rate, rate, "C", found[0])
    for value in values(plain):
        before, after = plain[max(0, value.start - 8) : value.start], plain[value.end : value.end + 8]
        kind = _kind(value.unit, before, after)
        if kind:
            yield Condition(
                kind,
                value.low,
                value.low if value.high is None else value.high,
                value.unit,
                plain[value.start : value.end],
            )


def _kind(unit: str, before: str, after: str) -> str:
    near = before + after
    for kind, pattern in KINDS:
        if re.search(pattern, near) and unit in (
            "%",
            "%RH",
            "vol%",
            "mg/L",
            "g/L",
            "ppm",
            "mg/m3",
            "g/m3",
            "mg/Nm3",
            "g/Nm3",
            "wt%",
        ):
            return kind
    for kind, pattern in UNITS:
        if re.search(pattern, unit):
            return kind
    return "share" if unit == "%" else ""


def doubt_of_value(text: str, asked: Sequence[str]) -> Said | None:
    """Why a value is not to be counted on though the need sets no condition; None if it is."""
    wished = " ".join(asked)
    for pattern, sentence in (
        (UNPROVEN, _("成果的数值是%(how)s的，不是实际达到的")),
        (SMALL, _("成果的数值是%(how)s取得的，工业条件下是否成立没有说明")),
        (BEST_CASE, _("成果的数值是%(how)s情况下的，不是通常能达到的")),
        (EXCLUDING, _("成果的数值“%(how)s”，只是其中一部分")),
    ):
        if (found := pattern.search(text)) and not pattern.search(wished):
            return clause(sentence, how=text.strip() if pattern is EXCLUDING else Word(found[0]))
    return None


def cover(asked: Conditions, offered: Conditions) -> tuple[Cover, Said | None]:
    """Whether every condition of the need is stated, and the same, on the result's side."""
    silent = ""
    for condition in asked.numbers:
        same_kind = [each for each in offered.numbers if each.kind == condition.kind]
        if not same_kind:
            silent = silent or condition.words
        elif not any(_covers(each, condition) for each in same_kind):
            return Cover.OTHER, clause(ELSEWHERE, asked=condition.words, given=same_kind[0].words)
    for word in asked.words:
        for pair in OPPOSED:
            if word in pair and (other := (pair - {word}) & offered.words):
                return Cover.OTHER, clause(ELSEWHERE, asked=word, given=tuple(sorted(other)))
        if word not in offered.words and word not in ORDINARY:
            silent = silent or word
    return (Cover.SILENT, clause(NOT_SAID, asked=silent)) if silent else (Cover.COVERED, None)


def _covers(offered: Condition, asked: Condition) -> bool:
    low = in_unit(offered.low, offered.unit, asked.unit).value
    high = in_unit(offered.high, offered.unit, asked.unit).value
    if low is None or high is None:
        return False
    room = NEAR * max(abs(asked.low), abs(asked.high), 1e-12)
    return low <= asked.low + room and high >= asked.high - room
