"""Take statements of intellectual property apart: numbers, kinds, states, counts."""

import re
from operator import mul

from ingest.normalise.numbers import chinese_number
from ingest.normalise.reading import Reading, warning
from ingest.normalise.text import half_width, is_empty, one_line
from ingest.normalise.words import find_word
from ingest.records import Doubt, Message
from marketplace.listings.content import IntellectualProperty
from marketplace.taxonomy.terms import IpKind, IpStatus

NUMBER = re.compile(
    r"(?P<zl>ZL|CN)?\s*(?P<cn>(?:19|20)\d{2}[1-389]\d{7})(?:\s*\.\s*(?P<check>[\dXx]))?(?![\d.])"
    r"|(?P<zlold>ZL|CN)?\s*(?<!\d)(?P<old>\d{2}[1-389]\d{5})\.(?P<oldcheck>[\dXx])"
    r"|(?P<publication>CN\s?\d{7,9}\s?[A-CSUY]\d?)(?![A-Za-z])"
    r"|(?P<software>(?:\d{4})\s?SR\s?\d{6,8}|软著登字第?\s*\d+\s*号?)"
    r"|(?P<foreign>PCT/[A-Z]{2}\d{4}/\d{6}|(?:US|EP|JP|WO|KR|DE)\s?\d{6,12}\s?[A-Z]?\d?)",
    re.IGNORECASE,
)
COUNT = re.compile(r"(?:等|共|共计|另有)\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[件项个]")
KIND_COUNT = re.compile(
    r"(发明专利|发明|实用新型专利|实用新型|外观设计专利|外观设计|软件著作权|软著|植物新品种|布图设计|专利)[^\d；;，,。]{0,6}?(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[件项个]"
)
SPLIT = re.compile(r"([；;、\n，,]+|[()（）])")
LIST = re.compile(r"[；;、\n，,]+")
SEPARATORS = "；;、\n，,"
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
KIND_DIGIT = {
    "1": IpKind.INVENTION,
    "8": IpKind.INVENTION,
    "2": IpKind.UTILITY_MODEL,
    "9": IpKind.UTILITY_MODEL,
    "3": IpKind.DESIGN,
}
MOST = 100
LABELS = re.compile(r"(?:专利申请号|申请号|专利号|授权号|公开号|公告号|登记号|专利名称|证书号|名称|号码)\s*[:：]?")


QUOTED = re.compile(r"[“\"《「]([^”\"》」]{4,})[”\"》」]")
MARKS = re.compile(r"[()（）:：,，;；“”\"《》]")
ENUMERATION = re.compile(r"^\s*\d{1,2}[.、)]\s*")
WORDS = re.compile(
    r"(?:^|\s)(?:国家|中国)?(?:已授权|授权|申请中|受理|实审|有效|发明专利|实用新型专利|实用新型|发明|外观设计|专利|软件著作权|软著|号)(?=\s|$)"
)


def check_digit(digits: str) -> str:
    """Compute the check digit of a Chinese application number (ZC 0006): weighted sum modulo 11, 10 is X."""
    rest = sum(map(mul, map(int, digits), WEIGHTS)) % 11
    return "X" if rest == 10 else str(rest)


def read_patents(text: str, status: str = "") -> Reading[tuple[IntellectualProperty, ...]]:
    """Split a cell into rights; `等3件` and `发明专利5项` count rights whose numbers are not given."""
    if is_empty(text):
        return Reading()
    plain = half_width(text)
    items: list[IntellectualProperty] = []
    doubts: list[Doubt] = []
    last = ""
    for part in _parts(plain):
        found = list(NUMBER.finditer(part))
        for match in found:
            item, doubt = _numbered(match, part, status or last)
            items.append(item)
            doubts += doubt
        if not found:
            items += _unnumbered(part, plain, has_numbers=bool(items))
        last = part if find_word("ip_status", part) else last
    items, counted = _counted(items, plain)
    unique = tuple({(item.number or index, item.title): item for index, item in enumerate(items)}.values())[:MOST]
    return Reading(unique or None, tuple(doubts + counted + ([] if unique else [_nothing()])))


def _parts(text: str) -> list[str]:
    """Split at separators that stand outside brackets."""
    if "(" not in text and "（" not in text:
        return [part for piece in LIST.split(text) if (part := piece.strip())]
    parts, depth = [""], 0
    for piece in SPLIT.split(text):
        depth = max(0, depth + (piece in ("(", "（")) - (piece in (")", "）")))
        if depth == 0 and piece and piece[0] in SEPARATORS:
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts if part.strip()]


