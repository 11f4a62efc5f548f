"""Reads the limits that a need sets, or the values that a result states, out of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from marketplace.matching.reader.clauses import Mode, Sentence, hide, mode_of, sentences
from marketplace.matching.reader.folding import Folded, fold
from marketplace.matching.reader.limits import Sign, is_reached, operator
from marketplace.matching.reader.naming import (
    CHANGES,
    compared,
    is_quantity,
    noun_before,
    tidy,
)
from marketplace.matching.reader.refusing import refused
from marketplace.matching.reader.sharing import names_of
from marketplace.matching.reader.surroundings import DELIVERY, Surroundings, surroundings
from marketplace.matching.reader.values import Shape, Value, values
from marketplace.matching.reader.wishes import is_wish
from marketplace.matching.reader.words import FAMILIES, LOWER_IS_BETTER, NAMED_BY_UNIT, SYMBOLS

LONGEST_TEXT = 20_000
DEMAND = re.compile(r"[≥≤]|不[低高]于|不[超小大少]")
KEPT = re.compile(r"保持|维持|连续|稳定")
SAVING = re.compile(r"(?:节[能水电煤油气材]|减[排碳重量施]|降[碳噪本]|增[产效]|提速)(?:率|量)?$")
MEANS = re.compile(r"(?:技术|工艺|方法|装置|设备|改造|系统|方案|手段|措施|设计|材料|优化)$")
UNFINISHED = re.compile(
    r"(?:不[低小少高大多]于|不超过|大于|小于|高于|低于|超过)$"
)  # 95%以上负荷点效率不低于: what follows is the limit
AIMED = re.compile(
    r"(?:实现|达到|保证|确保|做到)[^，,]*$|(?:要求|需要?|须|应)(?:达到?|为|有)?$"
)  # 实现自动化率90%: more is as good
GRADED = re.compile(r"(?:率|纯度|寿命|强度)$")
PART_OF = re.compile(
    r"(?:降低?|下降|减少|缩短|压缩|控制|减)?(?:到|至|为|在|只有|仅为|是|相当于)(?:原来|原有|现有|目前|传统|常规|改造前|同类|进口)[^，,]{0,10}的$"
)
CHANGE_NAME = re.compile(
    r"(?:降低|提高|下降|增长|减少|提升|缩短|节约|节省|增加|减排|削减|变化|节[能电水煤油汽材])率$|幅度?$|比例$|(?:降低|减少|提高|提升|下降)[量值]$"
)


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


@dataclass(slots=True)
class _State:
    """What a sentence has said so far."""

    name: str = ""
    unit: str = ""
    pending: tuple[str, ...] = ()
    operator: str = "="
    wish: bool = False
    listed: bool = False  # a limit was read already


def read(text: str, speaker: Speaker = Speaker.NEED) -> list[Limit]:
    """Every limit of a text, in order."""
    folded = fold(text[:LONGEST_TEXT])
    hidden = hide(folded.text)
    found = values(hidden)
    limits: list[Limit] = []
    state = _State()
    for sentence in sentences(hidden):
        inside = [each for each in found if sentence.start <= each.start < sentence.end]
        if not inside:
            state = _State()
            continue
        joined = hidden[sentence.start - 1 : sentence.start] in (";", "；")
        state = _State(name=state.name if joined else "", unit=state.unit if joined else "")
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
    text: str, folded: Folded, sentence: Sentence, inside: list[Value], speaker: Speaker, state: _State
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
    text: str, sentence: Sentence, each: Surroundings, state: _State, mode: Mode, speaker: Speaker
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
    name, relative = _name(each, state)
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
    if relative and sign == "=" and not (beside.has(Sign.ABOUT) or beside.suffix in ("左右", "上下")):
        sign, strong = ">=", True
    if each.inherited and (each.linked or state.pending) and not strong and state.operator != "=":
        sign, strong = state.operator, True
    if each.lasts:
        sign, strong = ">=", True
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
        parameter=name, operator=sign, value=low, value2=high, unit=each.unit, wish=wish,
        start=each.quote_start, end=each.quote_end(name), best_case=each.beside.has(Sign.BEST),
        about=each.beside.has(Sign.ABOUT) or each.beside.suffix in ("左右", "上下") or value.vague,
        reached=is_reached(each.beside), band=value.shape is Shape.BAND,
    )  # fmt: skip


def _remember(each: Surroundings, state: _State) -> None:
    name, _relative = _name(each, state)
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


def _name(each: Surroundings, state: _State) -> tuple[str, bool]:
    """The parameter's name, and whether the value is a change against something else."""
    rest, relative, change = each.beside.rest, False, ""
    if part := PART_OF.search(rest):
        rest = rest[: part.start()]
        relative = each.value.unit == "倍"
    if (
        shorter := re.search(r"(?:比|较|相比)[^，,]{0,24}?(?P<word>[低高少多短长])(?:了|出)?$", rest)
    ) and each.beside.has() is False:
        change = "降低" if shorter["word"] in "低少短" else "提高"
        rest = rest[: shorter.start("word")]
    if (
        side := re.search(r"(?P<word>高于|低于|优于|多于|少于|超过|领先)(?P<other>[^，,\d]{2,16})$", rest)
    ) and each.value.unit in ("%", "倍", "个百分点", "百分点"):
        name, relative = compared(rest)
        if relative:
            change = "降低" if side["word"] in ("低于", "少于") else "提高"
            rest = name
    elif re.search(
        r"(?<![磨长深宽高径强屈胶灰料空气燃信噪占配性价对同环正反料剂])比(?!表|例|重|热|容|功|电|值|率|$)|较(?!高|低|大|小|好|强|长|短|多|少)|相[比较]|相对于|基础上",
        rest,
    ):
        rest, relative = compared(rest)
    verb = next(
        (word for sign, word in zip(each.beside.signs, each.beside.trail, strict=True) if sign in (Sign.DOWN, Sign.UP)),
        change,
    )
    name = noun_before(rest)
    if led := CHANGES.match(name):
        if not each.beside.has(Sign.DOWN_TO, Sign.UP_TO, Sign.AT) and led["verb"] and is_quantity(led["name"]):
            verb = verb or _verb_of(led[0], led["name"])
        name = tidy(led["name"]) if is_quantity(led["name"]) or verb else name
    if each.value.name:
        return each.value.name, False
    if each.symbol:
        name = f"{name}{each.symbol}" if name and is_quantity(name) and not name.endswith(each.symbol) else each.symbol
    name = _chosen(each, name, state)
    if verb and name and not CHANGE_NAME.search(name):
        verb = re.sub(r"[约近了]", "", verb)
        name = name if name.endswith(verb) else f"{name}{verb}"
        relative = True
    return name, relative


