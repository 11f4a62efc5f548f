"""Looks around each value of a sentence: its clause, its signs, the noun after it, the conditions it is under."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from marketplace.matching.reader.clauses import HIDDEN, Sentence
from marketplace.matching.reader.folding import LIST
from marketplace.matching.reader.lazily import lazily
from marketplace.matching.reader.limits import Around, Sign, around
from marketplace.matching.reader.naming import ATTACHED, is_quantity, noun_after, noun_before
from marketplace.matching.reader.units import EVERY, UNIT, tidy
from marketplace.matching.reader.values import Value
from marketplace.matching.reader.words import NAMED_BY_UNIT

HARD = lazily(rf"[，,()；;。！!？?\n\"…{LIST}]|-{{2,}}")
UNDER = lazily(
    r"^(?:的)?[^，,。；;、\d()]{0,8}?(?:条件下|工况下|情况下|环境下|环境中|温度下|负荷下|负载下|压力下|浓度下|电流下|倍率下|状态下|氛围下|气氛下|频率下|电压下|载荷下|湿度下|光照下|照射下|流速下|风速下|转速下|空速下|水质下|"
    r"(?<![小工耗用台实瞬定延同即及计按])时(?!间|长|代|效(?!率)|段|刻|域|序|变|空|均|速|产)|(?<!以)下(?!降|限|游|层|部|方|面|料|线|列|水|井|行|单|达|滑|沉|同|述|一)|后(?!续|处理|端|期|面|桥|轮|序|的)|存储|储存(?!期)|放置|保存(?!期)|浸泡|保温(?!材|层)|满电|老化后|循环后|煅烧|焙烧|退火|热处理|养护)"
)
ASIDE = lazily(
    r"\([^()\d≤≥<>，,]{1,16}\)|\([^()≤≥<>]{1,24}\)(?=[ ]?(?:[≥≤<>=为在应需须达\d±约:]|不[低高小大少超]|低于|高于|小于|大于|超过))"
)
EACH = lazily(r"/(?:次|年|月|天|台|套|人|吨|亩|件|小时|h|t)(?![A-Za-z])")
LISTED = lazily(r"^[、和且及与][^，,。；;()在当经]{0,16}$")
SUBJECT = lazily(rf"^[{LIST}{HIDDEN} ]*(?P<name>[\u4e00-\u9fff]{{2,10}}?)(?:比较|较|很|太|过|容易|耗时|时间|能够|可)")
AGES = ("d", "天", "日", "h", "小时", "min", "分钟")
AGED = lazily(
    r"^(?:龄期?)?(?:的)?[^\d，,。；;、]{0,6}?(?:[≥≤<>]|不[低高小大少超][于过]|[大小高低]于|超过|达到?)\d"
)  # 活性指数7d≥65%
PRAISED = lazily(r"[高低好大小少]$|稳定$|恒定$|均匀$")
KEPT_UP = lazily(r"(?:保证|确保|满足)")  # 在保证效率不低于85%的前提下 asks for it
ORIGIN = lazily(r"(?:从|由|自)(?:目前|现有|现在|原来|原有?|当前|现状|改造前)?(?:的|为)?[^，,。\d]{0,10}$")
CHANGE_AFTER = lazily(
    r"^(?:以上|以下|左右|多)?(?:的)?(?:水平)?[，,]?(?:逐步|进一步|大幅|显著)?(?:降低?|下降|减少?|缩短|压缩|提高|提升|增加?|增至|延长|上升|升高?|扩大|降|变)(?:了)?(?:到|至|为)"
)
DELIVERY = lazily(
    r"(?:完成)?(?P<act>交付|交货|供货|完工|投产|完成|建成|验收|回收投资|收回投资|回本|响应|到货|到场|达产|上线|安装|维修|恢复)"
)
PRESENT_PAREN = lazily(r"现有|目前|现状|原|当前|现在|现为|对比例|传统|国内|国外|行业|进口")
WORDED_CONDITION = lazily(
    r"满负荷|额定负荷|低负荷|部分负荷|变负荷|全负荷|额定工况|额定|标准工况|常温常压|常温|室温|低温|高温|高压|常压|真空|干基|湿基|标准状态|标态|实验室|小试|中试|工业化|实验条件|理论|仿真|模拟|最佳工况|最优工况|峰值|瞬时|"
    r"连续运行|稳态|冬季|夏季|首年|首次|初始|冷态|热态|空载|满载|半载|夜间|白天|雨季|旱季|静态|动态|干燥|潮湿|酸性|碱性|中性|厌氧|好氧|光照|避光|交流侧|直流侧"
)
LASTS = lazily(
    r"^(?:内|以上)?(?:无|不)[^，,。]{0,8}(?:失效|损坏|锈|变形|泄漏|渗漏|脱落|腐蚀|开裂|衰减|故障|老化|变色|起泡|分层|沉淀|结块|停机|间断|断裂)"
)
ATTRIBUTE = lazily(
    r"^(?:的(?=[\u4e00-\u9fff])|[厚宽长高深]的|级(?!别)|等级的|型|规格|[\u4e00-\u9fff]{0,4}(?:窑|炉|机组|锅炉|生产线|矿井|项目|厂房|设备|装置|隧道|变压器|开关|电机)(?:上|中|的|[，,。]|$))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A value with all that its sentence says about it."""

    value: Value
    beside: Around
    left: str  # of the clause, signs and all
    list_text: str  # names before the value in a list
    clauses: tuple[str, ...]  # of the sentence up to this value
    following: str  # the noun after 的
    attached: str  # the noun that follows at once
    carried: str  # the noun of the clause before
    unit: str
    symbol: str  # Ra, pH, TRL: a name written on the number
    inner: tuple[str, ...]  # conditions in the brackets behind
    words: tuple[str, ...]  # conditions in words
    is_condition: bool
    is_origin: bool
    aged: bool  # 7d≥65%: the age at which something else is measured
    reduced_time: str  # 反应较慢，缩短至30分钟: what takes that time
    inherited: bool
    linked: bool  # by 和 or 、 to the value before
    attribute: bool
    lasts: bool
    trailing: bool = field(default=False)  # in brackets behind another value
    bracketed: bool  # opens a bracket
    after: str  # the words that follow
    phrase_start: int
    phrase_end: int  # with the words that make it a condition
    clause: int  # where its comma clause starts
    quote_start: int

    def quote_end(self, name: str) -> int:
        """Where the words of a limit end: with the noun after 的 when that is its name."""
        end = self.value.end + self.beside.end
        return end + 1 + len(self.following) if self.following and name.startswith(self.following) else end


