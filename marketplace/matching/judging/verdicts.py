"""Decides one limit for one result: met, unknown or unmet, with a sentence that says why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from marketplace.matching.judging.alignment import Fit, Named, align
from marketplace.matching.judging.claims import Claim, Result, Source, claims_of
from marketplace.matching.judging.conditions import Cover, conditions_of, cover, doubt_of_value
from marketplace.matching.judging.measuring import in_unit
from marketplace.matching.judging.names import parse
from marketplace.matching.reader.numbers import shown
from marketplace.matching.reader.reading import Limit

PERIODS = frozenset(("年", "月", "日", "小时"))
EXACT = 1e-9
CLOSE = 0.05  # of a value that a need asks for with 约
CAPABILITY = re.compile(
    r"(?:工作|使用|环境|适用|运行|耐受|存储|储存|贮存|测量|检测|调节|适应|可调|服役|应用|量程|输入|供电).{0,4}(?:温度|范围|压力|电压|频率|湿度|流量|浓度|量程|区间|条件|粒度|厚度)|量程|范围$|带宽|频段|频率范围|耐温|适用"
)
DIFFERENCE = re.compile(
    r"温差|温升|温降|温度差|端差|均匀性|均温|精度|波动|偏差|误差|过热度|过冷度|降低|升高|提高|下降|不均匀|稳定性|漂移"
)
TRL_NAME = re.compile(
    r"^(?:TRL|技术成熟度(?:等级)?|技术就绪度(?:等级)?|成熟度(?:等级)?|TRL等级|技术成熟度TRL)$", re.IGNORECASE
)


class Answer(StrEnum):
    """What can be said of a limit."""

    MET = "met"
    UNKNOWN = "unknown"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer for one limit, the sentence behind it, and the parameter that it was compared with."""

    limit: Limit
    answer: Answer
    because: str
    compared_with: str = ""
    low: float | None = None  # what is offered, in the unit of the limit
    high: float | None = None
    original: str = ""  # as the result states it, where that is another unit


@dataclass(frozen=True, slots=True)
class _Range:
    """A claim in the unit of the limit."""

    low: float | None
    high: float | None
    note: str = ""


def judge_limit(
    limit: Limit, result: Result, need_words: str = "", claims: tuple[Sequence[Claim], Sequence[Claim]] | None = None
) -> Verdict:
    """Hold all that a result states against one limit: its parameters first, then its words."""
    stated, told = claims or claims_of(result)
    findings = [each for claim in stated if (each := _judge_claim(limit, claim, result, need_words))]
    if not any(each.answer is not Answer.UNKNOWN for each in findings):
        findings += [each for claim in told if (each := _judge_claim(limit, claim, result, need_words))]
    return _settled(limit, findings)


def _settled(limit: Limit, findings: Sequence[Verdict]) -> Verdict:
    """One verdict of many: those that disagree leave it open."""
    decided = [each for each in findings if each.answer is not Answer.UNKNOWN]
    if decided and len({each.answer for each in decided}) == 1:
        return decided[0]
    if decided:
        met, unmet = (next(each for each in decided if each.answer is answer) for answer in (Answer.MET, Answer.UNMET))
        return Verdict(
            limit=limit,
            answer=Answer.UNKNOWN,
            because=f"成果给出了几个数值，说法不一：{met.because.rstrip('。')}；{unmet.because}",
        )
    if findings:
        return findings[0]
    return Verdict(limit=limit, answer=Answer.UNKNOWN, because=f"成果没有给出“{limit.parameter}”。")


def _judge_claim(limit: Limit, claim: Claim, result: Result, need_words: str) -> Verdict | None:
    """One value against a limit; None when it speaks of something else."""
    if TRL_NAME.match(limit.parameter) or TRL_NAME.match(claim.name):
        if not (TRL_NAME.match(limit.parameter) and TRL_NAME.match(claim.name)):
            return None
        return _compared(limit, claim, _Range(claim.low, claim.high))
    alignment = align(Named(limit.parameter, need_words), Named(claim.name, result.words))
    if alignment.fit is Fit.OTHER:
        return None
    if alignment.fit is Fit.DOUBTFUL:
        return _unknown(limit, claim, f"{alignment.doubt}。")
    if doubt := _period_doubt(limit, claim) or _condition_doubt(limit, claim):
        return _unknown(limit, claim, f"{doubt}。")
    found = _in_limit_unit(limit, claim)
    if isinstance(found, str):
        return _unknown(limit, claim, f"成果的{claim.name}为{_said(claim)}，{found}。")
    return _compared(limit, claim, found)


