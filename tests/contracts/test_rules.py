"""States, editions, clocks, check-list, snapshots and the carbon chain, each as pure values."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.contracts import carbon
from marketplace.contracts.amounts import Deduction
from marketplace.contracts.carbon import Period, chain
from marketplace.contracts.checklist import FACTS, Refusal, check_list, risks
from marketplace.contracts.clocks import days_left, due_after
from marketplace.contracts.content import Party, Terms, differences, flatten, unflatten
from marketplace.contracts.editions import edition_named, edition_on, editions
from marketplace.contracts.rules import (
    CLASS_OF,
    EDITABLE,
    IN_FORCE,
    LIFECYCLE,
    SIGNED_ONCE,
    ContractAction,
    ContractClass,
    ContractKind,
    ContractState,
    DeductionKind,
    Unit,
)
from marketplace.workdays.queries import released
from marketplace.workdays.rules import WorkCalendar
from tests.contracts.terms import whole_terms

D = Decimal
CALENDAR = WorkCalendar({entry.day: entry.kind for entry in released()})


def test_the_six_kinds_belong_to_the_five_classes() -> None:
    assert set(CLASS_OF) == set(ContractKind)
    assert set(CLASS_OF.values()) == set(ContractClass)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ContractAction), max_size=14))
def test_no_sequence_of_acts_registers_what_was_not_signed_declared_and_accepted(acts: list[ContractAction]) -> None:
    state, gone = ContractState.DRAFT, [ContractState.DRAFT]
    for act in acts:
        if act in LIFECYCLE.table and LIFECYCLE.allows(state, act):
            state = LIFECYCLE.next_state(state, act)
            gone.append(state)

    if state in IN_FORCE:
        order = [gone.index(each) for each in (ContractState.SIGNED, ContractState.DECLARED, ContractState.REVIEW)]
        assert order == sorted(order)
    if state in EDITABLE - {ContractState.DRAFT}:
        assert state in SIGNED_ONCE


@pytest.mark.parametrize(
    ("day", "key"),
    [(date(1999, 1, 1), "2000"), (date(2026, 1, 22), "2000"), (date(2026, 1, 23), "2026"), (date(2030, 1, 1), "2026")],
)
def test_a_contract_keeps_the_edition_of_its_day(day: date, key: str) -> None:
    assert edition_on(day).key == key
    assert edition_named(key) is edition_on(day)


def test_every_fact_and_reason_of_the_data_is_known_to_the_code() -> None:
    for edition in editions():
        assert [key for key in edition.facts if key not in FACTS] == []
        assert [reason for reason in edition.reasons if reason not in set(Refusal)] == []


def test_the_time_of_a_review_follows_edition_and_amount() -> None:
    old, new = editions()

    assert [(limit.days, limit.unit) for limit in (old.limit_for(D(900)), new.limit_for(D("499.99")))] == [
        (30, Unit.CALENDAR),
        (15, Unit.WORKING),
    ]
    assert (new.limit_for(D(500)).days, new.limit_for(D(500)).certain) == (30, False)


def test_a_clock_in_working_days_leaps_over_the_spring_festival_and_counts_days_worked_instead() -> None:
    due = due_after(date(2026, 2, 9), 10, Unit.WORKING, CALENDAR)

    # 10-14 February: five working days, Saturday 14th among them; 15-23 holiday; 24-28: five, Saturday 28th among them
    assert (due.day, due.unknown_years) == (date(2026, 2, 28), ())
    assert days_left(date(2026, 2, 9), due.day, Unit.WORKING, CALENDAR) == 10
    assert days_left(date(2026, 3, 3), due.day, Unit.WORKING, CALENDAR) == -2


def test_a_clock_says_which_years_holidays_are_missing() -> None:
    assert due_after(date(2026, 12, 25), 15, Unit.WORKING, CALENDAR).unknown_years == (2027,)
    assert due_after(date(2026, 12, 25), 30, Unit.CALENDAR, CALENDAR).day == date(2027, 1, 24)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2025, 1, 1), date(2026, 10, 1)), st.integers(1, 40))
def test_a_clock_ends_on_a_working_day_after_exactly_so_many(start: date, days: int) -> None:
    due = due_after(start, days, Unit.WORKING, CALENDAR).day

    assert CALENDAR.works(due)
    assert sum(CALENDAR.works(start + timedelta(days=n)) for n in range(1, (due - start).days + 1)) == days


def test_whole_terms_have_every_fact_and_an_empty_contract_has_none() -> None:
    edition = edition_named("2026")

    assert [check.key for check in check_list(edition, whole_terms(), True) if not check.done] == []
    bare = Terms(kind=ContractKind.LICENCE)
    assert [check.key for check in check_list(edition, bare, False) if check.done] == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"ends_on": date(2025, 12, 1)}, "dates"),
        ({"seller": replace(whole_terms().seller, credit_code="")}, "credit_codes"),
        ({"buyer": replace(whole_terms().buyer, region="")}, "regions"),
        ({"ip": ""}, "ip"),
        ({"total": D(0)}, "total"),
    ],
)
def test_a_missing_fact_is_named(change: dict[str, object], missing: str) -> None:
    terms = replace(whole_terms(), **change)  # type: ignore[arg-type]
    checks = check_list(edition_named("2026"), terms, True)
    assert missing in [check.key for check in checks if not check.done]


def test_services_need_no_intellectual_property() -> None:
    checks = check_list(edition_named("2026"), replace(whole_terms(), kind=ContractKind.SERVICE, ip=""), True)
    assert [check.key for check in checks if not check.done] == []


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({}, []),
        ({"buyer": whole_terms().seller}, [Refusal.NOT_TECHNICAL]),
        (
            {"deductions": (Deduction(kind=DeductionKind.EQUIPMENT, label="吸收塔", amount=D(260)),)},
            [Refusal.GOODS],
        ),
        ({"subject": "提供成套设备并负责安装与调试，另附操作规程一份。", "deductions": ()}, [Refusal.AMOUNT_UNCLEAR]),
        ({"kind": ContractKind.COMMISSIONED, "risk": ""}, [Refusal.CONTENT_MISSING]),
        ({"related": True}, [Refusal.NOT_TECHNICAL]),
    ],
)
def test_what_registries_refuse_for_is_seen_beforehand(change: dict[str, object], reasons: list[Refusal]) -> None:
    assert [risk.reason for risk in risks(replace(whole_terms(), **change))] == reasons  # type: ignore[arg-type]


def test_terms_come_back_from_their_snapshot() -> None:
    assert unflatten(flatten(whole_terms())) == whole_terms()
    assert unflatten(flatten(Terms(kind=ContractKind.JOINT))) == Terms(kind=ContractKind.JOINT)


def test_differences_name_the_fields_that_changed() -> None:
    before = whole_terms()
    after = replace(before, total=D("480.5"), buyer=replace(before.buyer, contact="周工"))

    found = differences(flatten(before), flatten(after))

    assert [(each.field, each.before, each.after) for each in found] == [
        ("buyer-contact", "陈工", "周工"),
        ("total", "500", "480.5"),
    ]


def test_expected_contracted_and_measured_stand_apart() -> None:
    year = Period(begin=date(2026, 1, 1), end=date(2026, 6, 30), tonnes=D("5000"))

    found = chain(D("12000"), D("10000"), D("5"), [year])

    assert (found.expected_yearly, found.contracted, found.measured) == (D("12000"), D("50000.000"), D("5000"))
    assert found.measured_yearly == D("10082.873")
    assert chain(None, None, None, []) == carbon.Chain(
        expected_yearly=None, contracted_yearly=None, contracted=None, measured=None, measured_yearly=None
    )


@pytest.mark.parametrize(
    ("begin", "end", "accepted", "sentence"),
    [
        (date(2026, 3, 1), date(2026, 4, 30), True, None),
        (date(2026, 3, 1), date(2026, 4, 30), False, carbon.NOT_ACCEPTED),
        (date(2026, 3, 1), date(2026, 2, 1), True, carbon.BACKWARDS),
        (date(2025, 3, 1), date(2026, 4, 30), True, carbon.BEFORE_SIGNING),
        (date(2026, 2, 1), date(2026, 4, 30), True, carbon.OVERLAPS),
        (date(2026, 3, 1), date(2026, 7, 1), True, carbon.NOT_OVER),
    ],
)
def test_a_measurement_that_cannot_be_is_named(begin: date, end: date, accepted: bool, sentence: str | None) -> None:
    held = [Period(begin=date(2026, 1, 1), end=date(2026, 2, 28), tonnes=D(1))]
    period = Period(begin=begin, end=end, tonnes=D(1))

    found = carbon.fault_of(period, held, date(2026, 1, 1) if accepted else None, date(2026, 1, 1), date(2026, 6, 1))

    assert (found and found[1]) == sentence
    assert found is None or found[1] % found[2]


def test_parties_are_compared_by_name_when_no_code_is_known() -> None:
    side = Party(name="甲所")
    terms = replace(whole_terms(), seller=side, buyer=side)
    assert [risk.reason for risk in risks(terms)] == [Refusal.NOT_TECHNICAL]
