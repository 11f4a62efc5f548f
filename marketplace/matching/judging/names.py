"""Takes a parameter's name apart: which quantity, of what, rising or falling."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from marketplace.matching.reader.folding import fold

TABLE = Path(__file__).parent / "quantities.tsv"
FALL = r"(?:降低|下降|减少|减小|减低|缩短|缩小|削减|节约|节省|压减|降)"
RISE = r"(?:提高|提升|增加|增长|增大|延长|上升|扩大|增强|改善|升高|增)"
AMOUNT = r"(?:率|幅度|幅|比例|百分比|值|量|百分点)?"
CHANGE_AFTER = re.compile(rf"^(?P<name>.{{2,}}?)(?:的)?(?:(?P<fall>{FALL})|(?P<rise>{RISE})){AMOUNT}$")
CHANGE_BEFORE = re.compile(rf"^(?:(?P<fall>{FALL})|(?P<rise>{RISE}))(?:了)?(?P<name>.{{2,}})$")
CONTAINS = re.compile(r"含(?P<what>[铜铁硫磷碳氧氮铅锌锰硅铝镍铬锂金银])(?:量)?$")
CHANGES = {
    "节能率": ("能耗", "-"), "节能": ("能耗", "-"), "节能效率": ("能耗", "-"), "综合节能率": ("能耗", "-"), "节能量占比": ("能耗", "-"), "节电率": ("电耗", "-"), "节电": ("电耗", "-"), "节水率": ("水耗", "-"), "节水": ("水耗", "-"),
    "节煤率": ("煤耗", "-"), "节油率": ("油耗", "-"), "节气率": ("气耗", "-"), "节汽率": ("汽耗", "-"), "减排率": ("排放", "-"), "碳减排率": ("碳排放", "-"), "减排": ("排放", "-"), "减排量": ("排放", "-"), "碳减排": ("碳排放", "-"), "碳减排量": ("碳排放", "-"), "减碳量": ("碳排放", "-"), "减碳": ("碳排放", "-"), "降碳": ("碳排放", "-"), "减碳率": ("碳排放", "-"), "降碳率": ("碳排放", "-"), "降本率": ("成本", "-"),
    "降本": ("成本", "-"), "增产率": ("产能", "+"), "增产": ("产能", "+"), "降噪": ("噪声", "-"), "降噪量": ("噪声", "-"), "减重": ("重量", "-"), "减重率": ("重量", "-"), "提速": ("线速度", "+"), "增效": ("生产效率", "+"), "CO2减排率": ("碳排放", "-"),
}  # fmt: skip
SPECIES = {
    "CO2": ("CO2", "二氧化碳"), "SO2": ("SO2", "二氧化硫", "SOx"), "NOx": ("NOx", "氮氧化物", "NOX", "NO2"), "粉尘": ("粉尘", "颗粒物", "烟尘", "烟粉尘"), "COD": ("CODCr", "COD", "化学需氧量"), "氨氮": ("氨氮", "NH3-N"), "VOCs": ("VOCs", "VOC", "非甲烷总烃", "挥发性有机物"),
    "CO": ("一氧化碳",), "甲烷": ("甲烷", "CH4"), "氢": ("氢气", "H2(?![SO])"), "氧": ("氧气", "O2"), "氨": ("氨气", "NH3"), "硫化氢": ("硫化氢", "H2S"), "汞": ("汞", "Hg"), "铅": ("铅", "Pb"), "碳酸锂": ("碳酸锂", "Li2CO3"), "锂": ("锂", "Li2O", "Li"), "钴": ("钴", "Co"), "镍": ("镍", "Ni"), "锰": ("锰", "Mn"),
    "铜": ("铜", "Cu"), "锌": ("锌", "Zn"), "铁": ("铁", "Fe"), "铝": ("铝", "Al"), "铬": ("铬", "Cr"), "镉": ("镉", "Cd"), "砷": ("砷", "As"), "金": ("金(?!属)",), "银": ("银",), "磷": ("总磷", "磷"), "氮": ("总氮", "氮(?!氧)"), "二噁英": ("二噁英", "二恶英"), "氟": ("氟化物", "氟"), "氯": ("氯离子", "氯"),
    "甲醛": ("甲醛",), "甲醇": ("甲醇",), "乙醇": ("乙醇",), "苯": ("苯",), "稀土": ("稀土",), "钒": ("钒",), "钛": ("钛",), "钨": ("钨",), "硅": ("硅",), "镓": ("镓",), "钾": ("钾",), "钠": ("钠",), "镁": ("镁",), "钙": ("钙",),
}  # fmt: skip
OF_SPECIES = {
    "捕集率": ("去除率", "CO2"), "脱硫率": ("去除率", "SO2"), "脱硝率": ("去除率", "NOx"), "除尘率": ("去除率", "粉尘"), "脱汞率": ("去除率", "汞"), "除磷率": ("去除率", "磷"), "脱氮率": ("去除率", "氮"),
    "COD": ("排放浓度", "COD"), "氨氮": ("排放浓度", "氨氮"), "总磷": ("排放浓度", "磷"), "总氮": ("排放浓度", "氮"), "碳排放": ("排放", "CO2"),
}  # fmt: skip
IMPLIED = {
    "碳酸锂": ("锂",),
    "CO2": ("捕集", "碳捕集", "脱碳", "CCUS", "CCU", "碳"),
    "粉尘": ("除尘",),
    "SO2": ("脱硫",),
    "NOx": ("脱硝",),
}
WHOLE = re.compile(
    r"全系统|系统|整机|整车|整体|综合|全流程|全过程|全厂|总(?!磷|氮|有机|烃)|全部|装置|设备|工厂|全链条|整套|成套|机组"
)
PART = re.compile(
    r"单体|电芯|单电池|电池片|电堆|单堆|压缩机|压缩|风机|引风机|水泵|泵|单元|模块|单级|单塔|单段|吸收段|解吸段|吸收塔|辅机|辅助|主机|预处理|后处理|深度处理|干燥段|干燥|粉磨|煅烧|烧成|破碎|输送|蒸发|结晶|精馏|换热器|再沸器|膜组件|反应段|一级|二级|三级|"
    r"首段|末端|局部|部分|其中|药剂|人工|电费|耗材|设备费|土建|安装|单台|每台|主工艺|核心|芯片|传感器|单项|单程|单次|阳极|阴极|正极|负极|隔膜|边缘|中心|组件|子系统|照明|空调|通风|制冷机|冷却塔|锅炉|汽轮机|电机|逆变器|变压器|PCS|BMS|除雾器|"
    r"前段|后段|中段|分项|自用|厂用|待机|空载|压力侧|进口|入口|进水|原水|进气|初期"
)
PROCESS = re.compile(
    r"再生|解吸|吸收(?!率)|捕集|转化|利用|封存|提纯|分离|液化|制冷|加热|发酵|提取|浸出|焙烧|熔炼|电解|烧结|浮选|磨矿|清洗|固化|成型|涂布|烘干|打磨|焊接|包装|储存|运输|生产|制备|处理|运行|回收"
)
PLACE = re.compile(
    r"表面|心部|芯部|内孔|外圆|内壁|外壁|表层|基体|基材|涂层|镀层|熔覆层|渗层|正面|背面|横向|纵向|轴向|径向|室内|室外"
)
STATISTIC = re.compile(
    r"平均|年均|日均|时均|月均|最大|最高|最低|最小|峰值|瞬时|初始|首次|首年|极限|理论|标称|额定|稳态|年|日|小时|月"
)
BEST = frozenset(("最大", "最高", "最低", "最小", "峰值", "瞬时", "极限", "理论"))
NEUTRAL = re.compile(
    r"^(?:的|之|本|该|其|项目|技术|工艺|产品|成品|物料|单件|单位产品|单位|吨产品|吨|每吨|每|实际|设计|稳定|长期|正常|主要|目标|指标|性能|数值|值|水平|整个|材料|样品|企业|工业|新型|出口|外排|排放|排出|尾气|烟气|出水|净化后|处理后|最终|可达|达到|一般|常规|相应|关键|"
    r"单|度电|各|均|[、，,·\-—~/\s])+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A parameter's name taken apart."""

    quantity: str  # the usual name of the quantity, or the words themselves
    known: bool
    change: str = ""  # "+" a rise, "-" a fall
    species: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    processes: frozenset[str] = frozenset()
    statistics: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """Every name of the table, and the usual name of its quantity."""
    found: dict[str, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            usual, *others = line.split()
            for name in (usual, *others):
                found.setdefault(_plain(name), usual)
    return found


@lru_cache(maxsize=1)
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in table()}, reverse=True))


