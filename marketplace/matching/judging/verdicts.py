"""Decides one limit for one result: met, unknown or unmet, with a sentence that says why."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from marketplace.matching.judging.alignment import Fit, Named, align
from marketplace.matching.judging.claims import Claim, Result, Source, claims_of
from marketplace.matching.judging.conditions import Cover, conditions_of, cover, doubt_of_value
from marketplace.matching.judging.measuring import in_unit
from marketplace.matching.judging.names import parse
from marketplace.matching.judging.saying import Part, Said, Word, clause, in_chinese, words
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


def _(text: str) -> str:
    """Mark a msgid."""
    return text


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
    said: Said
    compared_with: str = ""
    low: float | None = None  # what is offered, in the unit of the limit
    high: float | None = None
    original: str = ""  # as the result states it, where that is another unit

    @property
    def because(self) -> str:
        """The sentence in Chinese."""
        return in_chinese(self.said)


@dataclass(frozen=True, slots=True)
class _Range:
    """A claim in the unit of the limit."""

    low: float | None
    high: float | None
    note: Said | None = None


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
            said=clause(_("成果给出了几个数值，说法不一：%(first)s；%(second)s"), first=met.said, second=unmet.said),
        )
    if findings:
        return findings[0]
    return Verdict(limit=limit, answer=Answer.UNKNOWN, said=clause(_("成果没有给出“%(name)s”"), name=limit.parameter))


def _judge_claim(limit: Limit, claim: Claim, result: Result, need_words: str) -> Verdict | None:
    """One value against a limit; None when it speaks of something else."""
    if TRL_NAME.match(limit.parameter) or TRL_NAME.match(claim.name):
        if not (TRL_NAME.match(limit.parameter) and TRL_NAME.match(claim.name)):
            return None
        return _compared(limit, claim, _Range(claim.low, claim.high))
    alignment = align(Named(limit.parameter, need_words), Named(claim.name, result.words))
    if alignment.fit is Fit.OTHER:
        return None
    if alignment.fit is Fit.DOUBTFUL and alignment.doubt is not None:
        return _unknown(limit, claim, alignment.doubt)
    if doubt := _period_doubt(limit, claim) or _condition_doubt(limit, claim):
        return _unknown(limit, claim, doubt)
    found = _in_limit_unit(limit, claim)
    if isinstance(found, Said):
        told = _("成果的%(name)s为%(value)s，%(why)s")
        return _unknown(limit, claim, clause(told, name=claim.name, value=_stated(claim), why=found))
    return _compared(limit, claim, found)


def _unknown(limit: Limit, claim: Claim, said: Said) -> Verdict:
    return Verdict(limit=limit, answer=Answer.UNKNOWN, said=said, compared_with=claim.name)


def _period_doubt(limit: Limit, claim: Claim) -> Said | None:
    """A yearly loss of 2 % is not a loss of 2 %: periods that the unit does not carry must be stated."""
    if limit.unit not in ("%", "‰", "小数"):
        return None
    stated = " ".join(claim.conditions)
    asked, given = parse(limit.parameter).statistics & PERIODS, parse(claim.name).statistics & PERIODS
    if lacking := {each for each in asked - given if each not in stated}:
        return clause(_("要求的是%(time)s的，成果没有说明是多长时间的"), time=_times(lacking))
    if given - asked:
        return clause(_("成果的%(name)s是%(time)s的，要求没有这样说"), name=claim.name, time=_times(given))
    return None


def _times(periods: AbstractSet[str]) -> tuple[Word, ...]:
    return tuple(Word(f"每{each}") for each in sorted(periods))


def _condition_doubt(limit: Limit, claim: Claim) -> Said | None:
    bracket = re.findall(r"[(（]([^()（）]*)[)）]", claim.name)
    texts = (*claim.conditions, *bracket)
    for text in texts:
        if doubt := doubt_of_value(text, limit.conditions):
            return doubt
    asked = conditions_of(*limit.conditions, limit.parameter) if limit.conditions else conditions_of(limit.parameter)
    kind, doubt = cover(asked, conditions_of(*texts, claim.name))
    return None if kind is Cover.COVERED else doubt


def _in_limit_unit(limit: Limit, claim: Claim) -> _Range | Said:
    """The ends of a claim in the unit of the limit, or what stands in the way."""
    difference = bool(DIFFERENCE.search(limit.parameter) or parse(limit.parameter).change) or limit.band
    ends: list[float | None] = []
    note: Said | None = None
    for end in (claim.low, claim.high):
        if end is None:
            ends.append(None)
            continue
        changed = in_unit(
            end, claim.unit, limit.unit, name=claim.name, wanted_name=limit.parameter, difference=difference
        )
        if changed.value is None:
            return changed.why or clause(_("单位无法换算"))
        ends.append(changed.value)
        note = note or changed.note
    return _Range(ends[0], ends[1], note)


def _compared(limit: Limit, claim: Claim, found: _Range) -> Verdict:
    answer, worst = _answer(limit, claim, found)
    return Verdict(
        limit=limit,
        answer=answer,
        said=_because(limit, claim, found, answer, worst),
        compared_with=claim.name,
        low=found.low,
        high=found.high,
        original=words(_stated(claim), str) if claim.unit != limit.unit and claim.source is not Source.TRL else "",
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
MET = {
    ">=": _("不低于要求的 %(limit)s"), ">": _("高于要求的 %(limit)s"), "<=": _("不高于要求的 %(limit)s"),
    "<": _("低于要求的 %(limit)s"), "=": _("等于要求的 %(limit)s"), "between": _("在要求的 %(limit)s 之内"),
}  # fmt: skip
UNMET = {
    ">=": _("低于要求的 %(limit)s"), ">": _("不高于要求的 %(limit)s"), "<=": _("高于要求的 %(limit)s"),
    "<": _("不低于要求的 %(limit)s"), "=": _("不等于要求的 %(limit)s"), "between": _("不在要求的 %(limit)s 之内"),
}  # fmt: skip
OPEN = {
    ">=": _("不足以断定是否不低于 %(limit)s"), ">": _("不足以断定是否高于 %(limit)s"),
    "<=": _("不足以断定是否不高于 %(limit)s"), "<": _("不足以断定是否低于 %(limit)s"),
    "=": _("不足以断定是否等于 %(limit)s"), "between": _("不足以断定是否在 %(limit)s 之内"),
}  # fmt: skip


def wanted(limit: Limit) -> str:
    """What a limit asks for, as words: 2.6 GJ/tCO2, or 1~2 mm."""
    unit = f" {limit.unit}" if limit.unit else ""
    if limit.operator == "between" and limit.value2 is not None:
        return f"±{shown(limit.value2)}{unit}" if limit.band else f"{shown(limit.value)}~{shown(limit.value2)}{unit}"
    return f"{shown(limit.value)}{unit}"


def _rounded(value: float) -> str:
    return shown(float(f"{value:.4g}")) if abs(value) < 1e15 else f"{value:.4g}"


def _range_words(low: float | None, high: float | None, unit: str) -> Part:
    unit = f" {unit}" if unit else ""
    if low is None:
        return clause(_("至多 %(value)s"), value=f"{_rounded(high or 0.0)}{unit}")
    if high is None:
        return clause(_("至少 %(value)s"), value=f"{_rounded(low)}{unit}")
    return f"{_rounded(low)}{unit}" if low == high else f"{_rounded(low)}~{_rounded(high)}{unit}"


def _stated(claim: Claim) -> Part:
    return _range_words(claim.low, claim.high, claim.unit)


def _because(limit: Limit, claim: Claim, found: _Range, answer: Answer, worst: float | None) -> Said:
    """One clause with both values in the same unit."""
    return clause(
        _("成果的%(name)s为 %(value)s%(original)s%(note)s%(worst)s，%(verdict)s"),
        name=claim.name,
        value=_range_words(found.low, found.high, limit.unit),
        original=_original(limit, claim),
        note=clause(_("，%(note)s"), note=found.note) if found.note else "",
        worst=_worst(found, worst),
        verdict=clause(_verdict(limit, answer), limit=wanted(limit)),
    )


def _original(limit: Limit, claim: Claim) -> Part:
    if not claim.unit or claim.unit == limit.unit or claim.source is Source.TRL:
        return ""
    return clause(_("（原为 %(value)s）"), value=_stated(claim))


def _worst(found: _Range, worst: float | None) -> Part:
    if worst is None or found.low is None or found.high is None or found.low == found.high:
        return ""
    return clause(_("，按最不利的 %(value)s 计"), value=_rounded(worst))


def _verdict(limit: Limit, answer: Answer) -> str:
    if answer is Answer.MET and limit.operator == "between" and CAPABILITY.search(limit.parameter) and not limit.band:
        return _("覆盖要求的 %(limit)s")
    return {Answer.MET: MET, Answer.UNMET: UNMET, Answer.UNKNOWN: OPEN}[answer][limit.operator]
