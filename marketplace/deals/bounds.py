"""What the words and figures of a deal must keep; sentences are msgids. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from marketplace.core.clock import today
from marketplace.core.errors import InvalidInput
from marketplace.core.money import FEN, LARGEST

LATEST = timedelta(days=15 * 366)


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TOO_LONG = _("这一项太长，存不下。请缩短。")


def value_faults(value: Decimal | None, expected_close: date | None, next_step: str = "") -> Iterator[tuple[str, str]]:
    """An amount in 万元, the day of the signature, the next step."""
    if value is not None:
        yield from money_faults("value", value)
    if expected_close is not None and expected_close > today() + LATEST:
        yield "expected_close", _("这个日期太远了，请核对年份。")
    yield from text_faults("next_step", next_step, 200)


def money_faults(name: str, value: Decimal) -> Iterator[tuple[str, str]]:
    if not value.is_finite() or value < 0:
        yield name, _("金额不能小于零。")
    elif value > LARGEST:
        yield name, _("金额超过一千亿元。这里的单位是万元，请核对是否填成了元。")
    elif value * FEN != (value * FEN).to_integral_value():
        yield name, _("金额最多精确到分，也就是小数点后六位（单位万元）。")


def looks_like_yuan(value: Decimal | None, others: Iterator[Decimal | None]) -> bool:
    """About 10,000 times a figure of the same pair, or far from any licence fee: 元 typed for 万元."""
    if value is None or value <= 0:
        return False
    known = [other for other in others if other is not None and other > 0]
    return any(value / other >= 2000 for other in known) if known else value >= Decimal(100_000)


def looks_like_hundred_millions(value: Decimal | None, others: Iterator[Decimal | None]) -> bool:
    """About a ten-thousandth of a figure of the same pair: 亿元 typed for 万元."""
    if value is None or value <= 0:
        return False
    return any(other / value >= 2000 for other in others if other is not None and other > 0)


def text_faults(name: str, text: str, longest: int, required: bool = False) -> Iterator[tuple[str, str]]:
    if required and not text.strip():
        yield name, _("请写几个字。")
    elif len(text) > longest or "\x00" in text:
        yield name, TOO_LONG


def refuse_faults(faults: Mapping[str, str]) -> None:
    if faults:
        raise InvalidInput("有内容不符合要求，请按提示修改。", faults)