def surroundings(text: str, sentence: Sentence, inside: Sequence[Value]) -> list[Surroundings]:
    """Every value of a sentence with its surroundings."""
    out: list[Surroundings] = []
    previous_end = sentence.start
    asides = [found.span() for found in ASIDE.finditer(text, sentence.start, sentence.end)]
    for number, value in enumerate(inside):
        each = _one(text, sentence, value, previous_end, inside, number)
        if any(start <= value.start < end for start, end in asides):
            out.append(_as_condition(each))
            continue
        if _within_bracket_of_value(text, sentence, value, inside, number):
            each = replace(each, is_condition=True, trailing=True)
        out.append(each)
        previous_end = each.phrase_end
    return _listed_conditions(text, out)


def _listed_conditions(text: str, found: list[Surroundings]) -> list[Surroundings]:
    """温度低于200℃、压力不高于3MPa的条件下: what is listed before a condition is one too."""
    for at in range(len(found) - 2, -1, -1):
        one, after = found[at], found[at + 1]
        between = text[one.phrase_end : after.value.start]
        if (
            after.is_condition
            and not after.trailing
            and not after.aged
            and not one.is_condition
            and LISTED.match(between)
        ):
            found[at] = replace(one, is_condition=True)
    return found


def _as_condition(each: Surroundings) -> Surroundings:
    return replace(each, is_condition=True)