def _plain(name: str) -> str:
    return fold(name).text.strip().replace(" ", "").lower()


@lru_cache(maxsize=8192)
def parse(name: str) -> Name:
    """Take a name apart: 出口SO2排放浓度 is the quantity 排放浓度 of SO2."""
    words = re.sub(r"\([^()]*\)", "", fold(name).text).strip(" ，,。:的")
    words, change = _change(words)
    if words in CHANGES and not change:
        words, change = CHANGES[words]
    words = CONTAINS.sub(r"\g<what>含量", words)
    quantity, rest, known = _head(words)
    if not known and (species := _species_only(words)):
        return Name(quantity="排放浓度", known=True, change=change, species=frozenset((species,)))
    return _qualified(quantity, rest, known=known, change=change)


def _change(words: str) -> tuple[str, str]:
    for ending in sorted(CHANGES, key=len, reverse=True):
        if words.endswith(ending) and words != ending:
            quantity, change = CHANGES[ending]
            return words.removesuffix(ending) + quantity, change
    if words in CHANGES or _plain(words) in table():
        return words, ""
    found = CHANGE_AFTER.match(words) or CHANGE_BEFORE.match(words)
    if found is None:
        return words, ""
    return found["name"], "-" if found["fall"] else "+"


def _head(words: str) -> tuple[str, str, bool]:
    """The longest name of the table that ends the words, and what stands before it."""
    plain = words.replace(" ", "").lower()
    for length in _lengths():
        if length <= len(plain) and plain[-length:] in table():
            return table()[plain[-length:]], words.replace(" ", "")[: len(plain) - length], True
    return NEUTRAL.sub("", words), "", False


