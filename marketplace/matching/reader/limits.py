"""Reads what stands around a value: at least, at most, within, down to, up by."""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Sign(StrEnum):
    """One word beside a value."""

    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    BETTER = "better"  # 优于: which way depends on the quantity
    IS = "="
    ABOUT = "about"
    REACH = "reach"
    DOWN_TO = "down to"
    UP_TO = "up to"
    DOWN = "down"
    UP = "up"
    BEST = "best"  # 最高可达: not what holds always
    AT = "at"


_DOWN = "降低|下降|减少|减小|降|减低|缩短|缩小|缩减|压缩|压减|压低|削减|节约|节省|节能|收窄|减缓|减轻|消减|减薄|稀释"
_UP = "提高|提升|增加|增长|增大|增|延长|上升|扩大|升高|升|高出|多出|改善|增强|拓宽|提速|拉长|加快|浓缩|提浓|富集|提纯"
SIGNS: tuple[tuple[Sign, str], ...] = (
    (Sign.DOWN_TO, rf"(?:{_DOWN}|控制|限制|严控|降噪|控|冷却|脱除?)(?:了)?(?:到|至|为|在|于|成)"),
    (Sign.UP_TO, rf"(?:{_UP}|放大|扩展|加热)(?:了)?(?:到|至|为)"),
    (
        Sign.BEST,
        r"(?:最高|最大|最多|峰值|最优|最好)(?:可以?|能够?)?(?:达到|达|至|到)|(?:最低|最小|最少)(?:可以?|能够?)(?:达到|达|至|到|降至|降到)",
    ),
    (
        Sign.AT_LEAST,
        r"≥|>=|=>|⩾|≮|不(?:得|能|应|可|宜|会|允许)?(?:低于|小于|少于|短于|弱于|差于|亚于)|(?:大于|高于)(?:或者?|/)?等于|至少(?:应|要|能|可|需)?(?:为|是|达到?|有|在|保证)?|"
        r"起码(?:达到)?|最少(?:为|达到)?|最低(?:为|值为|不低于)?|(?<![检探][测出])(?<!测量)下限为?",
    ),
    (
        Sign.AT_MOST,
        r"≤|<=|=<|≯|(?:严禁|禁止|切勿|不许|避免)(?:超过|高于|大于)|不(?:得|能|应|可|宜|会|允许)?(?:高于|大于|超过|多于|超出|长于|超)|(?:小于|低于)(?:或者?|/)?等于|至多(?:为)?|最多(?:为|不超过)?|最长(?:为|不超过)?|"
        r"最高(?:为|值为|不超过)?|最大(?:为|值为|不超过)?|(?<![检探][测出])(?<!测量)上限为?|控制(?:住)?",
    ),
    (Sign.ABOVE, r">|高于|大于|超过|超出|多于|长于|突破|超(?=$)"),
    (Sign.BELOW, r"<|低于|小于|少于|短于|不到|不足|不满"),
    (Sign.BETTER, r"(?:优于|好于)"),
    (
        Sign.REACH,
        r"(?:可以?|(?<![节储性效功热电光产核势动智潜机蓄势太阳风氢源])能够?|要|需|(?<![反响效供感])应)?(?:稳定)?(?:达到了?|达至|(?<![雷马表到四直])达(?:(?=$)|于)|做到|(?:维持|保持|稳定)在?|高达|低至|实现)|仅(?:为|需)?|只需|只有",
    ),
    (Sign.ABOUT, r"大约(?:为|是|在)?|(?<![节集制])约(?:为|是|在)?|大概(?:为|是)?|大致(?:为|在)?|接近|将近"),
    (Sign.DOWN, rf"(?:{_DOWN})了?(?:约|近)?"),
    (Sign.UP, rf"(?:{_UP})了?(?:约|近)?"),
    (Sign.IS, r"=|:|(?<![作认行])为|(?<!但)是|等于|设(?:定|计)?为|范围为?|(?:介于|位于|处于|在)(?=$)"),
    (Sign.AT, r"(?<!存)在|(?<!对|由|用|关|基)于|到|至"),
)
SIGN = tuple((sign, re.compile(rf"(?:{pattern})\s*$")) for sign, pattern in SIGNS)
FILLER = re.compile(
    r"(?:\s|应当?(?<!反应|响应|效应|供应|感应)|须|必须|需要?(?<!所需)|(?<![主重])要(?:求)?|可以?|(?<![节储性效功热电光产核势动智潜机蓄势太阳风氢])能(?:够|达)?|均|都|各自?|分别|也|仍|则|又|再|会|将|已|"
    r"保存|保持|维持|大幅度?|显著|明显|有效|进一步|总体|整体|基本|最终|一般|同时|就|即|才|只|得|了|\"|值(?=$)(?<=数值|标值|均值))$"
)
SHARED = re.compile(r"(?:均|都|各自?|分别|皆)")
SUFFIX = re.compile(
    r"(?:\(含\))?(?:\"|及其?|或者?|和)?(?P<word>以上|\+(?![\d+])|以下|以内|之内|(?:的)?(?:范围|区间)(?:之?内)?|之间|间(?=可调|调节|连续|变化|任意|可变)|左右|上下|或更[高多长大]|或更[低少短小]|更[低少短]|起(?![始重升点泡动])|"
    r"内(?![部外径容孔壁腔衬置含燃蒙在])|(?:已是)?(?:上限)|封顶)"
)
UPWARD = frozenset(("以上", "+", "或更高", "或更多", "或更长", "或更大", "起"))
DOWNWARD = frozenset(
    ("以下", "以内", "之内", "或更低", "或更少", "或更短", "或更小", "更低", "更少", "更短", "内", "上限", "封顶")
)


