"""Read dates as Chinese offices write them; a month or a year means its last day."""

import calendar
import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from ingest.normalise.numbers import chinese_number
from ingest.normalise.reading import Reading, error, warning
from ingest.normalise.text import half_width, is_empty
from ingest.records import Doubt, Message

FULL = re.compile(
    r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:\s*T?\s*\d{1,2}:\d{2}(?::\d{2})?)?(?:前|之前|止|以前)?$"
)
MONTH = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:月|月份)?(?:底|末|前|之前|止)?$")
YEAR = re.compile(r"^(\d{4})\s*年?(?:底|末|年底|年末|度|内|前|之前)?$")
PART = re.compile(r"^(\d{4})\s*年?\s*(上半年|下半年|第?[一二三四1-4]季度|[Qq][1-4])(?:末|底|前)?$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
SHORT_YEAR = re.compile(r"^(\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
WESTERN = re.compile(r"^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$")
UNIT = re.compile(r"[年月日]")
CHINESE_DIGITS = re.compile(r"[零〇○一二三四五六七八九十]+")
ENGLISH = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y")
OPEN_ENDED = re.compile(r"^(?:长期|长期有效|永久|不限|无期限|long[- ]term)$", re.IGNORECASE)
EPOCH = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)  # 1954 to 2119
YEARS = range(1900, 2200)
PARTS = {"上半年": 6, "下半年": 12, "一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


@lru_cache(maxsize=4096)
def read_date(text: str) -> Reading[date]:
    """Read a date; one that cannot be (2月30日) comes with the nearest one as a fix."""
    if is_empty(text) or OPEN_ENDED.match(half_width(text)):
        return Reading()
    plain = _digits(half_width(text)).replace("星期", " 星期").split(" 星期")[0].strip()
    for pattern, reader in ((FULL, _full), (COMPACT, _full), (MONTH, _month), (PART, _part), (YEAR, _year)):
        match = pattern.match(plain)
        if match:
            return reader(*match.groups())
    return _unusual(plain)


def _digits(text: str) -> str:
    """Turn 二〇二二年三月十二日 into digits."""
    return CHINESE_DIGITS.sub(_chinese, text) if UNIT.search(text) and "季度" not in text else text


def _chinese(match: re.Match[str]) -> str:
    number = chinese_number(match[0])
    return match[0] if number is None else str(int(number))


def _full(year: str, month: str, day: str) -> Reading[date]:
    y, m, d = int(year), int(month), int(day)
    if y not in YEARS:
        return Reading(None, (_no_date(),))
    try:
        return Reading(date(y, m, d))
    except ValueError:
        nearest = date(y, m, calendar.monthrange(y, m)[1]) if 1 <= m <= 12 and d > 28 else None
        return Reading(None, (_impossible(nearest),))


def _month(year: str, month: str) -> Reading[date]:
    y, m = int(year), int(month)
    if y not in YEARS:
        return Reading(None, (_no_date(),))
    return Reading(_last_day(y, m)) if 1 <= m <= 12 else Reading(None, (_impossible(None),))


def _part(year: str, part: str) -> Reading[date]:
    key = part if part in PARTS else part.replace("第", "").replace("季度", "").lstrip("Qq")
    return Reading(_last_day(int(year), PARTS[key])) if int(year) in YEARS else Reading(None, (_no_date(),))


def _year(year: str) -> Reading[date]:
    return Reading(date(int(year), 12, 31)) if int(year) in YEARS else Reading(None, (_no_date(),))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _unusual(plain: str) -> Reading[date]:
    serial = SERIAL.match(plain)
    if serial and int(serial[1]) in SERIALS:
        return Reading(EPOCH + timedelta(days=int(serial[1])))
    short = SHORT_YEAR.match(plain)
    if short:
        return _with_guess(_full(f"20{short[1]}", short[2], short[3]))
    western = WESTERN.match(plain)
    if western:
        month, day = (western[1], western[2]) if int(western[1]) <= 12 else (western[2], western[1])
        return _with_guess(_full(western[3], month, day))
    for layout in ENGLISH:
        try:
            return Reading(datetime.strptime(plain, layout).date())  # noqa: DTZ007
        except ValueError:
            continue
    return Reading(None, (_no_date(),))


def _with_guess(reading: Reading[date]) -> Reading[date]:
    if reading.value is None:
        return reading
    day = reading.value.isoformat()
    doubt = warning(
        "date_guessed", Message("年月日的次序不明，按 %(day)s 记", day=day), Message("写成 2025-03-31 的样子"), day
    )
    return Reading(reading.value, (doubt,))


def _impossible(nearest: date | None) -> Doubt:
    if nearest is None:
        return error("no_such_day", Message("没有这一天"), Message("写成 2025-03-31 的样子"))
    day = nearest.isoformat()
    return error("no_such_day", Message("没有这一天"), Message("改为 %(value)s", value=day), day)


def _no_date() -> Doubt:
    return error("not_a_date", Message("不是日期"), Message("写成 2025-03-31 的样子，或清空这一格"))
