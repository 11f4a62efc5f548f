"""Amounts in 万元 as exact decimals: read as typed, kept to the cent, shared out without a remainder. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.000001")  # a cent (分) in 万元
LARGEST = Decimal(1_000_000)  # 万元, a hundred million million cents: more was typed in another unit
YUAN = Decimal(10_000)
PERCENT = Decimal(100)
ZERO = Decimal(0)
NUMBER = re.compile(r"([+-]?[0-9]*\.?[0-9]+)(万元|万|元|亿元|亿)?")


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


NOT_AN_AMOUNT = _("这不是金额。请只填数字，单位是万元，例如 300 或 12.5。")
IN_YUAN = _("这里的单位是万元。若您写的是元，请除以 10000 再填，例如 3000000 元填 300。")
FINER_THAN_CENTS = _("金额精确到分，以万元计最多六位小数。")
BELOW_ZERO = _("金额不能是负数。")


class Unreadable(ValueError):
    """What was typed is no amount; the message is a msgid."""


def read_amount(typed: str) -> Decimal | None:
    """The amount in 万元 that was typed, None for nothing; a unit may stand behind it, but 元 is asked back."""
    text = unicodedata.normalize("NFKC", typed).strip().replace(",", "").replace("−", "-").replace(" ", "")
    if not text:
        return None
    found = NUMBER.fullmatch(text)
    if found is None:
        raise Unreadable(NOT_AN_AMOUNT)
    if found[2] == "元":
        raise Unreadable(IN_YUAN)
    try:
        amount = Decimal(found[1]) * (YUAN if found[2] in ("亿元", "亿") else 1)
    except InvalidOperation:
        raise Unreadable(NOT_AN_AMOUNT) from None
    fault = fault_of(amount)
    if fault:
        raise Unreadable(fault)
    return amount


def fault_of(amount: Decimal) -> str:
    """The sentence that says why this is no amount of a contract; blank when it is one."""
    if not amount.is_finite():
        return NOT_AN_AMOUNT
    if amount < 0:
        return BELOW_ZERO
    if amount > LARGEST:
        return IN_YUAN
    return FINER_THAN_CENTS if amount != to_cents(amount) else ""


def looks_like_yuan(amount: Decimal | None, expected: Decimal | None) -> bool:
    """Is it about ten thousand times what was expected? Then 元 was typed where 万元 is meant."""
    if not amount or not expected or expected <= 0:
        return False
    return YUAN / 2 <= amount / expected <= YUAN * 2


def to_cents(amount: Decimal) -> Decimal:
    """Rounded half up to a cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def percent_of(amount: Decimal, percent: Decimal) -> Decimal:
    return to_cents(amount * percent / PERCENT)


def share_out(amount: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """The amount in parts that add up to it to the cent; what rounding leaves goes to the largest remainders, first ones first."""
    whole = int(to_cents(amount) / CENT)
    exact = [Decimal(whole) * percent / PERCENT for percent in percents]
    parts = [int(part) for part in exact]
    left = whole - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[:left]:
        parts[place] += 1
    return [part * CENT for part in parts]


def total(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def plain(amount: Decimal) -> str:
    """As it is written into files and snapshots: 300, 12.5; never 3E+2."""
    text = f"{amount.normalize():f}"
    return "0" if text == "-0" else text


def exact(amount: Decimal | None) -> str:
    """As pages show it: every digit that is there, thousands set apart; blank for None."""
    if amount is None:
        return ""
    whole, _dot, rest = plain(abs(amount)).partition(".")
    return f"{'−' if amount < 0 else ''}{int(whole):,}{'.' + rest if rest else ''}"