@dataclass(frozen=True, slots=True)
class Around:
    """The words beside a value: those before it (nearest first), the rest of the text before, the word after."""

    signs: tuple[Sign, ...]
    rest: str
    suffix: str = ""
    end: int = 0  # length of the suffix
    shared: bool = False
    trail: tuple[str, ...] = field(default=())

    def has(self, *signs: Sign) -> bool:
        return any(sign in self.signs for sign in signs)


OF_ANOTHER = re.compile(
    r"(?:不[低小少高大多]于|不超过|大于|高于|小于|低于|[≥≤><])(?P<other>[\u4e00-\u9fff]{2,10}的)$"
)  # 不小于工作压力的2.25倍
SPANS = re.compile(r"年|月|天|日|周|时|h|秒|分|min|s|元|万|%|个百分点|人|次|m3|d")


def around(left: str, right: str, unit: str = "") -> Around:
    """Take the signs off the end of what stands before a value, and the word off the start of what follows."""
    signs: list[Sign] = []
    words: list[str] = []
    shared = False
    if unit in ("倍", "%") and (of := OF_ANOTHER.search(left)):
        left = left[: of.start("other")]
    while True:
        for sign, pattern in SIGN:
            if found := pattern.search(left):
                signs.append(sign)
                words.append(found[0])
                left = left[: found.start()]
                break
        else:
            filler = FILLER.search(left)
            if filler is None or (not signs and filler[0].strip() and not _lone(left, filler[0])):
                break
            shared = shared or bool(SHARED.search(filler[0]))
            left = left[: filler.start()]
            continue
    after = SUFFIX.match(right)
    if (
        after
        and after["word"] == "内"
        and not SPANS.search(unit)
        and not {Sign.AT_MOST, Sign.DOWN_TO, Sign.IS, Sign.AT} & set(signs)
    ):
        after = None  # 后方70m内: a place, no limit
    return Around(tuple(signs), left, after["word"] if after else "", after.end() if after else 0, shared, tuple(words))


def _lone(left: str, filler: str) -> bool:
    """Whether a filler may go though no sign followed it: 均95%以上."""
    return filler in ("均", "都", "各", "分别", "要求", "需", "应", "为") or not filler.strip()


def operator(beside: Around, *, lower_is_better: bool) -> tuple[str, bool]:
    """The operator that the words make, and whether they make one of themselves (a bare `=` does not)."""
    if beside.suffix in UPWARD:
        return ">=", True
    if beside.suffix in DOWNWARD:
        return "<=", True
    for sign in beside.signs:
        if sign in (Sign.AT_LEAST, Sign.AT_MOST, Sign.ABOVE, Sign.BELOW):
            return sign.value, True
    if beside.has(Sign.BETTER):
        return ("<=" if lower_is_better else ">="), True
    if beside.suffix in ("左右", "上下") or beside.has(Sign.ABOUT):
        return "=", beside.has(Sign.REACH, Sign.DOWN_TO, Sign.UP_TO)
    if beside.has(Sign.DOWN_TO):
        return "<=", True
    if beside.has(Sign.UP_TO):
        return ("<=" if lower_is_better else ">="), True
    if beside.has(Sign.DOWN, Sign.UP):
        return ">=", True
    if beside.has(Sign.REACH, Sign.BEST):
        return ("<=" if lower_is_better else ">="), True
    return "=", False


def is_reached(beside: Around) -> bool:
    """Whether the words tell a value that is had (达到95%, 降至2.5, 降低30%), and no bound on it."""
    bounds = (Sign.AT_LEAST, Sign.AT_MOST, Sign.ABOVE, Sign.BELOW, Sign.BETTER)
    return not beside.has(*bounds) and beside.suffix not in UPWARD | DOWNWARD
