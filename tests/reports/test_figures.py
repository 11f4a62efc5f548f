"""Every figure is the sum of its list, as of any day, and nobody reads another organisation's."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.accounts.queries import actor_for
from marketplace.contracts import services as contracts
from marketplace.contracts.models import Contract
from marketplace.contracts.rules import PaperKind
from marketplace.contracts.services import Measure
from marketplace.core.actor import Role
from marketplace.core.clock import CHINA, held_at, now, today
from marketplace.curation.models import QueueDecision
from marketplace.curation.queries.times import answers as curation_answers
from marketplace.curation.rules import Kind, Nature
from marketplace.deals.rules import DealState, Fact, LostReason, Stage
from marketplace.deals.services import Lose, lose
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachKind, ApproachState, Side
from marketplace.needs.rules import NeedState
from marketplace.reports import services
from marketplace.reports.queries import answers, deals, meeting, own, registered
from marketplace.reports.queries.own import Figure, Told
from marketplace.reports.queries.registered import Amounts
from marketplace.reports.rules import (
    NOTHING,
    Answered,
    Asked,
    Dimension,
    Step,
    in_order,
    last_months,
    month_within,
    months_between,
)
from marketplace.reports.sources import answers_from
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import EvidenceGrade
from tests.contracts.conftest import HASH, Desk
from tests.factories import make_need, make_person

TECHNOLOGY = next(iter(catalogue().key_technologies))
ASKED = Asked(begin=date(2020, 1, 1), end=date(2040, 1, 1), as_of=date(2040, 1, 1))


def as_of(day: date) -> Asked:
    return Asked(begin=ASKED.begin, end=ASKED.end, as_of=day)


def test_each_breakdown_adds_up_to_the_whole_and_to_its_lists(desk: Desk) -> None:
    desk.registered()
    second = _another(
        desk, "2026420100000002", total=Decimal("80.000001"), deductions=(), industry="C31", key_technology=TECHNOLOGY
    )

    whole = registered.sums(desk.session, ASKED)

    assert (whole.count, whole.total, whole.technical) == (2, Decimal("580.000001"), Decimal("540.000001"))
    assert (whole.contracted_yearly, whole.contracted, whole.measured) == (Decimal(20000), Decimal(100000), None)
    for by in Dimension:
        lines = registered.breakdown(desk.session, ASKED, by)
        assert sum(held.total for _key, held in lines) == whole.total
        assert sum(held.count for _key, held in lines) == whole.count
        for key, held in lines:
            listed = registered.listed(desk.session, ASKED, by, key or NOTHING)
            assert (len(listed), sum(each.amounts.total for each in listed)) == (held.count, held.total)
    assert [key for key, _held in registered.breakdown(desk.session, ASKED, Dimension.TECHNOLOGY)] == ["", TECHNOLOGY]
    page = registered.page_of(desk.session, ASKED, Dimension.TECHNOLOGY, TECHNOLOGY, 1)
    assert [each.public_id for each in page.items] == [second.public_id]


def test_a_report_of_an_earlier_day_is_what_it_was_then(desk: Desk) -> None:
    with held_at(now() - timedelta(days=30)):
        then = today()
        contract = desk.registered()
        before = _everything(desk.session, as_of(then))
    with held_at(now() - timedelta(days=20)):
        contracts.ask_change(desk.session, desk.actor("broker"), contract.public_id, "调整设备")
        desk.write(contract, total=Decimal(900), industry="C31")
        changing = registered.sums(desk.session, as_of(today()))
    with held_at(now() - timedelta(days=10)):
        desk.add_paper(contract, PaperKind.SUPPLEMENT)
        contracts.register_change(desk.session, desk.actor("registrar"), contract.public_id)
    later = registered.sums(desk.session, as_of(today() - timedelta(days=5)))
    contracts.cancel(desk.session, desk.actor("registrar"), contract.public_id, "双方解除")
    desk.session.flush()

    assert changing.total == Decimal(500)  # what is being changed counts as it was registered
    assert later.total == Decimal(900)
    assert registered.sums(desk.session, as_of(today())) == Amounts()
    assert _everything(desk.session, as_of(then)) == before
    assert registered.sums(desk.session, as_of(then - timedelta(days=1))).count == 0


def test_tonnes_are_those_of_the_contract_and_stay_apart(desk: Desk) -> None:
    with held_at(now() - timedelta(days=200)):
        contract = desk.registered()
        contracts.accept_work(desk.session, desk.actor("broker"), contract.public_id, today(), "合格")
        begin = today() + timedelta(days=1)
    command = Measure(
        begin=begin, end=begin + timedelta(days=90), tonnes=Decimal("1234.567"), grade=EvidenceGrade.MEASURED,
        method="流量计", key=HASH, media_type="application/pdf",
    )  # fmt: skip
    contracts.measure(desk.session, desk.actor("broker"), contract.public_id, command)

    found = registered.sums(desk.session, ASKED)

    assert found.expected_yearly == contract.expected_yearly
    assert (found.contracted_yearly, found.contracted, found.measured) == (
        Decimal(10000), Decimal(50000), Decimal("1234.567"),
    )  # fmt: skip
    assert registered.sums(desk.session, as_of(today() - timedelta(days=1))).measured is None


def test_the_funnel_counts_who_came_so_far_and_takes_the_median_of_days(desk: Desk) -> None:
    begun = now() - timedelta(days=60)
    pairs = ((2, 4), (4, 10), (10, None))
    for days, more in pairs:
        _walk(desk, begun, days, more)
    with held_at(begun + timedelta(days=40)):
        lose(desk.session, desk.actor("broker"), desk.deal.public_id, Lose(reason=LostReason.PRICE))

    reached = deals.reached(desk.session, ASKED)
    days = deals.days_between_stages(desk.session, ASKED)

    assert [reached[each] for each in (Stage.LEAD, Stage.VERIFIED, Stage.FIRST_TALK, Stage.NDA)] == [4, 3, 2, 0]
    assert days[Stage.VERIFIED] == (4.0, 3)
    assert days[Stage.FIRST_TALK] == (7.0, 2)
    assert deals.states(desk.session, ASKED) == {DealState.OPEN: 3, DealState.LOST: 1}
    for step in (Step.DEAL, Step.TALK, Step.NDA):
        page = deals.page_of(desk.session, ASKED, step, 1)
        assert (len(page.items), page.total) == (page.total, len(deals.listed(desk.session, ASKED, step)))
    then = as_of((begun + timedelta(days=5)).astimezone(CHINA).date())
    assert deals.reached(desk.session, then)[Stage.VERIFIED] == 2
    assert deals.states(desk.session, then)[DealState.OPEN] == 3


def test_interests_are_counted_with_the_days_to_their_answer(desk: Desk) -> None:
    result = desk.version.achievement
    for place, days in enumerate((1, 3, None)):
        need = make_need(desk.session, desk.firm)
        sent = now() - timedelta(days=20)
        desk.session.add(
            Approach(
                public_id=f"A-{place}", kind=ApproachKind.INTEREST, side=Side.NEED, need=need, achievement=result,
                sender_id=desk.firm.id, receiver_id=desk.home.id, created_at=sent,
                state=ApproachState.SENT if days is None else ApproachState.ACCEPTED,
                decided_at=None if days is None else sent + timedelta(days=days),
            )
        )  # fmt: skip
    desk.session.flush()

    assert meeting.counts(desk.session, ASKED) == {Step.INTEREST: 3, Step.ACCEPTED: 2, Step.MEETING: 0}
    assert meeting.days_of_interest(desk.session, ASKED)["accepted"] == (2.0, 2)
    assert len(meeting.listed(desk.session, ASKED, Step.ACCEPTED)) == 2
    then = as_of(today() - timedelta(days=18))
    assert meeting.counts(desk.session, then)[Step.ACCEPTED] == 1


def test_a_university_reads_its_own_figures_and_none_of_others(desk: Desk) -> None:
    contract = desk.registered()
    desk.receive(contract, desk.plan(contract, "200"), "120.5")
    reader, owner = desk.actor("stranger"), desk.actor("owner")
    for seen_by in (reader, reader, owner, desk.actor("registrar")):
        services.count_view(desk.session, seen_by, desk.result)
    rival = make_person(desk.session, "rival@example.org", Role.UNIVERSITY, organisation=desk.agency)
    desk.session.flush()

    asked = last_months(today())
    total = own.totals(desk.session, owner, asked)

    assert total == Told(views=2, deals=1, contracts=1, contracted=Decimal(500), income=Decimal("120.5"))
    assert [(each.public_id, each.told) for each in own.listed(desk.session, owner, asked)] == [(desk.result, total)]
    sums = {figure: own.entries(desk.session, owner, asked, figure) for figure in Figure}
    assert [len(sums[each]) for each in Figure] == [1, 0, 1, 1, 1]
    assert (sums[Figure.VIEWS][0].views, sums[Figure.INCOME][0].amount) == (total.views, total.income)
    month = f"{today():%Y-%m}"
    assert own.by_month(desk.session, owner, asked) == ({month: 2}, {month: Decimal("120.5")})
    for other in (actor_for(rival), desk.actor("asker")):
        assert own.totals(desk.session, other, asked) == Told()
        assert own.entries(desk.session, other, asked, Figure.DEALS) == []
        assert own.own_title(desk.session, other, desk.result) is None


def _another(desk: Desk, number: str, **changes: object) -> Contract:
    """A second registered contract, of a deal with another need."""
    desk.deal = desk.open(need=make_need(desk.session, desk.firm).public_id)
    return desk.registered(number, **changes)


def _everything(session: Session, asked: Asked) -> object:
    by = [registered.breakdown(session, asked, each) for each in Dimension]
    return by, deals.reached(session, asked), deals.days_between_stages(session, asked), deals.states(session, asked)


def _walk(desk: Desk, begun: datetime, days: int, more: int | None) -> None:
    """A deal that was verified after some days, and perhaps talked about after more."""
    with held_at(begun):
        need = make_need(desk.session, desk.firm)
        deal = desk.open(need=need.public_id)
    with held_at(begun + timedelta(days=days)):
        desk.tick(deal, Fact.PARTIES_VERIFIED)
        desk.move(deal, Stage.VERIFIED)
    if more is not None:
        with held_at(begun + timedelta(days=days + more)):
            desk.tick(deal, Fact.INTEREST_MUTUAL)
            desk.move(deal, Stage.FIRST_TALK)


def test_needs_are_told_by_their_answer_as_of_the_day(desk: Desk) -> None:
    answers_from("curation", curation_answers)
    handed_in = now() - timedelta(days=20)
    for place, hours in enumerate((47, 49, 24 * 15)):
        need = make_need(desk.session, desk.firm)
        desk.session.add(
            QueueDecision(
                kind=Kind.NEED, subject_id=need.public_id, act="publish", nature=Nature.NEW, number=place + 1,
                submitted_at=handed_in, decided_at=handed_in + timedelta(hours=hours),
            )
        )  # fmt: skip
    make_need(desk.session, desk.firm, state=NeedState.SUBMITTED)
    desk.session.flush()

    found = answers.counts(desk.session, ASKED)
    then = answers.counts(desk.session, as_of(today() - timedelta(days=10)))

    assert found == {Answered.IN_TIME: 1, Answered.LATE: 2, Answered.WAITING: 0, Answered.OVERDUE: 1}
    assert then == {Answered.IN_TIME: 1, Answered.LATE: 1, Answered.WAITING: 0, Answered.OVERDUE: 1}
    assert answers.median_hours(desk.session, ASKED) == 49
    for answered, count in found.items():
        assert len(answers.listed(desk.session, ASKED, answered)) == count
    assert [each.open for each in answers.listed(desk.session, ASKED)] == [False, True, True, True]


@given(st.lists(st.integers(0, 3650), min_size=1, max_size=4))
@settings(max_examples=30)
def test_a_period_is_the_months_that_lie_in_it(days: list[int]) -> None:
    begin, end = date(2020, 1, 1) + timedelta(days=min(days)), date(2020, 1, 1) + timedelta(days=max(days))
    asked = in_order(Asked(begin=end, end=begin, as_of=date(2040, 1, 1)), date(2031, 1, 1))
    parts = [month_within(asked, month) for month in months_between(asked.begin, asked.end)]

    assert (asked.begin, asked.end, asked.as_of) == (begin, end, date(2031, 1, 1))
    assert sum((part.end - part.begin).days + 1 for part in parts) == (end - begin).days + 1


def test_programs_that_name_themselves_are_not_counted() -> None:
    assert services.looks_like_a_machine("Mozilla/5.0 (compatible; Googlebot/2.1)")
    assert services.looks_like_a_machine("")
    assert services.looks_like_a_machine("Mozilla/5.0 Firefox/140.0", "prefetch;prerender")
    assert not services.looks_like_a_machine("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
