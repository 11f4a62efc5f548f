"""Names the parameter of a value: by the words before it, after it, or by what its sentence spoke of last."""

import re
from dataclasses import dataclass

from marketplace.matching.reader.limits import Sign
from marketplace.matching.reader.naming import CHANGES, compared, is_quantity, noun_before, tidy
from marketplace.matching.reader.surroundings import DELIVERY, Surroundings
from marketplace.matching.reader.words import FAMILIES, NAMED_BY_UNIT, SYMBOLS

AFTER_WISH = re.compile(r"(?:希望|要求|需要?|拟|争取|力争)(?:能够?)?(?:做到|达到?|到)$")
MEASURED = ("测量", "计量", "调节")
PERIODS = frozenset(("长期", "短期", "夏季", "冬季", "白天", "夜间", "昼间", "首年", "次年"))
KEPT = re.compile(r"保持|维持|连续|稳定")
MEANS = re.compile(r"(?:技术|工艺|方法|装置|设备|改造|系统|方案|手段|措施|设计|材料|优化)$")
BY = re.compile(r"(?:通过|采用|利用|经过?)[^，,]{2,12}$")
PART_OF = re.compile(
    r"(?:降低?|下降|减少|缩短|压缩|控制|减)?(?:到|至|为|在|只有|仅为|是|相当于)(?:原来|原有|现有|目前|传统|常规|改造前|同类|进口)[^，,]{0,10}的$"
)
CHANGE_NAME = re.compile(
    r"(?:降低|提高|下降|增长|减少|提升|缩短|节约|节省|增加|减排|削减|变化|节[能电水煤油汽材])率$|幅度?$|比例$|(?:降低|减少|提高|提升|下降)[量值]$"
)


@dataclass(slots=True)
class Spoken:
    """What a sentence has said so far."""

    name: str = ""
    unit: str = ""
    pending: tuple[str, ...] = ()
    operator: str = "="
    wish: bool = False
    listed: bool = False  # a limit was read already


def name_of(each: Surroundings, state: Spoken) -> tuple[str, bool]:
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
    if verb and not name and state.name and each.unit in ("%", "倍", "个百分点", "百分点"):
        name = state.name  # 蒸汽消耗为1.8t，拟降低30%: a change has a unit of its own
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


def _chosen(each: Surroundings, name: str, state: Spoken) -> str:
    """The phrase before the value, or the noun after it, or what the sentence spoke of last."""
    if name and is_quantity(name):
        ranged = name.endswith(MEASURED) and any(word.startswith("范围") for word in each.beside.trail)
        return f"{name}范围" if ranged else name
    if name in PERIODS and state.name:
        return state.name
    if name and state.name and AFTER_WISH.search(each.left) and _of_one_kind(state.unit, each.unit):
        return state.name  # 转换效率21%，中试线希望做到19%
    if name and any(word.startswith("范围") for word in each.beside.trail):
        return f"{name}范围"  # 负荷调节范围20%~110%
    by_means = each.beside.has(Sign.DOWN_TO, Sign.UP_TO) or BY.search(each.beside.rest)
    if MEANS.search(name) and by_means and state.name:
        name = ""  # 通过新技术降低到55%: of what the sentence spoke of
    following = each.following
    if following and is_quantity(following):
        return following
    if not name and each.inherited and state.pending:
        first, *others = state.pending
        state.pending = tuple(others)
        return first
    if not name and each.reduced_time:
        return each.reduced_time
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
