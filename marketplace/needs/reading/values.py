"""Reads single values out of text: sums, days, places, telephones, terms. What is not certain is None or blank. Pure."""

import calendar
import re
import unicodedata
from datetime import date
from functools import lru_cache

from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import SolutionMode

SUM = re.compile(
    r"(?P<low>\d[\d,]*(?:\.\d+)?)\s*(?:[-~～—–至到]+\s*(?P<high>\d[\d,]*(?:\.\d+)?))?\s*(?P<unit>亿元|亿|万元|万|千元|元)"
)
TOTAL = re.compile(r"总|合计|共计|[共计]\D{0,3}$")
BARE = re.compile(r"^\D{0,6}(\d[\d,]*(?:\.\d+)?)\D{0,2}$")
FACTORS = {"亿元": 1e4, "亿": 1e4, "万元": 1.0, "万": 1.0, "千元": 0.1, "元": 1e-4}
DAY = re.compile(r"(20\d{2})\s*[年./-]\s*(?:(\d{1,2})\s*[月./-]?\s*(?:(\d{1,2})\s*[日号]?)?)?")
HALF = re.compile(r"(20\d{2})\s*年?\s*(上半年|下半年|[一二三四]季度)")
HALVES = {"上半年": 6, "下半年": 12, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}
MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)(?:[（(]?0\d{2,3}[)）]?[-\s]?)\d{7,8}(?:[-转]\d{1,5})?(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
PERSON = re.compile(r"^[\u4e00-\u9fff·]{2,6}$|^[A-Za-z][A-Za-z .'-]{1,38}$")
SEPARATORS = re.compile(r"[,，、;；/\n\t ]+")
TONNES = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万)?\s*(?:吨|t)", re.IGNORECASE)
LEVEL = re.compile(r"(?<!\d)([1-9])(?!\d)\s*级?")
MODES = {
    SolutionMode.ASSIGNMENT: ("转让", "购买", "买断"),
    SolutionMode.LICENCE: ("许可", "授权使用"),
    SolutionMode.COMMISSION: ("委托开发", "委托研发", "委托"),
    SolutionMode.JOINT_DEVELOPMENT: (
        "合作开发",
        "联合开发",
        "联合攻关",
        "合作研发",
        "产学研合作",
        "共同开发",
        "联合研发",
    ),
    SolutionMode.SERVICE: ("技术服务", "技术咨询", "服务", "咨询"),
    SolutionMode.JOINT_PILOT: ("联合中试", "中试"),
}


def sum_in(text: str, unit: str = "") -> float | None:
    """An amount in 万元, the upper end of a range; a bare number counts in the label's unit. Of several only a total counts."""
    plain = unicodedata.normalize("NFKC", text)
    sums = list(SUM.finditer(plain))
    if len(sums) > 1:
        sums = [each for each in sums if TOTAL.search(plain[max(0, each.start() - 8) : each.start()])][:1]
        if not sums:
            return None
    if sums:
        match = sums[0]
        number, factor = match["high"] or match["low"], FACTORS[match["unit"]]
    else:
        bare = BARE.match(plain.strip())
        if not bare or unit not in FACTORS:
            return None
        number, factor = bare[1], FACTORS[unit]
    return round(float(number.replace(",", "")) * factor, 6)


def day_in(text: str) -> date | None:
    """A day; a month or a year means its last day."""
    plain = unicodedata.normalize("NFKC", text)
    half = HALF.search(plain)
    if half:
        return _last(int(half[1]), HALVES[half[2]])
    match = DAY.search(plain)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 12), match[3]
    if not 1 <= month <= 12:
        return None
    try:
        return date(year, month, int(day)) if day else _last(year, month)
    except ValueError:
        return None


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=1)
def _places() -> tuple[tuple[str, str], ...]:
    """(name, code) with full and short names, the longest first."""
    names: dict[str, str] = {}
    for code, entry in catalogue().regions.items():
        short = re.sub(
            r"(?:特别行政区|[\u4e00-\u9fff]{1,6}族自治州|(?:维吾尔|壮族|回族)?自治区|省|市|地区|盟|林区)$",
            "",
            entry.name,
        )
        for name in {entry.name, short}:
            if len(name) >= 2 and not (name in names and names[name].endswith("0000")):
                names[name] = code
    return tuple(sorted(names.items(), key=lambda pair: (-len(pair[0]), pair[1])))


def place_in(text: str, *, full: bool = False) -> str:
    """The code of the smallest place that a text names, within the province it names; `full` names only (武汉市, not 武汉)."""
    plain = re.sub(r"\s", "", text)
    found = [
        (name, code) for name, code in _places() if name in plain and (not full or re.search(r"[省市区州盟]$", name))
    ]
    provinces = {code[:2] for _name, code in found if code.endswith("0000")}
    inside = [pair for pair in found if not pair[1].endswith("0000") and (not provinces or pair[1][:2] in provinces)]
    best = inside or found
    return min(best, key=lambda pair: (-len(pair[0]), plain.index(pair[0]), pair[1]))[1] if best else ""


def phone_in(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    match = MOBILE.search(plain) or LANDLINE.search(plain)
    return re.sub(r"\s", "", match[0]) if match else ""


def email_in(text: str) -> str:
    match = EMAIL.search(unicodedata.normalize("NFKC", text))
    return match[0] if match else ""


def person_in(text: str) -> str:
    """The name beside telephones and addresses: `陈工 13800001234` gives 陈工."""
    plain = EMAIL.sub(" ", LANDLINE.sub(" ", MOBILE.sub(" ", unicodedata.normalize("NFKC", text))))
    plain = re.sub(r"(?:联系人|电话|手机|邮箱|传真|职务|姓名)\s*[:：]?", " ", plain)
    names = [part for part in re.split(r"[\s,，;；/、:：()（）]+", plain) if PERSON.match(part)]
    return names[0] if names else ""


def words_in(text: str, most: int = 5) -> tuple[str, ...]:
    words = (word.strip("。.") for word in SEPARATORS.split(text))
    return tuple(dict.fromkeys(word for word in words if word))[:most]


def modes_in(text: str) -> tuple[SolutionMode, ...]:
    """The ways of working together; of a list with boxes (☑ 转让 □ 许可) those that are ticked."""
    if re.search(r"[☑√✓■☒]", text) and re.search(r"[□☐☑☒■√✓]", text):
        text = " ".join(re.findall(r"[☑√✓■☒]\s*([^□☐☑☒■√✓\n]+)", text))
    found = []
    for mode, words in MODES.items():
        taken = next((word for word in words if word in text), "")
        if taken:
            found.append(mode)
            text = text.replace(taken, " ")
    return tuple(found)


def level_in(text: str) -> int | None:
    match = LEVEL.search(unicodedata.normalize("NFKC", text))
    return int(match[1]) if match else None


def tonnes_in(text: str) -> float | None:
    match = TONNES.search(unicodedata.normalize("NFKC", text))
    return float(match[1].replace(",", "")) * (1e4 if match[2] else 1) if match else None


def industry_in(text: str) -> str:
    """The GB/T 4754 division that a text names or gives the code of."""
    known = catalogue().industries
    code = re.search(r"(?<![A-Z])([A-T]\d{2})(?!\d)", text)
    if code and code[1] in known:
        return code[1]
    named = [entry.code for entry in known.values() if len(entry.code) > 1 and entry.name in text]
    return max(named, key=lambda each: (len(known[each].name), each)) if named else ""
