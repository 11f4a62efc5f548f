"""成交额 and 技术交易额: what the contract is worth, and what is left of it when the parts that are no technology go off. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.contracts.money import PERCENT, ZERO, percent_of, plain
from marketplace.contracts.money import total as sum_of
from marketplace.contracts.rules import DeductionKind

MOST_DEDUCTIONS = 20


def _(text: str) -> str:
    """Mark a msgid."""
    return text


OVER_TOTAL = _("扣除的金额合计 %(deducted)s 万元，超过成交额 %(total)s 万元。请核对单位和各项金额。")

OVER_TOTAL_PLAIN = _("扣除的金额合计超过成交额。请核对单位和各项金额。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """A part of the price that is no technology: what for, how much (万元)."""

    kind: DeductionKind
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """The sum as it is shown: the total, each deduction, what is left; `share` is the technical part in percent."""

    total: Decimal
    deductions: tuple[Deduction, ...]
    deducted: Decimal
    technical: Decimal

    @property
    def share(self) -> Decimal:
        return self.technical * PERCENT / self.total if self.total else ZERO

    @property
    def holds(self) -> bool:
        return self.technical >= 0


def reckon(total: Decimal, deductions: Sequence[Deduction]) -> Reckoning:
    deducted = sum_of([each.amount for each in deductions])
    return Reckoning(total=total, deductions=tuple(deductions), deducted=deducted, technical=total - deducted)


def fault_of(reckoning: Reckoning) -> tuple[str, dict[str, str]] | None:
    """The sentence for deductions above the total, with what fills it."""
    if reckoning.holds:
        return None
    return OVER_TOTAL, {"deducted": plain(reckoning.deducted), "total": plain(reckoning.total)}


def equity_amount(valuation: Decimal | None, share: Decimal | None) -> Decimal | None:
    """作价: the share of the company's valuation that the technology stands for."""
    return None if valuation is None or share is None else percent_of(valuation, share)