def _one(
    text: str, sentence: Sentence, value: Value, previous_end: int, inside: Sequence[Value], number: int
) -> Surroundings:
    asides = [found.span() for found in ASIDE.finditer(text, sentence.start, value.start + 1)]
    hard = [
        found.end()
        for found in HARD.finditer(text, sentence.start, value.start)
        if not any(a <= found.start() < b for a, b in asides)
    ]
    clause_start = max([sentence.start, *hard])
    start = max(clause_start, previous_end)
    left, right = ASIDE.sub("", text[start : value.start + 1])[:-1], text[value.end : sentence.end]
    named_unit, left = _unit_in_name(text[start : value.start], left, value.unit)
    symbol, left = _symbol(left)
    every, unit, left = _every(left, value.unit or named_unit)
    beside = around(left, right, value.unit)
    if beside.end and unit and (each := EACH.match(right, beside.end)):  # 50元以内/次
        unit, beside = f"{unit}{each[0]}", replace(beside, end=each.end())
    after = right[beside.end :]
    left_list = beside.rest
    rest = re.split(r"、|；|;", beside.rest)[-1] if "、" in beside.rest else beside.rest
    rest = _last_label(rest)
    beside = replace(beside, rest=rest)
    clauses = _clauses(text, sentence, value)
    under = _is_condition(text, sentence, value, after, beside, start) or _spans_ahead(value, beside, after)
    carried = _carried(text[previous_end:clause_start], value.unit)
    joined = not beside.rest.strip(" 、和与及或且，,并")
    linked = bool(re.match(r"^[和与及、或]", left.strip()))
    return Surroundings(
        value=value, beside=beside, left=left, list_text=left_list, clauses=clauses, following=noun_after(after),
        attached=_attached(after), carried=carried, unit=unit, symbol=symbol, inner=_inner(after, every),
        words=tuple(dict.fromkeys(WORDED_CONDITION.findall(clauses[-1] + _bracket(after)))),
        is_condition=under, aged=_is_aged(value, after), reduced_time=_reduced_time(text, clause_start, value, beside), is_origin=_is_origin(left, right, beside, inside, number),
        inherited=joined and number > 0,
        linked=linked, attribute=bool(ATTRIBUTE.match(after)) and not beside.has(Sign.AT_LEAST, Sign.AT_MOST),
        lasts=bool(LASTS.match(after)) and value.unit in ("天", "h", "小时", "年", "d", "个月", "分钟", "min", "次", "周"),
        phrase_end=value.end + beside.end + (_under_length(after) if under else 0), clause=_clause_start(text, sentence, value), after=right[:24] if beside.suffix in ("左右", "上下") else after[:24], bracketed=text[start - 1 : start] == "(", phrase_start=start, quote_start=_quote_start(text, start, value),
    )  # fmt: skip


def _spans_ahead(value: Value, beside: Around, after: str) -> bool:
    """1h内抗压强度35MPa: a time within which something else holds."""
    return (
        beside.suffix in ("内", "以内", "之内")
        and value.unit in ("h", "d", "天", "小时", "年", "个月", "min", "分钟", "日", "周", "秒", "s")
        and not noun_before(beside.rest)
        and bool(after[:1].strip(" ，,。；;)"))
        and not DELIVERY.match(after)
    )


def _under_length(after: str) -> int:
    found = UNDER.match(re.split(r"[，,。；;]", after)[0])
    return found.end() if found else 0


def _clause_start(text: str, sentence: Sentence, value: Value) -> int:
    """Where the comma clause of a value begins."""
    return max(sentence.start, *(text.rfind(mark, sentence.start, value.start) for mark in "，,；;:"))


def _carried(before: str, unit: str) -> str:
    """The noun that ends the clause before, when no value stands between: 循环寿命，不低于5000次; 敲击率可调（≤10次/分）.

    In 反应器温度恒定，波动小，控制在180~230℃ the unit tells which clause is meant.
    """
    *earlier, last = re.split(r"[，,]", before.rstrip("，,(: "))
    if (kind := NAMED_BY_UNIT.get(unit)) and PRAISED.search(last) and kind not in last:
        for clause in reversed(earlier):
            if named := re.search(rf"[\u4e00-\u9fff]{{0,12}}{kind}", clause):
                return noun_before(named[0])
    return noun_before(re.sub(r"(?:可调节?|可控|要求|高|低|好|大|小)$", "", ASIDE.sub("", last)))


