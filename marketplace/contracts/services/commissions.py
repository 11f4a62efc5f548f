"""Commission: agreed, worked out anew whenever the contract moves, paid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, Person
from marketplace.contracts import commission, money, queries
from marketplace.contracts.models import (
    Commission,
    CommissionCalculation,
    CommissionParty,
    CommissionPayout,
    Contract,
)
from marketplace.contracts.queries.commissions import calculate_facts, line_of
from marketplace.contracts.rules import Basis, Cause, ContractState, Trigger
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, InvalidInput, NotFound


def _(text: str) -> str:
    """Mark a msgid."""
    return text


UNKNOWN_PARTY = _("分成只能给这个商机的技术经理人和他们的机构。")
TWICE = _("同一方只写一行。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A broker (`person_id`) or an agency (`organisation_id`) with its part in percent."""

    percent: Decimal
    person_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """The terms of the commission, and why they are so or are changed."""

    basis: Basis
    rate: Decimal | None
    trigger: Trigger
    shares: tuple[Share, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOut:
    """What a party was paid."""

    amount: Decimal | None
    paid_on: date | None
    note: str = ""


def candidates(session: Session, contract: Contract) -> list[Person | Organisation]:
    """Who may share: the deal's broker and agency, and the members of the agency who are brokers."""
    deal = contract.deal
    found: list[Person | Organisation] = []
    if deal.broker_organisation_id is not None:
        found.append(session.get_one(Organisation, deal.broker_organisation_id))
        inside = Person.memberships.any(organisation_id=deal.broker_organisation_id)
        found.extend(session.scalars(select(Person).where(inside, Person.active).order_by(Person.id)))
    if deal.broker_id is not None and not any(isinstance(each, Person) and each.id == deal.broker_id for each in found):
        found.append(session.get_one(Person, deal.broker_id))
    return found


def agree(session: Session, actor: Actor, public_id: str, command: Agree) -> Commission:
    """Write the terms down, or change them with the reason; worked out at once."""
    contract = queries.contract_for(session, actor, public_id, lock=True)
    held = queries.commission_of(session, actor, contract)
    if contract.state is ContractState.CANCELLED:
        raise Conflict("合同已注销，佣金不能再改。")
    if held is not None and not command.reason.strip():
        raise InvalidInput("改佣金要写明原因。", {"reason": "改佣金要写明原因。"})
    _check(session, contract, command)
    assert command.rate is not None, "terms without a rate are a fault"
    if held is None:
        held = Commission(contract=contract, parties=[], calculations=[])
        session.add(held)
    held.basis, held.rate, held.trigger, held.updated_at = command.basis, command.rate, command.trigger, now()
    _share(held, command.shares)
    session.flush()
    record_act(session, actor, "agree_commission", contract, rate=money.plain(command.rate))
    _reckon(session, actor, contract, held, Cause.AGREED, command.reason.strip()[:500])
    return held


def recalculate(session: Session, actor: Actor, contract: Contract, cause: Cause, note: str = "") -> None:
    """Work the commission out anew after the contract moved; a line is written when an amount changes."""
    held = session.get(Commission, contract.id)
    if held is None:
        return
    last = session.scalars(
        select(CommissionCalculation)
        .where(CommissionCalculation.contract_id == contract.id)
        .order_by(CommissionCalculation.id.desc())
        .limit(1)
    ).first()
    facts = calculate_facts(session, contract)
    if last is not None and last.basis_amount == commission.basis_of(held.basis, facts):
        return
    _reckon(session, actor, contract, held, cause, note)


def pay_out(session: Session, actor: Actor, public_id: str, party_id: int, command: PayOut) -> CommissionPayout:
    """Write down what a party was paid; never more than is due."""
    contract = queries.contract_for(session, actor, public_id, lock=True)
    held = queries.commission_of(session, actor, contract)
    party = next((each for each in held.parties if each.id == party_id), None) if held else None
    if held is None or party is None:
        raise NotFound("没有这一方的佣金。")
    line = line_of(contract, held, party, queries.received_of(session, contract))
    wrong = {}
    if not command.amount:
        wrong["amount"] = _("请填支付金额，单位万元。")
    elif not line.due:
        wrong["amount"] = _("佣金还没有到约定的支付时点。")
    elif command.amount > line.payable:
        wrong["amount"] = _("超过应付的佣金。请核对金额的单位：这里填万元。")
    if command.paid_on is None or command.paid_on > today():
        wrong["paid_on"] = _("请填已经过去的支付日期。")
    if wrong:
        raise InvalidInput(_("有内容不符合要求，请按提示修改。"), wrong)
    payout = CommissionPayout(
        party_id=party.id, amount=command.amount, paid_on=command.paid_on, note=command.note.strip()[:200],
        person_id=actor.person_id,
    )  # fmt: skip
    party.payouts.append(payout)
    session.flush()
    record_act(session, actor, "pay_commission", contract, amount=money.plain(payout.amount))
    return payout


def _check(session: Session, contract: Contract, command: Agree) -> None:
    fault = commission.fault_of(command.rate, [share.percent for share in command.shares])
    if fault:
        field, sentence, filling = fault
        raise InvalidInput(sentence, {field: sentence}, **filling)
    named = [(share.person_id, share.organisation_id) for share in command.shares]
    if len(set(named)) != len(named):
        raise InvalidInput(TWICE, {"parties": TWICE})
    known = {_key(each) for each in candidates(session, contract)}
    if not set(named) <= known:
        raise InvalidInput(UNKNOWN_PARTY, {"parties": UNKNOWN_PARTY})


def _key(each: Person | Organisation) -> tuple[int | None, int | None]:
    return (each.id, None) if isinstance(each, Person) else (None, each.id)


def _share(held: Commission, shares: Sequence[Share]) -> None:
    """Give each its part; who has none any more keeps a row with nothing, because it may have been paid."""
    rows = {(party.person_id, party.organisation_id): party for party in held.parties}
    for party in held.parties:
        party.percent = money.ZERO
    for share in shares:
        key = (share.person_id, share.organisation_id)
        if key in rows:
            rows[key].percent = share.percent
        else:
            held.parties.append(
                CommissionParty(
                    person_id=share.person_id, organisation_id=share.organisation_id, percent=share.percent, payouts=[]
                )
            )


def _reckon(session: Session, actor: Actor, contract: Contract, held: Commission, cause: Cause, note: str) -> None:
    facts = calculate_facts(session, contract)
    found = commission.calculate(held.basis, held.rate, [party.percent for party in held.parties], facts)
    for party, part in zip(held.parties, found.parts, strict=True):
        party.amount = part
    session.add(
        CommissionCalculation(
            contract_id=contract.id, cause=cause, note=note, basis=held.basis, rate=held.rate, basis_amount=found.basis,
            amount=found.amount, person_id=actor.person_id,
        )
    )  # fmt: skip
    session.flush()
