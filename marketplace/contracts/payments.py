"""The plan of payments against what came in: due, received, late, open; and what does not add up. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from marketplace.contracts.money import ZERO, plain
from marketplace.contracts.money import total as sum_of
from marketplace.contracts.rules import PaymentKind

MOST_PAYMENTS = 40


def _(text: str) -> str:
    """Mark a msgid."""
    return text


PLAN_OVER_TOTAL = _("付款计划合计 %(planned)s 万元，超过成交额 %(total)s 万元。请改计划，或先改成交额。")
RECEIVED_OVER_TOTAL = _(
    "到账合计将达 %(received)s 万元，超过成交额 %(total)s 万元。请核对金额的单位；确有增加的，先办理合同变更。"
)
RECEIVED_OVER_PLAN = _("这一笔计划 %(planned)s 万元，到账将达 %(received)s 万元。请核对金额，或记到另一笔计划上。")
BEFORE_SIGNING = _("到账日期 %(day)s 早于签订日期 %(signed)s。请核对日期。")
IN_THE_FUTURE = _("到账日期 %(day)s 还没有到。请在到账后登记。")


class Standing(StrEnum):
    """How a planned payment stands."""

    OPEN = "payment_open"  # 未到期
    UNDATED = "payment_undated"  # 待条件
    PART = "payment_part"  # 部分到账
    PAID = "payment_paid"  # 已到账
    LATE = "payment_late"  # 逾期


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A line of the plan; a royalty may have no amount, a milestone no day yet. `received` is what came in on it."""

    kind: PaymentKind
    amount: Decimal | None
    due_on: date | None
    received: Decimal = ZERO

    @property
    def outstanding(self) -> Decimal:
        return max((self.amount or ZERO) - self.received, ZERO)


def standing_of(line: Planned, today: date) -> Standing:
    if line.amount is not None and line.received >= line.amount and line.amount > 0:
        return Standing.PAID
    if (
        line.due_on is not None
        and line.due_on < today
        and (line.outstanding or (line.amount is None and not line.received))
    ):
        return Standing.LATE
    if line.received:
        return Standing.PART if line.amount is not None else Standing.PAID
    return Standing.UNDATED if line.due_on is None else Standing.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The contract's money: planned, received, late, and what no line of the plan names yet."""

    total: Decimal
    planned: Decimal
    received: Decimal
    late: Decimal

    @property
    def unplanned(self) -> Decimal:
        return self.total - self.planned

    @property
    def outstanding(self) -> Decimal:
        return self.total - self.received


def balance(total: Decimal, lines: Sequence[Planned], today: date) -> Balance:
    late = [line.outstanding for line in lines if standing_of(line, today) is Standing.LATE]
    return Balance(
        total=total,
        planned=sum_of([line.amount or ZERO for line in lines]),
        received=sum_of([line.received for line in lines]),
        late=sum_of(late),
    )


def fault_of_plan(total: Decimal, lines: Sequence[Planned]) -> tuple[str, dict[str, str]] | None:
    """Amounts of the plan above the contract's value."""
    planned = sum_of([line.amount or ZERO for line in lines])
    return (PLAN_OVER_TOTAL, {"planned": plain(planned), "total": plain(total)}) if planned > total else None


def fault_of_receipt(
    total: Decimal, lines: Sequence[Planned], on: Planned, amount: Decimal, day: date, signed: date | None, today: date
) -> tuple[str, str, dict[str, str]] | None:
    """The field, the sentence and what fills it, for a receipt that cannot be: out of order in time or above what was agreed."""
    if day > today:
        return "received_on", IN_THE_FUTURE, {"day": day.isoformat()}
    if signed is not None and day < signed:
        return "received_on", BEFORE_SIGNING, {"day": day.isoformat(), "signed": signed.isoformat()}
    on_line, all_in = on.received + amount, sum_of([line.received for line in lines]) + amount
    if on.amount is not None and on_line > on.amount:
        return "amount", RECEIVED_OVER_PLAN, {"planned": plain(on.amount), "received": plain(on_line)}
    if all_in > total:
        return "amount", RECEIVED_OVER_TOTAL, {"received": plain(all_in), "total": plain(total)}
    return None
