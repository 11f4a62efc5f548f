"""Tonnes of CO2e along the contract: expected from the claim, contracted by volume and term, measured after acceptance. Pure.

The three are told apart everywhere and never added up: they are three answers to one question, not three amounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

TONNE = Decimal("0.001")  # tonnes are kept to the kilogram
LONGEST_TERM = 60  # years


def _(text: str) -> str:
    """Mark a msgid."""
    return text


NOT_ACCEPTED = _("验收以后才能填实测减碳量。请先登记验收日期。")
BACKWARDS = _("实测期的结束日期早于开始日期。请核对日期。")
BEFORE_SIGNING = _("实测期早于合同签订日期 %(signed)s。请核对日期。")
OVERLAPS = _("与已登记的实测期 %(begin)s 至 %(end)s 重叠。同一段时间只计一次。")
NOT_OVER = _("实测期还没有结束。请在 %(end)s 之后再填。")
NO_EVIDENCE = _("实测值要有证据：检测或核查报告，PDF 或图片。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Tonnes that were measured from `begin` to `end`, both days included."""

    begin: date
    end: date
    tonnes: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """tCO2e: expected a year; contracted a year and over the term; measured so far and as a yearly pace."""

    expected_yearly: Decimal | None
    contracted_yearly: Decimal | None
    contracted: Decimal | None
    measured: Decimal | None
    measured_yearly: Decimal | None


def expected_yearly(per_unit: Decimal | None, volume: Decimal | None) -> Decimal | None:
    """The claim's conservative value for a year, by the volume of this contract against the claim's own (1 when not given)."""
    if per_unit is None:
        return None
    return (per_unit * (Decimal(1) if volume is None else volume)).quantize(TONNE)


def contracted_over_term(yearly: Decimal | None, years: Decimal | None) -> Decimal | None:
    return None if yearly is None or years is None else (yearly * years).quantize(TONNE)


def chain(
    expected: Decimal | None, contracted: Decimal | None, years: Decimal | None, measured: Sequence[Period]
) -> Chain:
    days = sum((period.end - period.begin).days + 1 for period in measured)
    tonnes = sum((period.tonnes for period in measured), Decimal(0))
    return Chain(
        expected_yearly=expected,
        contracted_yearly=contracted,
        contracted=contracted_over_term(contracted, years),
        measured=tonnes if measured else None,
        measured_yearly=(tonnes * 365 / days).quantize(TONNE) if days else None,
    )


def fault_of(
    period: Period, held: Sequence[Period], accepted: date | None, signed: date | None, today: date
) -> tuple[str, str, dict[str, str]] | None:
    """The field, the sentence and what fills it, of a measurement that cannot be."""
    if accepted is None:
        return "begin", NOT_ACCEPTED, {}
    if period.end < period.begin:
        return "end", BACKWARDS, {}
    if signed is not None and period.begin < signed:
        return "begin", BEFORE_SIGNING, {"signed": signed.isoformat()}
    if period.end > today:
        return "end", NOT_OVER, {"end": period.end.isoformat()}
    for other in held:
        if period.begin <= other.end and other.begin <= period.end:
            return "begin", OVERLAPS, {"begin": other.begin.isoformat(), "end": other.end.isoformat()}
    return None