def _last_label(rest: str) -> str:
    """加工效果:表面粗糙度 -> 表面粗糙度; a label alone stays."""
    parts = [part for part in re.split(r"[:：]", rest) if part.strip(' "')]
    if len(parts) > 1 and len(parts[-1]) <= 3 and not is_quantity(parts[-1]) and is_quantity(noun_before(parts[-2])):
        return parts[-2]  # 耐温等级:长期
    return parts[-1] if parts else ""


def _symbol(left: str) -> tuple[str, str]:
    found = re.search(
        r"(?<![A-Za-z])(?P<symbol>Ra|Rz|Ry|TRL|pH|PH|COP|PUE|EER|D50|D90|DN|RH|φ)(?:值)?(?P<signs>[^A-Za-z\u4e00-\u9fff]*|[^A-Za-z]{0,7})$",
        left,
    )
    if found is None:
        return "", left
    if found["symbol"] in ("RH", "φ", "DN"):
        return "", left[: found.start()] + found["signs"]
    if re.search(r"[\u4e00-\u9fff]{2,}(?:度|率|量|性|效果)", found["signs"]):
        return "", left
    return found["symbol"], left[: found.start()] + found["signs"]


UNIT_IN_NAME = lazily(
    rf"(?<=[\u4e00-\u9fffA-Za-z])(?P<written>\((?P<inner>{UNIT})\)|(?P<plain>dB\(A\)|dB|MPa|℃))(?P<signs>[:]? ?(?:[≥≤<>=为]|不[^\d，,]{{1,2}}|[低高小大]于)*)$"
)


def _unit_in_name(raw: str, left: str, unit: str) -> tuple[str, str]:
    """抗压强度(MPa)≥30 and 噪音dB(A):≤80 write the unit with the name."""
    if unit or not (found := UNIT_IN_NAME.search(raw)):
        return "", left
    return tidy(found["inner"] or found["plain"]), raw[: found.start("written")] + found["signs"]


OF_WHAT = lazily(
    r"(?:二氧化碳|CO2|氢气?|标准?煤|水泥|熟料|粗钢|钢材?|钢水|铁水|原?铝|蒸汽|污水|废水|水|污泥|原煤|煤|矿石|甲醇|垃圾|产品|氨)"
)


def _every(left: str, unit: str) -> tuple[str, str, str]:
    """每分钟30件 is 30 件/分钟."""
    bare = re.sub(r"(?:达到?|不低于|不少于|至少|≥|超过|不超过|可|为|约)+$", "", left)
    found = EVERY.search(bare)
    if found is None or not unit:
        return "", unit, left
    if OF_WHAT.fullmatch(found["what"] or "") and "/" not in unit:
        return "", f"{unit}/{found['under']}{found['what']}", bare[: found.start()] + left[len(bare) :]
    if "/" in unit:
        return "", unit, left
    if found["what"]:
        timed = found["under"] in ("小时", "天", "年", "月", "分钟", "秒", "日", "亩", "公顷") and not re.search(
            r"[率时间]$", found["what"]
        )
        return (
            ("", f"{unit}/{found['under']}", left.replace(f"每{found['under']}", "", 1)) if timed else ("", unit, left)
        )
    before = bare[: found.start()]
    if (also := EVERY.search(before)) and not also["what"]:  # 每亩每年0.8吨
        return (
            also[0] + found[0],
            f"{unit}/{also['under']}/{found['under']}",
            before[: also.start()] + left[len(bare) :],
        )
    return found[0], f"{unit}/{found['under']}", before + left[len(bare) :]


def _clauses(text: str, sentence: Sentence, value: Value) -> tuple[str, ...]:
    """The clauses of a sentence up to the end of this value's clause; within brackets only the words inside."""
    before = text[sentence.start : value.start]
    opened = before.rfind("(")
    if opened > before.rfind(")"):
        closing = text.find(")", value.end, sentence.end)
        inner = text[sentence.start + opened + 1 : closing if closing > 0 else sentence.end]
        outer = before[:opened]
        parts = re.split(r"[，,]", outer)
        return (*parts, inner) if not PRESENT_PAREN.search(inner) else (inner,)
    stop = re.search(r"[，,(；;]", text[value.end : sentence.end])
    end = value.end + stop.start() if stop else sentence.end
    flat = re.sub(r"\([^()]*\)", "", text[sentence.start : end])
    return tuple(part for part in re.split(r"[，,；;]", flat))


