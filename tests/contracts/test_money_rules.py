"""Amounts: read as typed, reckoned, planned, received and shared out; every sum reconciles to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.contracts import amounts, commission, money, payments
from marketplace.contracts.amounts import Deduction, reckon
from marketplace.contracts.commission import Facts, calculate
from marketplace.contracts.payments import Planned, Standing, balance, standing_of
from marketplace.contracts.rules import Basis, DeductionKind, PaymentKind, Trigger

D = Decimal
TODAY = date(2026, 3, 2)
cents = st.integers(0, 10**12).map(lambda n: n * money.CENT)
percents = st.lists(st.integers(1, 10**6), min_size=1, max_size=6).map(
    lambda parts: [D(100) * part / sum(parts) for part in parts]
)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("300", "300"), ("１２．５", "12.5"), ("1,200 万元", "1200"), ("300万", "300"), ("0.3亿元", "3000"), ("", None)],
)
def test_an_amount_is_read_in_the_ways_people_write_it(typed: str, amount: str | None) -> None:
    assert money.read_amount(typed) == (None if amount is None else D(amount))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("3000000元", money.IN_YUAN),
        ("3000000000", money.IN_YUAN),
        ("三百", money.NOT_AN_AMOUNT),
        ("-5", money.BELOW_ZERO),
        ("0.0000001", money.FINER_THAN_CENTS),
    ],
)
def test_what_is_no_amount_is_answered_with_what_to_do(typed: str, sentence: str) -> None:
    with pytest.raises(money.Unreadable) as refused:
        money.read_amount(typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("amount", "expected", "caught"),
    [
        ("3000000", "300", True),
        ("300", "300", False),
        ("3000", "300", False),
        ("2000000", "260", True),
        ("5", None, False),
    ],
)
def test_yuan_typed_for_ten_thousand_yuan_is_noticed_by_what_was_expected(
    amount: str, expected: str | None, caught: bool
) -> None:
    assert money.looks_like_yuan(D(amount), D(expected) if expected else None) is caught


@settings(max_examples=120, deadline=None)
@given(cents, percents)
def test_parts_add_up_to_the_amount_to_the_cent(amount: Decimal, shares: list[Decimal]) -> None:
    parts = money.share_out(amount, shares)

    assert money.total(parts) == amount
    assert all(abs(part - amount * share / 100) < money.CENT for part, share in zip(parts, shares, strict=True))


@settings(max_examples=80, deadline=None)
@given(cents, st.lists(cents, max_size=6))
def test_total_is_technical_amount_and_deductions(whole: Decimal, off: list[Decimal]) -> None:
    found = reckon(whole, [Deduction(kind=DeductionKind.EQUIPMENT, label="x", amount=amount) for amount in off])

    assert found.technical + found.deducted == whole
    assert found.deducted == sum(off, D(0))
    assert (amounts.fault_of(found) is None) is (found.deducted <= whole)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(cents, st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 1, 1))), st.integers(0, 100)),
        max_size=6,
    )
)
def test_planned_is_received_and_outstanding(drawn: list[tuple[Decimal, date | None, int]]) -> None:
    lines = [
        Planned(kind=PaymentKind.MILESTONE, amount=amount, due_on=due, received=money.percent_of(amount, D(part)))
        for amount, due, part in drawn
    ]

    held = balance(D(10) ** 6, lines, TODAY)

    assert held.received + sum((line.outstanding for line in lines), D(0)) == held.planned
    assert held.late == sum((line.outstanding for line in lines if standing_of(line, TODAY) is Standing.LATE), D(0))
    assert held.unplanned + held.planned == held.total == held.received + held.outstanding


@pytest.mark.parametrize(
    ("amount", "due", "received", "standing"),
    [
        ("10", date(2026, 3, 1), "0", Standing.LATE),
        ("10", date(2026, 3, 1), "4", Standing.LATE),
        ("10", date(2026, 3, 2), "0", Standing.OPEN),
        ("10", date(2026, 3, 2), "4", Standing.PART),
        ("10", date(2026, 3, 1), "10", Standing.PAID),
        ("10", None, "0", Standing.UNDATED),
        (None, date(2026, 3, 1), "0", Standing.LATE),
        (None, date(2026, 3, 1), "2", Standing.PAID),
    ],
)
def test_a_line_of_the_plan_stands_by_day_and_money(
    amount: str | None, due: date | None, received: str, standing: Standing
) -> None:
    line = Planned(kind=PaymentKind.ROYALTY, amount=D(amount) if amount else None, due_on=due, received=D(received))
    assert standing_of(line, TODAY) is standing


def _line(amount: str, received: str = "0") -> Planned:
    return Planned(kind=PaymentKind.ENTRY, amount=D(amount), due_on=None, received=D(received))


@pytest.mark.parametrize(
    ("total", "line", "amount", "day", "field", "sentence"),
    [
        ("100", _line("60"), "60", date(2026, 3, 1), None, None),
        ("100", _line("60"), "61", date(2026, 3, 1), "amount", payments.RECEIVED_OVER_PLAN),
        ("50", _line("60"), "55", date(2026, 3, 1), "amount", payments.RECEIVED_OVER_TOTAL),
        ("100", _line("60"), "60", date(2026, 3, 3), "received_on", payments.IN_THE_FUTURE),
        ("100", _line("60"), "60", date(2026, 1, 9), "received_on", payments.BEFORE_SIGNING),
    ],
)
def test_a_receipt_that_cannot_be_is_named_with_its_field(
    total: str, line: Planned, amount: str, day: date, field: str | None, sentence: str | None
) -> None:
    found = payments.fault_of_receipt(D(total), [line], line, D(amount), day, date(2026, 1, 10), TODAY)

    assert (found and found[:2]) == ((field, sentence) if field else None)
    assert found is None or found[1] % found[2]


def test_a_plan_above_the_contract_value_is_named() -> None:
    found = payments.fault_of_plan(D(100), [_line("60"), _line("41")])

    assert found == (payments.PLAN_OVER_TOTAL, {"planned": "101", "total": "100"})
    assert payments.fault_of_plan(D(101), [_line("60"), _line("41")]) is None


@settings(max_examples=80, deadline=None)
@given(cents, cents, st.integers(1, 10**6), percents)
def test_commission_is_the_sum_of_its_parts_and_never_more_than_its_basis(
    whole: Decimal, received: Decimal, rate: int, shares: list[Decimal]
) -> None:
    facts = Facts(total=whole, technical=whole / 2, received=received)

    found = calculate(Basis.TOTAL, D(rate) / 10**4, shares, facts)

    assert money.total(found.parts) == found.amount
    assert found.amount <= whole


@pytest.mark.parametrize(
    ("rate", "shares", "sentence"),
    [
        ("5", ["60", "40"], None),
        ("100", ["100"], None),
        ("100.01", ["100"], commission.RATE_OVER_ALL),
        ("0", ["100"], commission.RATE_BELOW),
        (None, ["100"], commission.RATE_BELOW),
        ("5", ["60", "39.99"], commission.SPLIT),
        ("5", ["60", "60"], commission.SPLIT),
        ("5", ["100", "0"], commission.SHARE_BELOW),
        ("5", [], commission.NO_PARTY),
    ],
)
def test_terms_of_a_commission_that_cannot_hold_are_named(
    rate: str | None, shares: list[str], sentence: str | None
) -> None:
    found = commission.fault_of(D(rate) if rate else None, [D(each) for each in shares])

    assert (found and found[1]) == sentence
    assert found is None or found[1] % found[2]


@pytest.mark.parametrize("trigger", list(Trigger))
def test_a_commission_is_due_when_its_trigger_has_happened(trigger: Trigger) -> None:
    nothing = Facts(total=D(9), technical=D(9), received=D(0))
    happened = {
        Trigger.SIGNED: Facts(total=D(9), technical=D(9), received=D(0), signed=True),
        Trigger.REGISTERED: Facts(total=D(9), technical=D(9), received=D(0), registered=True),
        Trigger.RECEIVED: Facts(total=D(9), technical=D(9), received=D(1)),
        Trigger.ACCEPTED: Facts(total=D(9), technical=D(9), received=D(0), accepted=True),
    }
    assert not commission.is_due(trigger, nothing)
    assert [each for each in Trigger if commission.is_due(each, happened[trigger])] == [trigger]
