"""Commission: a rate on a basis, due at a trigger, split to exactly 100 %. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.contracts.money import PERCENT, ZERO, percent_of, plain, share_out
from marketplace.contracts.money import total as sum_of
from marketplace.contracts.rules import Basis, Trigger

MOST_PARTIES = 8


def _(text: str) -> str:
    """Mark a msgid."""
    return text


RATE_OVER_ALL = _("佣金比例 %(rate)s%% 超过 100%%。请核对；比例按百分数填，例如 5。")
RATE_BELOW = _("佣金比例应大于 0。按百分数填，例如 5 表示百分之五。")
SPLIT = _("分成合计 %(sum)s%%，应为 100%%。请调整各方的比例。")
NO_PARTY = _("请至少写一位收佣金的技术经理人或机构。")
SHARE_BELOW = _("每一方的分成都应大于 0。不分的请删去这一行。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a commission is worked out from, of the contract as it stands."""

    total: Decimal
    technical: Decimal
    received: Decimal
    signed: bool = False
    registered: bool = False
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """The basis in 万元, the commission, and each party's part; the parts add up to the commission to the cent."""

    basis: Decimal
    amount: Decimal
    parts: tuple[Decimal, ...]


def basis_of(basis: Basis, facts: Facts) -> Decimal:
    return {Basis.TOTAL: facts.total, Basis.TECHNICAL: facts.technical, Basis.RECEIVED: facts.received}[basis]


def calculate(basis: Basis, rate: Decimal, percents: Sequence[Decimal], facts: Facts) -> Calculation:
    """The commission and its parts; `fault_of` has let the terms pass."""
    of = basis_of(basis, facts)
    amount = percent_of(of, rate)
    return Calculation(basis=of, amount=amount, parts=tuple(share_out(amount, percents)))


def is_due(trigger: Trigger, facts: Facts) -> bool:
    """Has what was agreed on happened?"""
    return {
        Trigger.SIGNED: facts.signed,
        Trigger.REGISTERED: facts.registered,
        Trigger.RECEIVED: facts.received > 0,
        Trigger.ACCEPTED: facts.accepted,
    }[trigger]


def fault_of(rate: Decimal | None, percents: Sequence[Decimal]) -> tuple[str, str, dict[str, str]] | None:
    """The field, the sentence and what fills it, of terms that cannot hold."""
    if rate is None or rate <= ZERO:
        return "rate", RATE_BELOW, {}
    if rate > PERCENT:
        return "rate", RATE_OVER_ALL, {"rate": plain(rate)}
    if not percents:
        return "parties", NO_PARTY, {}
    if any(each <= ZERO for each in percents):
        return "parties", SHARE_BELOW, {}
    if sum_of(percents) != PERCENT:
        return "parties", SPLIT, {"sum": plain(sum_of(percents))}
    return None
