"""A contract from its draft to the registry and back, on real databases: who may, what it needs, what it leaves behind."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import MandateState
from marketplace.contracts import finding, policies, queries, services
from marketplace.contracts.checklist import Refusal
from marketplace.contracts.rules import ContractAction, ContractKind, ContractState, PaperKind
from marketplace.contracts.services import EditContract, Refused, Registered
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.mail import Mail
from tests.contracts.conftest import Desk

S, A = ContractState, ContractAction


def test_a_draft_knows_what_the_record_knows(desk: Desk) -> None:
    contract = desk.draft()
    terms = services.terms_of(contract)

    assert (contract.state, contract.number, contract.kind) == (S.DRAFT, 1, ContractKind.LICENCE)
    assert (terms.seller.name, terms.buyer.name) == (desk.home.name, desk.firm.name)
    assert (terms.seller.region, terms.total) == ("420100", Decimal(500))
    assert terms.ip.startswith("发明专利 ZL")
    assert "余热回收率 ≥ 60 %" in terms.indicators
    assert contract.expected_yearly == Decimal(str(desk.version.claim.conservative))  # type: ignore[union-attr]
    assert desk.draft("owner") is contract


def test_each_writing_is_a_version_and_two_writers_do_not_overwrite_each_other(desk: Desk) -> None:
    contract = desk.draft()
    seen = contract.lock
    desk.write(contract, title="先写的")
    desk.write(contract, title="先写的")
    with pytest.raises(Conflict):
        command = EditContract(terms=replace(services.terms_of(contract), title="后写的"), lock=seen)
        services.save(desk.session, desk.actor("owner"), contract.public_id, command)

    assert contract.title == "先写的"
    assert [version.number for version in contract.versions] == [1, 2]
    assert [move.action for move in contract.moves] == [A.DRAFT, A.EDIT]


IMPOSSIBLE: list[tuple[dict[str, object], str]] = [
    ({"total": Decimal(5_000_000)}, "total"),
    ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "ends_on"),
    ({"signed_on": date(2031, 1, 1)}, "signed_on"),
    ({"equity_share": Decimal(20)}, "equity_company"),
    ({"equity_company": "甲公司", "equity_share": Decimal(120), "equity_valuation": Decimal(1)}, "equity_share"),
    ({"equity_company": "甲公司", "equity_share": Decimal(20), "equity_valuation": Decimal(3000)}, "equity_valuation"),
    ({"contracted_yearly": Decimal(9)}, "contracted_yearly"),
    ({"contracted_yearly": Decimal(9), "contracted_years": Decimal(61)}, "contracted_years"),
    ({"title": ""}, "title"),
]


def test_what_cannot_be_is_named_at_its_field_and_nothing_is_lost(desk: Desk) -> None:
    contract = desk.draft()
    named = []
    for changes, _field in IMPOSSIBLE:
        with pytest.raises(InvalidInput) as refused:
            desk.write(contract, **changes)
        named.append(list(refused.value.fields))

    assert named == [[field] for _changes, field in IMPOSSIBLE]
    assert contract.number == 1


def test_an_amount_ten_thousand_times_the_deals_is_taken_when_it_was_looked_at_again(desk: Desk) -> None:
    contract = desk.draft()
    desk.deal.value = Decimal(100)
    with pytest.raises(InvalidInput) as refused:
        desk.write(contract, total=Decimal(1_000_000))
    assert list(refused.value.fields) == ["total"]
    assert desk.write(contract, total=Decimal(1_000_000), sure=True).total == Decimal(1_000_000)


def test_what_is_signed_or_declared_lacks_nothing(desk: Desk, session: Session) -> None:
    contract = desk.draft()
    desk.add_paper(contract)
    desk.write(contract, title="又改过一次")
    with pytest.raises(InvalidInput) as unsigned:
        services.sign(session, desk.actor("broker"), contract.public_id, contract.lock)
    desk.signed(industry="")
    with pytest.raises(InvalidInput) as undeclared:
        services.declare(session, desk.actor("broker"), contract.public_id)

    assert sorted(unsigned.value.fields) == ["paper", "signed_on"]
    assert (str(undeclared.value), contract.state) == ("登记清单还有 1 项没有完成，请先补齐再申报。", S.SIGNED)


def test_the_whole_way_to_the_registry_leaves_its_log_letters_and_facts(desk: Desk, session: Session) -> None:
    contract = desk.registered()

    assert (contract.state, contract.registration_number) == (S.REGISTERED, "2026420100000001")
    assert [move.action for move in contract.moves] == [A.DRAFT, A.EDIT, A.SIGN, A.DECLARE, A.ACCEPT, A.REGISTER]
    assert contract.moves[-1].technical == Decimal(460)
    told = {mail.recipient for mail in session.scalars(select(Mail)) if "已登记" in mail.subject}
    assert told == {"owner@example.org", "asker@example.org", "insider@example.org", "broker@example.org"}
    acts = session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == contract.public_id)).all()
    assert acts[-1] == "register_contract"
    facts = [fact(session, desk.deal) for fact in (finding.registered, finding.signed, finding.accepted, finding.paid)]
    assert [fact.because if fact else "" for fact in facts] == [
        "登记编号 2026420100000001", f"合同 {contract.public_id} 已签署", "", "",
    ]  # fmt: skip


def test_a_review_is_due_by_the_edition_of_the_signature(desk: Desk, session: Session) -> None:
    contract = desk.declared()
    services.accept(session, desk.actor("registrar"), contract.public_id)
    due = services.review_due(session, contract, today())
    assert (contract.edition, contract.review_due) == ("2026", due.day)

    services.refuse(session, desk.actor("registrar"), contract.public_id, Refused(reason=Refusal.OTHER, note="旧合同"))
    services.unsign(session, desk.actor("broker"), contract.public_id, "按旧合同重填")
    assert desk.signed(signed_on=date(2026, 1, 22), starts_on=date(2026, 1, 22)) is contract
    assert contract.edition == "2000"
    assert services.review_due(session, contract, date(2026, 1, 31)).day == date(2026, 3, 2)


def test_sent_back_it_is_corrected_and_declared_again_or_refused_with_a_reason(desk: Desk, session: Session) -> None:
    contract = desk.declared()
    registrar = desk.actor("registrar")
    assert queries.waiting_for_registrar(session, registrar, 9) == [contract]
    assert queries.waiting_for_registrar(session, desk.actor("insider"), 9) == []
    services.send_back(
        session, registrar, contract.public_id, Refused(reason=Refusal.IP_UNCLEAR, note="请列出专利号。")
    )
    assert (contract.state, contract.remark) == (S.CORRECTION, "请列出专利号。")
    assert queries.records.to_correct(session, desk.actor("owner"), 9) == [contract]
    assert queries.records.to_correct(session, registrar, 9) == []

    desk.write(contract, ip="发明专利 ZL202010000002.1")
    services.declare(session, desk.actor("owner"), contract.public_id)
    assert (contract.state, contract.remark, contract.number) == (S.DECLARED, "", 3)

    with pytest.raises(InvalidInput):
        services.refuse(session, registrar, contract.public_id, Refused(reason=None, note="不是技术合同。"))
    services.refuse(session, registrar, contract.public_id, Refused(reason=Refusal.GOODS, note="以设备买卖为主。"))
    assert (contract.state, contract.refusal) == (S.REFUSED, Refusal.GOODS)


def test_a_change_needs_its_supplement_and_a_number_is_given_once(desk: Desk, session: Session) -> None:
    contract = desk.registered()
    services.ask_change(session, desk.actor("broker"), contract.public_id, "增加一套装置")
    desk.write(contract, total=Decimal(600))
    registrar = desk.actor("registrar")
    with pytest.raises(InvalidInput):
        services.register_change(session, registrar, contract.public_id)
    desk.add_paper(contract, PaperKind.SUPPLEMENT)
    services.register_change(session, registrar, contract.public_id)
    assert (contract.state, contract.total, contract.moves[-1].total) == (S.REGISTERED, Decimal(600), Decimal(600))

    services.cancel(session, registrar, contract.public_id, "双方解除合同")
    assert (contract.state, contract.registration_number) == (S.CANCELLED, "2026420100000001")
    with pytest.raises(InvalidInput) as twice:
        desk.registered()
    assert contract.public_id in str(twice.value)
    second, wrong = queries.live_contract_of(session, desk.deal), []
    assert second is not None
    for number, day in (("", 0), ("X1", 1), ("X1", -30), ("X" * 41, 0)):
        command = Registered(number=number, day=today() + timedelta(days=day))
        with pytest.raises(InvalidInput) as refused:
            services.register(session, registrar, second.public_id, command)
        wrong.append(list(refused.value.fields))
    assert wrong == [["number"], ["day"], ["day"], ["number"]]


def test_sides_and_broker_see_a_contract_and_the_registrar_from_the_declaration_on(
    desk: Desk, session: Session
) -> None:
    contract = desk.draft()
    sees = {}
    for state in ("drafted", "declared"):
        if state == "declared":
            desk.declared()
        for name in desk.people:
            actor = desk.actor(name)
            seen = policies.can_see(actor, contract)
            assert [each.id for each in queries.contracts_of(session, actor).items] == ([contract.id] if seen else [])
            if not seen:
                with pytest.raises(NotFound):
                    queries.contract_for(session, actor, contract.public_id)
            sees[state, name] = seen

    everybody = {"owner", "asker", "broker", "colleague", "insider"}
    assert {name for (state, name), seen in sees.items() if seen and state == "drafted"} == everybody
    assert {name for (state, name), seen in sees.items() if seen and state == "declared"} == everybody | {"registrar"}
    for name in ("insider", "broker", "owner"):
        with pytest.raises(Forbidden):
            services.accept(session, desk.actor(name), contract.public_id)
    with pytest.raises(Forbidden):
        services.recall(session, desk.actor("registrar"), contract.public_id)
    desk.mandate.state = MandateState.REVOKED
    session.flush()
    with pytest.raises(NotFound):
        queries.contract_for(session, desk.actor("broker"), contract.public_id)
