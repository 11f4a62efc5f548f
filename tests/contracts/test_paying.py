"""Money of a contract: planned, received, taken back; commission worked out anew each time, paid out; tonnes measured."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from marketplace.contracts import finding, queries, services
from marketplace.contracts.models import Commission, Contract
from marketplace.contracts.money import total
from marketplace.contracts.rules import Basis, Cause, Trigger
from marketplace.contracts.services import Agree, Measure, PayOut, Share
from marketplace.core.clock import today
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.taxonomy.terms import EvidenceGrade
from tests.contracts.conftest import HASH, Desk

D = Decimal


def agree(
    desk: Desk,
    contract: Contract,
    basis: Basis = Basis.TECHNICAL,
    trigger: Trigger = Trigger.SIGNED,
    rate: str = "3",
    reason: str = "",
) -> Commission:
    shares = (
        Share(percent=D("33.3333"), person_id=desk.people["broker"].id),
        Share(percent=D("66.6667"), organisation_id=desk.agency.id),
    )
    command = Agree(basis=basis, rate=D(rate), trigger=trigger, shares=shares, reason=reason)
    return services.agree(desk.session, desk.actor("broker"), contract.public_id, command)


def test_what_comes_in_is_counted_and_makes_the_deal_paid(desk: Desk, session: Session) -> None:
    contract = desk.signed()
    first, second = desk.plan(contract, "200", today() - timedelta(days=3)), desk.plan(contract, "300")
    desk.receive(contract, first, "150")

    held = queries.balance_of(contract, queries.plan_of(session, contract))
    assert (held.planned, held.received, held.late, held.outstanding) == (D(500), D(150), D(50), D(350))
    assert finding.paid(session, desk.deal) is None
    desk.receive(contract, first, "50")
    desk.receive(contract, second, "300")
    assert finding.paid(session, desk.deal) is not None


def test_a_plan_or_a_receipt_above_the_contract_is_refused(desk: Desk, session: Session) -> None:
    contract = desk.signed()
    line = desk.plan(contract, "200")
    with pytest.raises(InvalidInput) as refused:
        desk.plan(contract, "300.000001")
    assert str(refused.value) == "付款计划合计 500.000001 万元，超过成交额 500 万元。请改计划，或先改成交额。"
    with pytest.raises(InvalidInput):
        desk.receive(contract, line, "200.01")
    with pytest.raises(InvalidInput) as early:
        desk.receive(contract, line, "20", today() - timedelta(days=11))
    assert list(early.value.fields) == ["received_on"]
    assert queries.received_of(session, contract) == 0


def test_a_contract_never_becomes_cheaper_than_what_came_in_and_a_receipt_taken_back_stays_to_be_read(
    desk: Desk, session: Session
) -> None:
    contract = desk.registered()
    line = desk.plan(contract, "200")
    desk.receive(contract, line, "200")
    services.ask_change(session, desk.actor("broker"), contract.public_id, "降价")
    with pytest.raises(InvalidInput) as cheaper:
        desk.write(contract, total=D(150))
    assert list(cheaper.value.fields) == ["total"]
    receipt = queries.plan_of(session, contract)[0].receipts[0]
    services.void_receipt(session, desk.actor("broker"), contract.public_id, receipt.id, "记错了合同")

    assert (queries.received_of(session, contract), receipt.void_reason) == (D(0), "记错了合同")
    with pytest.raises(Conflict):
        services.drop_payment(session, desk.actor("broker"), contract.public_id, line)


def test_commission_follows_the_contract_and_says_why(desk: Desk, session: Session) -> None:
    contract = desk.registered()
    held = agree(desk, contract)
    services.ask_change(session, desk.actor("broker"), contract.public_id, "增加一套装置")
    desk.write(contract, total=D(600))
    found = queries.commission_of(session, desk.actor("broker"), contract)

    assert found is held
    assert [(each.cause, each.basis_amount, each.amount) for each in held.calculations] == [
        (Cause.AGREED, D(460), D("13.8")),
        (Cause.EDITED, D(560), D("16.8")),
    ]
    assert total([party.amount for party in held.parties]) == D("16.8")


def test_commission_on_what_was_received_grows_with_each_receipt(desk: Desk, session: Session) -> None:
    contract = desk.signed()
    held = agree(desk, contract, Basis.RECEIVED, Trigger.RECEIVED, "5")
    line = desk.plan(contract, "200")
    desk.receive(contract, line, "100")
    desk.receive(contract, line, "0.000001")
    queries.commission_of(session, desk.actor("broker"), contract)

    assert [(each.cause, each.amount) for each in held.calculations] == [
        (Cause.AGREED, D(0)),
        (Cause.RECEIVED, D(5)),
        (Cause.RECEIVED, D(5)),
    ]
    assert total([party.amount for party in held.parties]) == D(5)


def test_what_is_paid_out_never_exceeds_what_is_due(desk: Desk, session: Session) -> None:
    contract = desk.signed()
    held = agree(desk, contract, trigger=Trigger.REGISTERED)
    party = held.parties[0].id
    command = PayOut(amount=D(1), paid_on=today())
    with pytest.raises(InvalidInput) as early:
        services.pay_out(session, desk.actor("broker"), contract.public_id, party, command)
    assert early.value.fields == {"amount": "佣金还没有到约定的支付时点。"}

    agree(desk, contract, trigger=Trigger.SIGNED, reason="改为签约后支付")
    services.pay_out(session, desk.actor("broker"), contract.public_id, party, command)
    with pytest.raises(InvalidInput):
        services.pay_out(session, desk.actor("broker"), contract.public_id, party, PayOut(amount=D(4), paid_on=today()))
    lines = queries.statement_lines(session, desk.actor("broker"))
    assert [(line.amount, line.paid, line.payable) for line in lines] == [
        (D("4.599995"), D(1), D("3.599995")),
        (D("9.200005"), D(0), D("9.200005")),
    ]


def test_commission_is_for_the_brokers_side_alone_and_split_among_them(desk: Desk, session: Session) -> None:
    contract = desk.signed()
    for name in ("owner", "asker", "insider"):
        with pytest.raises(NotFound):
            queries.commission_of(session, desk.actor(name), contract)
    share = (Share(percent=D(100), person_id=desk.people["owner"].id),)
    with pytest.raises(InvalidInput) as refused:
        command = Agree(basis=Basis.TOTAL, rate=D(3), trigger=Trigger.SIGNED, shares=share)
        services.agree(session, desk.actor("broker"), contract.public_id, command)
    assert list(refused.value.fields) == ["parties"]
    agree(desk, contract)
    with pytest.raises(InvalidInput) as silent:
        agree(desk, contract, rate="4")
    assert list(silent.value.fields) == ["reason"]


def measure(desk: Desk, contract: Contract, begin: int, end: int, tonnes: str = "1200.5", key: str = HASH) -> None:
    command = Measure(
        begin=today() - timedelta(days=begin), end=today() - timedelta(days=end), tonnes=D(tonnes),
        grade=EvidenceGrade.MEASURED, method="流量计连续记录", key=key, media_type="application/pdf",
    )  # fmt: skip
    services.measure(desk.session, desk.actor("broker"), contract.public_id, command)


def test_tonnes_are_measured_after_acceptance_with_evidence_and_once(desk: Desk, session: Session) -> None:
    contract = desk.registered(signed_on=today() - timedelta(days=200), starts_on=today() - timedelta(days=200))
    with pytest.raises(InvalidInput) as early:
        measure(desk, contract, 60, 30)
    for day in (-1, 201):
        with pytest.raises(InvalidInput):
            services.accept_work(session, desk.actor("owner"), contract.public_id, today() - timedelta(days=day), "")
    services.accept_work(session, desk.actor("owner"), contract.public_id, today() - timedelta(days=90), "合格")
    with pytest.raises(InvalidInput) as bare:
        measure(desk, contract, 60, 30, key="")
    measure(desk, contract, 60, 31)
    with pytest.raises(InvalidInput) as twice:
        measure(desk, contract, 40, 10)
    measure(desk, contract, 30, 1)

    assert [list(refused.value.fields) for refused in (early, bare, twice)] == [["begin"], ["evidence"], ["begin"]]
    assert [each.tonnes for each in queries.measurements_of(session, contract)] == [D("1200.5"), D("1200.5")]
    assert finding.accepted(session, desk.deal) is not None