def _unknown(limit: Limit, claim: Claim, because: str) -> Verdict:
    return Verdict(limit=limit, answer=Answer.UNKNOWN, because=because, compared_with=claim.name)


def _period_doubt(limit: Limit, claim: Claim) -> str:
    """A yearly loss of 2 % is not a loss of 2 %: periods that the unit does not carry must be stated."""
    if limit.unit not in ("%", "‰", "小数"):
        return ""
    stated = " ".join(claim.conditions)
    asked, given = parse(limit.parameter).statistics & PERIODS, parse(claim.name).statistics & PERIODS
    if lacking := {each for each in asked - given if each not in stated}:
        return f"要求的是每{'、'.join(lacking)}的，成果没有说明是多长时间的"
    return f"成果的{claim.name}是每{'、'.join(given)}的，要求没有这样说" if given - asked else ""


def _condition_doubt(limit: Limit, claim: Claim) -> str:
    bracket = re.findall(r"[(（]([^()（）]*)[)）]", claim.name)
    texts = (*claim.conditions, *bracket)
    for text in texts:
        if doubt := doubt_of_value(text, limit.conditions):
            return doubt
    asked = conditions_of(*limit.conditions, limit.parameter) if limit.conditions else conditions_of(limit.parameter)
    kind, doubt = cover(asked, conditions_of(*texts, claim.name))
    return "" if kind is Cover.COVERED else doubt


def _in_limit_unit(limit: Limit, claim: Claim) -> _Range | str:
    """The ends of a claim in the unit of the limit, or what stands in the way."""
    difference = bool(DIFFERENCE.search(limit.parameter) or parse(limit.parameter).change) or limit.band
    ends: list[float | None] = []
    note = ""
    for end in (claim.low, claim.high):
        if end is None:
            ends.append(None)
            continue
        changed = in_unit(
            end, claim.unit, limit.unit, name=claim.name, wanted_name=limit.parameter, difference=difference
        )
        if changed.value is None:
            return changed.why
        ends.append(changed.value)
        note = note or changed.note
    return _Range(ends[0], ends[1], note)


def _compared(limit: Limit, claim: Claim, found: _Range) -> Verdict:
    answer, worst = _answer(limit, claim, found)
    return Verdict(
        limit=limit,
        answer=answer,
        because=_because(limit, claim, found, answer, worst),
        compared_with=claim.name,
        low=found.low,
        high=found.high,
        original=_said(claim) if claim.unit != limit.unit and claim.source is not Source.TRL else "",
    )


def _answer(limit: Limit, claim: Claim, found: _Range) -> tuple[Answer, float | None]:
    """The answer and the end that decided it."""
    low, high = found.low, found.high
    if limit.operator in (">=", ">"):
        return _at_least(limit, claim, low, high)
    if limit.operator in ("<=", "<"):
        return _at_most(limit, claim, *_magnitude(low, high))
    if limit.operator == "between" and limit.value2 is not None:
        return _between(limit, low, high), None
    return _equal(limit, low, high), None


def _at_least(limit: Limit, claim: Claim, low: float | None, high: float | None) -> tuple[Answer, float | None]:
    strict = limit.operator == ">"
    if low is not None:
        if claim.about and abs(low - limit.value) <= CLOSE * abs(limit.value):
            return Answer.UNKNOWN, low
        enough = low > limit.value + _room(limit.value) or (
            (not strict or claim.strict_low) and low >= limit.value - _room(limit.value)
        )
        return (Answer.MET if enough else Answer.UNMET), low
    if high is not None and (high < limit.value - _room(limit.value) or (strict and high <= limit.value)):
        return Answer.UNMET, high
    return Answer.UNKNOWN, high


def _at_most(limit: Limit, claim: Claim, low: float | None, high: float | None) -> tuple[Answer, float | None]:
    strict = limit.operator == "<"
    if high is not None:
        if claim.about and abs(high - limit.value) <= CLOSE * abs(limit.value):
            return Answer.UNKNOWN, high
        enough = high < limit.value - _room(limit.value) or (
            (not strict or claim.strict_high) and high <= limit.value + _room(limit.value)
        )
        return (Answer.MET if enough else Answer.UNMET), high
    if low is not None and (low > limit.value + _room(limit.value) or (strict and low >= limit.value)):
        return Answer.UNMET, low
    return Answer.UNKNOWN, low