def _numbered(match: re.Match[str], part: str, status: str) -> tuple[IntellectualProperty, list[Doubt]]:
    prefix, new, new_check, old_prefix, old, old_check, publication, software, _foreign = match.groups()
    digits = new or old
    check = (new_check or old_check or "").upper()
    zl = (prefix or old_prefix or "").upper() == "ZL"
    doubts: list[Doubt] = []
    if digits:
        number = f"{'ZL' if zl else ''}{digits}{f'.{check}' if check else ''}"
        doubts = _checked(number, digits, check)
        kind = KIND_DIGIT[digits[4 if new else 2]]
    else:
        number = re.sub(r"\s", "", match[0]).upper()
        kind = IpKind.SOFTWARE if software else _kind(part)
    granted = zl or bool(software) or bool(publication and number[-1:] in "UYSC")
    state = _status(part) or (IpStatus.PENDING if doubts and not check else None) or _status(status)
    state = state or (IpStatus.GRANTED if granted else IpStatus.PENDING)
    return IntellectualProperty(kind=kind, title=_title(part), number=number, status=state), doubts


def _checked(number: str, digits: str, check: str) -> list[Doubt]:
    right = check_digit(digits)
    if check == right:
        return []
    fix = f"{number.removesuffix(f'.{check}')}.{right}"
    if not check:
        return [
            warning(
                "patent_short",
                Message("号码“%(n)s”缺校验位，先按“申请中”记", n=number),
                Message("补为 %(value)s", value=fix),
            )
        ]
    return [
        warning(
            "patent_check",
            Message("号码“%(n)s”的校验位不符", n=number),
            Message("核对号码；若前几位无误，应为 %(value)s", value=fix),
        )
    ]


def _kind(text: str) -> IpKind:
    value = find_word("ip_kind", text)
    return IpKind(value) if value else IpKind.INVENTION


def _status(text: str) -> IpStatus | None:
    value = find_word("ip_status", text)
    return IpStatus(value) if value else None


def _title(part: str) -> str:
    """What a part says besides its number: the name of the right, if it has one."""
    rest = NUMBER.sub(" ", COUNT.sub(" ", part))
    if rest == " ":  # the number alone
        return ""
    rest = LABELS.sub(" ", rest)
    quoted = QUOTED.search(rest)
    rest = quoted[1] if quoted else MARKS.sub(" ", rest)
    rest = ENUMERATION.sub("", rest)
    name = one_line(WORDS.sub(" ", rest))
    return name if len(name) >= 4 and not name.isdigit() else ""


def _unnumbered(part: str, whole: str, *, has_numbers: bool) -> list[IntellectualProperty]:
    counts = KIND_COUNT.findall(part)
    if counts:
        state = _status(part) or _status(whole) or IpStatus.PENDING
        items = []
        for word, count in counts:
            kind = _kind(word)
            items += [IntellectualProperty(kind=kind, status=state)] * min(_count(count), MOST)
        return items
    title = _title(part)
    if not title or (has_numbers and not find_word("ip_kind", part) and not title.startswith("一种")):
        named = find_word("ip_kind", part) and not has_numbers
        return [IntellectualProperty(kind=_kind(part), status=_status(part) or IpStatus.PENDING)] if named else []
    return [IntellectualProperty(kind=_kind(part), title=title, status=_status(part) or IpStatus.PENDING)]


def _counted(items: list[IntellectualProperty], plain: str) -> tuple[list[IntellectualProperty], list[Doubt]]:
    match = COUNT.search(plain)
    total = _count(match[1]) if match else 0
    if not items or total <= len(items) or KIND_COUNT.search(plain):
        return items, []
    missing = min(total, MOST) - len(items)
    more = [IntellectualProperty(kind=items[0].kind, status=items[0].status)] * missing
    doubt = warning(
        "patents_unnamed",
        Message("写明共 %(n)s 件，其中 %(missing)s 件没有号码", n=total, missing=missing),
        Message("补上其余的号码"),
    )
    return items + more, [doubt]


def _count(text: str) -> int:
    return int(text) if text.isdigit() else int(chinese_number(text) or 0)


def _nothing() -> Doubt:
    return warning("no_patent", Message("没有读出专利号或名称"), Message("写成“ZL202310123456.7；ZL…”的样子"))