def _of_one_kind(one: str, other: str) -> bool:
    return not one or one == other or any({one, other} <= family for family in FAMILIES)


def _verb_of(phrase: str, name: str) -> str:
    verb = phrase.removesuffix(name)
    return verb[-2:]


def _chosen(each: Surroundings, name: str, state: _State) -> str:
    """The phrase before the value, or the noun after it, or what the sentence spoke of last."""
    if name and is_quantity(name):
        return name
    if MEANS.search(name) and each.beside.has(Sign.DOWN_TO, Sign.UP_TO) and state.name:
        name = ""  # 通过新技术降低到55%: of what the sentence spoke of
    following = each.following
    if following and is_quantity(following):
        return following
    if not name and each.inherited and state.pending:
        first, *others = state.pending
        state.pending = tuple(others)
        return first
    if not name and each.carried and (is_quantity(each.carried) or each.bracketed):
        return each.carried
    if not name and state.name and each.linked and "分别" in "".join(each.clauses):
        return state.name
    if not name and state.name and _of_one_kind(state.unit, each.unit):
        return state.name
    if (symbol := SYMBOLS.get(each.value.unit)) and not name:
        return symbol
    if name:
        kind = NAMED_BY_UNIT.get(each.value.unit, "") if each.value.unit in ("dB", "dB(A)", "分贝") else ""
        return f"{name}{kind}"
    if each.value.unit in ("小时", "h", "天", "d", "分钟", "min", "个月", "年") and KEPT.search(
        "".join(each.beside.trail) + each.left
    ):
        return "保持时间"
    if delivered := DELIVERY.match(each.after):
        return f"{delivered['act']}时间"
    if each.attached:
        kind = NAMED_BY_UNIT.get(each.value.unit, "")
        return f"{each.attached}{kind}"
    return following or NAMED_BY_UNIT.get(each.value.unit, "") if each.beside.signs or each.beside.suffix else following
