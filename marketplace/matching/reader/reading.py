"""Reads the limits that a need sets, or the values that a result states, out of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from marketplace.matching.reader.called import Spoken, name_of
from marketplace.matching.reader.clauses import Mode, Sentence, hide, mode_of, sentences
from marketplace.matching.reader.folding import Folded, fold
from marketplace.matching.reader.limits import Sign, is_reached, operator
from marketplace.matching.reader.naming import (
    is_quantity,
    noun_before,
)
from marketplace.matching.reader.refusing import refused
from marketplace.matching.reader.sharing import names_of
from marketplace.matching.reader.surroundings import Surroundings, surroundings
from marketplace.matching.reader.values import Shape, Value, values
from marketplace.matching.reader.wishes import is_wish
from marketplace.matching.reader.words import LOWER_IS_BETTER, MONEY, REVERSED

LONGEST_TEXT = 20_000
TEN_THOUSAND = 10_000
DEMAND = re.compile(r"[≥≤]|不[低高]于|不[超小大少]")
DEMAND_IN_NUMBERS = re.compile(r"[≥≤<>]|[大小]于|超过")
BACKWARDS = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
WISHED = re.compile(r"^(?:力争|争取|最好|尽量|优先|理想值?)(?:能够?)?(?:达到?|做到|到|为|是)?$")
SAVING = re.compile(r"(?:节[能水电煤油气材]|减[排碳重量施]|降[碳噪本]|增[产效收]|提速|节[本支])(?:率|量)?$")
UNFINISHED = re.compile(
    r"(?:不[低小少高大多]于|不超过|大于|小于|高于|低于|超过)$"
)  # 95%以上负荷点效率不低于: what follows is the limit
AIMED = re.compile(
    r"(?:实现|达到|保证|确保|做到)[^，,]*$|(?:要求|需要?|须|应)(?:达到?|为|有)?$"
)  # 实现自动化率90%: more is as good
GRADED = re.compile(r"(?:率|纯度|寿命|强度)$")
LASTING = re.compile(r"(?:寿命|年限|质保期?|保质期|有效期)$")
INEXACT = re.compile(r"(?:误差|偏差|公差|不确定度)$")


class Speaker(StrEnum):
    """Who wrote the text: a need asks, a result states what it does today."""

    NEED = "need"
    RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit or value; `start` to `end` is where it stands in the text as given."""

    parameter: str
    operator: str
    value: float
    value2: float | None = None
    unit: str = ""
    wish: bool = False
    start: int = 0
    end: int = 0
    quote: str = ""
    conditions: tuple[str, ...] = ()
    best_case: bool = False  # 最高可达: not what holds always
    about: bool = False
    reached: bool = False  # 达到95%: a value, not a bound
    band: bool = False  # ±0.02


def read(text: str, speaker: Speaker = Speaker.NEED) -> list[Limit]:
    """Every limit of a text, in order."""
    folded = fold(text[:LONGEST_TEXT])
    hidden = hide(folded.text)
    found = values(hidden)
    limits: list[Limit] = []
    state = Spoken()
    for sentence in sentences(hidden):
        inside = [each for each in found if sentence.start <= each.start < sentence.end]
        if not inside:
            state = Spoken()
            continue
        joined = hidden[sentence.start - 1 : sentence.start] in (";", "；")
        state = Spoken(name=state.name if joined else "", unit=state.unit if joined else "")
        limits += _read_sentence(hidden, folded, sentence, inside, speaker, state)
    return _once(limits)