def _species_only(words: str) -> str:
    rest = NEUTRAL.sub("", words)
    return next((species for species, names in SPECIES.items() if any(re.fullmatch(each, rest) for each in names)), "")


def _qualified(quantity: str, rest: str, *, known: bool, change: str) -> Name:
    found_species, rest = _species(rest)
    if quantity in OF_SPECIES:
        quantity, species = OF_SPECIES[quantity]
        found_species.add(species)
    statistics, rest = _take(STATISTIC, rest)
    places, rest = _take(PLACE, rest)
    parts, rest = _take(PART, rest)
    rest = WHOLE.sub("、", rest)
    processes, rest = _take(PROCESS, rest)
    others = tuple(each for part in rest.split("、") if (each := NEUTRAL.sub("", part)))
    return Name(
        quantity=quantity, known=known, change=change, species=frozenset(found_species), parts=frozenset(parts),
        processes=frozenset(processes), statistics=frozenset(statistics), places=frozenset(places), others=others,
    )  # fmt: skip


def _species(rest: str) -> tuple[set[str], str]:
    found = set()
    for species, names in SPECIES.items():
        for each in names:
            if re.search(each, rest):
                found.add(species)
                rest = re.sub(each, "、", rest)
    return found, rest


def _take(pattern: re.Pattern[str], rest: str) -> tuple[set[str], str]:
    return set(pattern.findall(rest)), pattern.sub("、", rest)


def mentions(text: str, species: str) -> bool:
    """Whether a text speaks of a species by any of its names."""
    return any(re.search(each, text) for each in (*SPECIES.get(species, (species,)), *IMPLIED.get(species, ())))
