"""How values are written: numbers, money, dates, and the words for codes."""

from datetime import date, datetime
from enum import StrEnum

from babel.dates import format_date as babel_date
from flask import Flask
from flask_babel import get_locale

from marketplace.core.clock import CHINA
from marketplace.web.language import spoken

LARGEST = 10**15
LABELS: dict[tuple[str, str], str] = {}


def name_terms(kind: type[StrEnum], labels: dict[StrEnum, str]) -> None:
    """Register the Chinese words of a vocabulary's values; each is a msgid of the catalogue."""
    for value, label in labels.items():
        LABELS[kind.__name__, value.value] = label


def term(value: StrEnum | None) -> str:
    """The word for a value of a vocabulary, in the reader's language; blank for None."""
    if value is None:
        return ""
    return spoken(LABELS[type(value).__name__, value.value])


def number(value: float | None, digits: int | None = None) -> str:
    """1234.50 -> 1,234.5; None -> blank; a true minus sign."""
    if value is None:
        return ""
    if type(value) is int and 0 <= value < LARGEST:  # what a page counts, dozens of times
        return f"{value:,}"
    if digits is None:
        digits = 0 if abs(value) >= 1000 or float(value).is_integer() else 6
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def money(value: float | None) -> str:
    """An amount in 万元."""
    return "" if value is None else spoken("%(amount)s 万元", amount=number(value, 2))


def day(value: date | datetime | None) -> str:
    """2026-11-23, as the Chinese calendar day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(CHINA).date()
    return value.isoformat()


def moment(value: datetime | None) -> str:
    """2026-11-23 10:42 in China."""
    return "" if value is None else value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def long_day(value: date | None) -> str:
    return "" if value is None else babel_date(value, "long", locale=get_locale())


def write_values(app: Flask) -> None:
    app.jinja_env.filters.update(
        term=term, number=number, money=money, date=day, day=day, moment=moment, long_day=long_day
    )