def _once(limits: list[Limit]) -> list[Limit]:
    """A limit that a text says twice counts once."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for each in limits:
        key = (each.parameter, each.operator, each.value, each.value2, each.unit, each.conditions)
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept


def _read_sentence(
    text: str, folded: Folded, sentence: Sentence, inside: list[Value], speaker: Speaker, state: Spoken
) -> list[Limit]:
    around_all = surroundings(text, sentence, inside)
    limits: list[Limit] = []
    conditions: list[tuple[int, str]] = []
    state.listed = any(
        each.beside.has(Sign.AT_LEAST, Sign.AT_MOST, Sign.ABOVE, Sign.BELOW)
        or each.beside.suffix in ("以上", "以下", "以内")
        for each in around_all
    )
    for each in around_all:
        if each.is_condition or each.is_origin:
            if each.is_condition and not each.trailing:
                conditions.append((each.clause, text[each.phrase_start : each.phrase_end]))
            if each.is_condition and ":" in each.left and is_quantity(label := noun_before(each.left.split(":")[0])):
                state.name = label
            elif each.aged and is_quantity(label := noun_before(each.beside.rest)):
                state.name, state.unit = label, ""
            if each.is_origin and (name := _origin_name(each)):
                state.name, state.unit = name, each.unit
            continue
        mode = _mode(text, sentence, each)
        made = list(_limits(text, sentence, each, state, mode, speaker))
        if not made:
            if not each.beside.signs and not each.beside.suffix and not is_quantity(noun_before(each.beside.rest)):
                conditions.append((each.clause, text[each.phrase_start : each.value.end]))
            continue
        for limit in made:
            start, end = folded.original(limit.start, limit.end)
            quote = text[limit.start : limit.end]
            stated = (*each.inner, *(words.strip(" ，,、") for _clause, words in conditions), *each.words)
            limits.append(replace(limit, start=start, end=end, quote=quote, conditions=tuple(dict.fromkeys(stated))))
        taken = each.clause
        conditions = [(clause, words) for clause, words in conditions if clause != taken]
    return limits


def _origin_name(each: Surroundings) -> str:
    """What changes: 不良率从12%(降到5%)."""
    name = noun_before(re.sub(r"(?:从|由|自)[^，,]{0,12}$", "", each.beside.rest))
    return name if len(name) >= 2 else ""


def _mode(text: str, sentence: Sentence, each: Surroundings) -> Mode:
    mode = Mode.PLAIN
    for clause in each.clauses:
        mode = mode_of(clause, mode, sentence.mode)
    return mode if mode is not Mode.PLAIN else sentence.mode


def _limits(
    text: str, sentence: Sentence, each: Surroundings, state: Spoken, mode: Mode, speaker: Speaker
) -> Iterator[Limit]:
    """The limits that one value makes: none, one, or one for each of the names that share it."""
    value, beside = each.value, each.beside
    demanded = (
        bool(DEMAND.search("".join(beside.trail)))
        and mode_of(each.clauses[-1], Mode.PLAIN, Mode.PLAIN) is not Mode.WORLD
    )
    if (mode is Mode.WORLD and not demanded) or (mode is Mode.PRESENT and speaker is Speaker.NEED):
        _remember(each, state)
        return
    wish = is_wish(each.clauses, state)
    name, relative = name_of(each, state)
    names = names_of(each, name)
    if not names or UNFINISHED.search(names[-1]):
        return
    sign, strong = operator(beside, lower_is_better=bool(LOWER_IS_BETTER.search(names[-1])))
    if value.shape in (Shape.RANGE, Shape.ABOUT, Shape.BAND):
        open_ended = beside.suffix == "以上" or "不" in "".join(beside.trail) or beside.has(Sign.AT_LEAST)
        sign = sign if open_ended and value.shape is Shape.RANGE and strong else "between"
        strong = strong or value.shape is not Shape.RANGE or beside.suffix in ("之间", "间", "范围", "范围内", "区间")
    if not strong and sign == "=" and SAVING.search(names[-1]):
        sign, strong = ">=", True
    if (
        sign == "="
        and not strong
        and value.shape is Shape.SINGLE
        and AIMED.search(each.left)
        and GRADED.search(names[-1])
    ):
        sign = "<=" if LOWER_IS_BETTER.search(names[-1]) else ">="
    if sign == "=" and value.shape is Shape.SINGLE and speaker is Speaker.NEED and INEXACT.search(names[-1]):
        sign = "<="  # nobody asks for an error
    if (
        sign == "="
        and not strong
        and value.shape is Shape.SINGLE
        and speaker is Speaker.NEED
        and LASTING.search(names[-1])
    ):
        sign = ">="  # nor for the end of a life
    if relative and sign == "=" and not (beside.has(Sign.ABOUT) or beside.suffix in ("左右", "上下")):
        sign, strong = ">=", True
    if each.inherited and (each.linked or state.pending) and not strong and state.operator != "=":
        sign, strong = state.operator, True
    if not strong and state.operator != "=" and WISHED.match(each.left):
        sign, strong = state.operator, True  # 降到5%以内；力争4.5%
    if each.lasts:
        sign, strong = ">=", True
    if REVERSED.search(names[-1]) and each.unit == "级" and not DEMAND_IN_NUMBERS.search("".join(beside.trail)):
        sign = BACKWARDS.get(sign, sign)
    if not _wanted(each, names, mode, speaker, strong=strong, listed=state.listed) or refused(
        each, names[-1], sign, speaker is Speaker.RESULT
    ):
        if is_quantity(names[-1]):
            state.name = names[-1]
        return
    if "分别" in each.left and len(names) > 1:
        state.pending, names = tuple(names[1:]), names[:1]
    state.name, state.operator, state.listed, state.unit = names[-1], sign, True, each.unit
    for one in names:
        yield _limit(text, each, one, sign, wish=wish)


def _limit(text: str, each: Surroundings, name: str, sign: str, *, wish: bool) -> Limit:
    value = each.value
    low, high = value.low, value.high
    if sign != "between" and high is not None:
        low, high = (high, None) if sign in ("<=", "<") else (low, None)
    return Limit(
        parameter=name, operator=sign, value=low, value2=high, unit=each.unit or _money(name, value), wish=wish,
        start=each.quote_start, end=each.quote_end(name), best_case=each.beside.has(Sign.BEST),
        about=each.beside.has(Sign.ABOUT) or each.beside.suffix in ("左右", "上下") or value.vague,
        reached=is_reached(each.beside), band=value.shape is Shape.BAND,
    )  # fmt: skip


def _money(name: str, value: Value) -> str:
    """不超过50万 of a fee is money."""
    return "元" if not value.unit and value.low >= TEN_THOUSAND and MONEY.search(name) else ""


def _remember(each: Surroundings, state: Spoken) -> None:
    name, _relative = name_of(each, state)
    if name and is_quantity(name):
        state.name, state.unit = name, each.unit


def _wanted(each: Surroundings, names: list[str], mode: Mode, speaker: Speaker, *, strong: bool, listed: bool) -> bool:
    """A value counts by its words, or by a name of something measured where limits are listed."""
    if mode is Mode.PLAIN and speaker is Speaker.NEED and _describes(each):
        return False
    if strong:
        return True
    if (
        not is_quantity(names[-1])
        or each.attribute
        or not (noun_before(each.beside.rest) or each.symbol or each.value.name)
    ):
        return False
    if (
        each.beside.has(Sign.IS)
        and bool(each.beside.trail)
        and each.beside.trail[0].strip() in ("为", "是")
        and each.value.shape is not Shape.RANGE
        and not listed
    ):
        return False
    labelled = each.beside.has(Sign.IS, Sign.ABOUT, Sign.REACH) or each.beside.suffix in (
        "左右",
        "上下",
        "之间",
        "范围",
        "区间",
    )
    if speaker is Speaker.RESULT or mode is Mode.TARGET or listed:
        return True
    return labelled or each.value.shape is Shape.RANGE


def _describes(each: Surroundings) -> bool:
    """火灾旺盛区的温度可达1000℃ tells how things are; it asks for nothing."""
    return (
        not each.beside.suffix
        and bool(each.beside.trail)
        and each.beside.trail[0].strip() in ("可达", "能达", "可达到")
    )
