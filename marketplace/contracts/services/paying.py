"""The plan of payments and what comes in on it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from marketplace.contracts import money, payments, queries
from marketplace.contracts.models import Contract, ContractPayment, ContractReceipt
from marketplace.contracts.queries.money import planned
from marketplace.contracts.rules import SIGNED_ONCE, Cause, ContractAction, ContractState, PaymentKind
from marketplace.contracts.services import commissions
from marketplace.contracts.services.recording import held
from marketplace.contracts.services.signing import said
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, InvalidInput, NotFound


def _(text: str) -> str:
    """Mark a msgid."""
    return text


WRONG = _("有内容不符合要求，请按提示修改。")
NO_AMOUNT = _("请填金额，单位万元；只有提成可以先不填。")
NO_LABEL = _("请写明这一笔是什么，最多 120 个字。")
BEFORE_SIGNING = _("到期日早于签订日期。请核对日期。")
RECEIVED_ALREADY = _("这一笔已到账的比新金额多。请核对金额。")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPayment:
    """A line of the plan."""

    kind: PaymentKind
    label: str
    amount: Decimal | None
    due_on: date | None
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """Money that came in."""

    amount: Decimal | None
    received_on: date | None
    note: str = ""


def plan_payment(
    session: Session, actor: Actor, public_id: str, command: PlanPayment, line: int | None = None
) -> ContractPayment:
    """Add a line to the plan, or change one; the plan never exceeds the contract."""
    contract = _open(session, actor, public_id)
    plan = list(queries.plan_of(session, contract))
    payment = _line(plan, line) if line is not None else None
    _check_plan(contract, plan, payment, command)
    if payment is None:
        if len(plan) >= payments.MOST_PAYMENTS:
            raise InvalidInput(
                "付款计划最多 40 笔。请合并相近的几笔。", {"label": "付款计划最多 40 笔。请合并相近的几笔。"}
            )
        payment = ContractPayment(contract_id=contract.id, receipts=[])
        session.add(payment)
    payment.kind, payment.label, payment.condition = command.kind, command.label, command.condition[:200]
    payment.amount, payment.due_on = command.amount, command.due_on
    _note(session, actor, contract, "plan_payment", payment)
    return payment


def drop_payment(session: Session, actor: Actor, public_id: str, line: int) -> None:
    """Take a line out of the plan on which nothing was ever received."""
    contract = _open(session, actor, public_id)
    payment = _line(list(queries.plan_of(session, contract)), line)
    if payment.receipts:
        raise Conflict("这一笔已有到账记录，不能删去。")
    _note(session, actor, contract, "drop_payment", payment)
    session.delete(payment)
    session.flush()


def receive(session: Session, actor: Actor, public_id: str, line: int, command: Receive) -> ContractReceipt:
    """Write down what came in on a line; a basis of what was received is reckoned anew."""
    contract = _open(session, actor, public_id)
    if contract.state not in SIGNED_ONCE:
        raise Conflict("合同还没有签署，不能登记到账。")
    plan = list(queries.plan_of(session, contract))
    payment = _line(plan, line)
    if not command.amount:
        raise InvalidInput(WRONG, {"amount": _("请填到账金额，单位万元。")})
    if command.received_on is None:
        raise InvalidInput(WRONG, {"received_on": _("请填到账日期。")})
    fault = payments.fault_of_receipt(
        contract.total or money.ZERO, [planned(each) for each in plan], planned(payment), command.amount,
        command.received_on, contract.signed_on, today(),
    )  # fmt: skip
    if fault:
        field, sentence, filling = fault
        raise InvalidInput(sentence, {field: sentence}, **filling)
    receipt = ContractReceipt(
        payment_id=payment.id, amount=command.amount, received_on=command.received_on, note=command.note.strip()[:200],
        person_id=actor.person_id,
    )  # fmt: skip
    payment.receipts.append(receipt)
    _note(session, actor, contract, "receive_payment", payment, amount=money.plain(command.amount))
    commissions.recalculate(session, actor, contract, Cause.RECEIVED, money.plain(command.amount))
    return receipt


def void_receipt(session: Session, actor: Actor, public_id: str, receipt_id: int, reason: str) -> None:
    """Take back what was entered by mistake; it stays to be read with the reason."""
    contract = _open(session, actor, public_id)
    found = [each for line in queries.plan_of(session, contract) for each in line.receipts if each.id == receipt_id]
    if not found or found[0].voided_at is not None:
        raise NotFound("没有这笔到账，或已经撤销。")
    receipt = found[0]
    receipt.voided_at, receipt.void_reason = now(), said(reason)[:200]
    record_act(session, actor, "void_receipt", contract, amount=money.plain(receipt.amount))
    session.flush()
    commissions.recalculate(session, actor, contract, Cause.VOIDED, money.plain(receipt.amount))


def _open(session: Session, actor: Actor, public_id: str) -> Contract:
    contract = held(session, actor, public_id, ContractAction.EDIT)
    if contract.state is ContractState.CANCELLED:
        raise Conflict("合同已注销，付款不能再改。")
    return contract


def _line(plan: list[ContractPayment], line: int) -> ContractPayment:
    found = next((each for each in plan if each.id == line), None)
    if found is None:
        raise NotFound("付款计划里没有这一笔。它可能刚被删去，请刷新。")
    return found


def _check_plan(
    contract: Contract, plan: list[ContractPayment], payment: ContractPayment | None, command: PlanPayment
) -> None:
    wrong = {}
    if not command.label or len(command.label) > 120:
        wrong["label"] = NO_LABEL
    if command.kind is not PaymentKind.ROYALTY and not command.amount:
        wrong["amount"] = NO_AMOUNT
    if command.due_on and contract.signed_on and command.due_on < contract.signed_on:
        wrong["due_on"] = BEFORE_SIGNING
    if payment is not None and command.amount is not None and planned(payment).received > command.amount:
        wrong["amount"] = RECEIVED_ALREADY
    if wrong:
        raise InvalidInput(WRONG, wrong)
    others = [planned(each) for each in plan if each is not payment]
    new = payments.Planned(kind=command.kind, amount=command.amount, due_on=command.due_on)
    if contract.total is not None and (fault := payments.fault_of_plan(contract.total, [*others, new])):
        sentence, filling = fault
        raise InvalidInput(sentence, {"amount": sentence}, **filling)


def _note(
    session: Session, actor: Actor, contract: Contract, action: str, payment: ContractPayment, **more: str
) -> None:
    contract.updated_at = now()
    session.flush()
    record_act(session, actor, action, contract, payment=payment.label, **more)
