"""The plan of payments and what came in."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from marketplace.contracts.models import Contract, ContractPayment, ContractReceipt
from marketplace.contracts.money import ZERO
from marketplace.contracts.payments import Balance, Planned, balance
from marketplace.core.clock import today


def plan_of(session: Session, contract: Contract) -> Sequence[ContractPayment]:
    """The lines of the plan with their receipts: those with a day first, in order of time."""
    wanted = (
        select(ContractPayment)
        .where(ContractPayment.contract_id == contract.id)
        .order_by(ContractPayment.due_on.is_(None), ContractPayment.due_on, ContractPayment.id)
        .options(selectinload(ContractPayment.receipts).joinedload(ContractReceipt.person))
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def planned(line: ContractPayment) -> Planned:
    """A line as the reckoning takes it; receipts that were taken back do not count."""
    received = sum((each.amount for each in line.receipts if each.voided_at is None), ZERO)
    return Planned(kind=line.kind, amount=line.amount, due_on=line.due_on, received=received)


def balance_of(contract: Contract, plan: Sequence[ContractPayment]) -> Balance:
    return balance(contract.total or ZERO, [planned(line) for line in plan], today())


def received_of(session: Session, contract: Contract) -> Decimal:
    """All that came in; one statement."""
    wanted = (
        select(func.sum(ContractReceipt.amount))
        .join(ContractPayment, ContractReceipt.payment_id == ContractPayment.id)
        .where(ContractPayment.contract_id == contract.id, ContractReceipt.voided_at.is_(None))
    )
    return session.scalar(wanted) or ZERO


def received_by_contract(session: Session, contract_ids: Sequence[int]) -> dict[int, Decimal]:
    """All that came in on each of these contracts; one statement."""
    wanted = (
        select(ContractPayment.contract_id, func.sum(ContractReceipt.amount))
        .join(ContractReceipt, ContractReceipt.payment_id == ContractPayment.id)
        .where(ContractPayment.contract_id.in_(contract_ids), ContractReceipt.voided_at.is_(None))
        .group_by(ContractPayment.contract_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}