def _attached(after: str) -> str:
    found = ATTACHED.match(after)
    if found is None:
        return ""
    word = re.split(r"同时|的|和|与|及|并|且|下|时|后|，", found["name"])[0]
    return word if 2 <= len(word) <= 8 else ""


def _bracket(after: str) -> str:
    found = re.match(r"^\(([^()]{1,60})\)", after)
    return found[1] if found else ""


def _inner(after: str, every: str) -> tuple[str, ...]:
    inner = _bracket(after)
    return (
        tuple(part for part in re.split(r"[，,、；;]", inner) if re.search(r"\d", part))
        if inner and not PRESENT_PAREN.search(inner)
        else ()
    )


def _within_bracket_of_value(text: str, sentence: Sentence, value: Value, inside: Sequence[Value], number: int) -> bool:
    """Whether a value stands in brackets that follow another value: ≥28%（面积≥1cm2）."""
    opened = text.rfind("(", sentence.start, value.start)
    if opened < 0 or text.find(")", opened, value.start) >= 0:
        return False
    before = text[sentence.start : opened]
    if not any(each.end <= opened for each in inside[:number]):
        return False
    last = max((each for each in inside[:number] if each.end <= opened), key=lambda each: each.end)
    between = text[last.end : opened]
    return bool(re.match(r"^(?:以上|以下|以内|左右|及以上|及以下)?\s*$", between)) and bool(before)


def _is_condition(text: str, sentence: Sentence, value: Value, after: str, beside: Around, start: int) -> bool:
    stretch = re.split(r"[，,。；;]", after)[0]
    if _is_aged(value, after):
        return True
    kept_up = KEPT_UP.search(text[max(sentence.start, start - 30) : value.start])
    if kept_up and re.match(r"^(?:的)?(?:前提|基础|情况|条件)", stretch):
        return False
    if UNDER.match(stretch) and beside.suffix != "以下":
        return True
    if UNDER.match(stretch) and re.match(r"^(?:时|的?(?:条件|工况|环境|情况)下)", stretch):
        return True
    opening = re.search(
        r"(?:(?<!存)在|(?<![相适])当|经过?)(?P<within>[^，,。；;]{0,30})$",
        text[max(sentence.start, start - 30) : value.start],
    )
    return bool(
        opening
        and re.match(r"^[^，,。；;]{0,16}?(?:下(?!降|限|游)|时(?!间|长)|后(?!续)|条件|工况|环境中|情况)", stretch)
    )


def _is_aged(value: Value, after: str) -> bool:
    return value.unit in AGES and bool(AGED.match(after))


def _reduced_time(text: str, clause_start: int, value: Value, beside: Around) -> str:
    """The subject of the clause before, where a clause only says 缩短至 and a time."""
    if value.unit not in AGES or beside.rest.strip(" ，,") or not any(word.startswith("缩短") for word in beside.trail):
        return ""
    before = re.split(r"[，,。；;、]", text[:clause_start].rstrip("，, "))[-1]
    found = SUBJECT.match(before)
    return f"{found['name']}时间" if found else ""


def _is_origin(left: str, right: str, beside: Around, inside: Sequence[Value], number: int) -> bool:
    """Whether a value is what a change starts from: 从12%降到5%."""
    if CHANGE_AFTER.match(right) and number + 1 < len(inside):
        return True
    later = re.match(
        r"^[^，,。；;]{0,12}?(?:降低?|下降|减少|缩短|压缩|提高|提升|增加|增|延长|上升|升|扩大|转|变|改|换)(?:到|至|为|成)",
        right,
    )
    return bool(ORIGIN.search(left) and later and number + 1 < len(inside))


def _quote_start(text: str, start: int, value: Value) -> int:
    while start < value.start and text[start] in f" 、，,:：的{LIST}{HIDDEN}":
        start += 1
    return start