def _magnitude(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """±0.02 against at most 0.02 counts by its size."""
    if low is not None and high is not None and low < 0 and abs(low + high) <= EXACT:
        return 0.0, high
    return low, high


def _between(limit: Limit, low: float | None, high: float | None) -> Answer:
    floor, roof = limit.value, limit.value2 if limit.value2 is not None else limit.value
    if limit.band and low is not None and high is not None and low >= 0:
        low, high = -high, high
    elif limit.band and low is None and high is not None and high >= 0:
        low = -high
    room = _room(max(abs(floor), abs(roof)))
    if CAPABILITY.search(limit.parameter) and not limit.band:
        return _spans(floor, roof, low, high, room)
    if low is not None and high is not None:
        return Answer.MET if low >= floor - room and high <= roof + room else Answer.UNMET
    if (low is not None and (low > roof + room or low < floor - room)) or (
        high is not None and (high < floor - room or high > roof + room)
    ):
        return Answer.UNMET
    return Answer.UNKNOWN


def _spans(floor: float, roof: float, low: float | None, high: float | None, room: float) -> Answer:
    """Whether a working range reaches over the one that is asked for."""
    if low is not None and high is not None and high > low:
        return Answer.MET if low <= floor + room and high >= roof - room else Answer.UNMET
    if (low is not None and high is None and low > floor + room) or (
        high is not None and low is None and high < roof - room
    ):
        return Answer.UNMET
    return Answer.UNKNOWN


def _equal(limit: Limit, low: float | None, high: float | None) -> Answer:
    room = CLOSE * abs(limit.value) if limit.about else _room(limit.value)
    if low is not None and high is not None:
        if abs(low - limit.value) <= room and abs(high - limit.value) <= room:
            return Answer.MET
        return Answer.UNKNOWN if low <= limit.value <= high else Answer.UNMET
    if (low is not None and low > limit.value + room) or (high is not None and high < limit.value - room):
        return Answer.UNMET
    return Answer.UNKNOWN


def _room(value: float) -> float:
    """Rounding of conversions, no more."""
    return max(1e-6 * abs(value), 1e-12)


WORDS = {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于", "=": "等于", "between": "在"}
FAILED = {">=": "低于", ">": "不高于", "<=": "高于", "<": "不低于", "=": "不等于", "between": "不在"}


def wanted(limit: Limit) -> str:
    """What a limit asks for, as words: 2.6 GJ/tCO2, or 1~2 mm."""
    unit = f" {limit.unit}" if limit.unit else ""
    if limit.operator == "between" and limit.value2 is not None:
        return f"±{shown(limit.value2)}{unit}" if limit.band else f"{shown(limit.value)}~{shown(limit.value2)}{unit}"
    return f"{shown(limit.value)}{unit}"


def _rounded(value: float) -> str:
    return shown(float(f"{value:.4g}")) if abs(value) < 1e15 else f"{value:.4g}"


def _range_words(low: float | None, high: float | None, unit: str) -> str:
    unit = f" {unit}" if unit else ""
    if low is None:
        return f"至多 {_rounded(high or 0.0)}{unit}"
    if high is None:
        return f"至少 {_rounded(low)}{unit}"
    return f"{_rounded(low)}{unit}" if low == high else f"{_rounded(low)}~{_rounded(high)}{unit}"


def _said(claim: Claim) -> str:
    return _range_words(claim.low, claim.high, claim.unit)


def _because(limit: Limit, claim: Claim, found: _Range, answer: Answer, worst: float | None) -> str:
    """One sentence with both values in the same unit."""
    value = _range_words(found.low, found.high, limit.unit)
    original = (
        f"（原为 {_said(claim)}）" if claim.unit and claim.unit != limit.unit and claim.source is not Source.TRL else ""
    )
    least = (
        f"，按最不利的 {_rounded(worst)} 计"
        if worst is not None and found.low is not None and found.high is not None and found.low != found.high
        else ""
    )
    note = f"，{found.note}" if found.note else ""
    start = f"成果的{claim.name}为 {value}{original}{note}{least}"
    if answer is Answer.MET:
        return f"{start}，{_met_words(limit)}。"
    if answer is Answer.UNMET:
        return f"{start}，{FAILED[limit.operator]}要求的 {wanted(limit)}{_tail(limit)}。"
    return f"{start}，不足以断定是否{WORDS[limit.operator]} {wanted(limit)}{_tail(limit)}。"


def _met_words(limit: Limit) -> str:
    if limit.operator == "between" and CAPABILITY.search(limit.parameter) and not limit.band:
        return f"覆盖要求的 {wanted(limit)}"
    return f"{WORDS[limit.operator]}要求的 {wanted(limit)}{_tail(limit)}"


def _tail(limit: Limit) -> str:
    return " 之内" if limit.operator == "between" else ""
