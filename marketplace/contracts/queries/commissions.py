"""Commissions: of one contract, and the statement of a broker or an agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.contracts import policies
from marketplace.contracts.commission import Facts, is_due
from marketplace.contracts.models import Commission, CommissionCalculation, CommissionParty, Contract
from marketplace.contracts.money import ZERO
from marketplace.contracts.queries.money import received_by_contract, received_of
from marketplace.contracts.rules import IN_FORCE, SIGNED_ONCE, ContractState
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFound


def facts_of(contract: Contract, received: Decimal) -> Facts:
    """The contract as a commission looks at it."""
    return Facts(
        total=contract.total or ZERO,
        technical=contract.technical or ZERO,
        received=received,
        signed=contract.state in SIGNED_ONCE,
        registered=contract.state in IN_FORCE,
        accepted=contract.accepted_on is not None,
    )


def commission_of(session: Session, actor: Actor, contract: Contract) -> Commission | None:
    """The commission with its reckonings, for the broker's side; NotFound for everybody else, None before there is one."""
    if not policies.sees_commission(actor, contract):
        raise NotFound("没有这一页。它可能已被移走，或地址有误。")
    wanted = (
        select(Commission)
        .where(Commission.contract_id == contract.id)
        .options(selectinload(Commission.calculations).joinedload(CommissionCalculation.person))
    )
    return session.scalar(wanted.execution_options(populate_existing=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A party's share of one contract: earned, is it due, paid, open (万元)."""

    contract: Contract
    commission: Commission
    party: CommissionParty
    amount: Decimal
    due: bool
    paid: Decimal

    @property
    def payable(self) -> Decimal:
        """What should be paid now; below zero when more was paid than is owed after a change."""
        return (self.amount if self.due else ZERO) - self.paid

    @property
    def open(self) -> Decimal:
        return self.amount - self.paid


def line_of(contract: Contract, commission: Commission, party: CommissionParty, received: Decimal) -> StatementLine:
    live = contract.state is not ContractState.CANCELLED
    return StatementLine(
        contract=contract,
        commission=commission,
        party=party,
        amount=party.amount,
        due=live and is_due(commission.trigger, facts_of(contract, received)),
        paid=sum((each.amount for each in party.payouts), ZERO),
    )


def statement_lines(session: Session, actor: Actor) -> list[StatementLine]:
    """The shares of the actor and of the agencies they belong to, by contract; they stay theirs when a mandate has ended."""
    mine = or_(
        CommissionParty.person_id == actor.person_id, CommissionParty.organisation_id.in_(sorted(actor.organisations))
    )
    wanted = (
        select(CommissionParty, Commission)
        .join(Commission, CommissionParty.contract_id == Commission.contract_id)
        .where(mine)
        .order_by(CommissionParty.contract_id.desc(), CommissionParty.id)
        .options(joinedload(Commission.contract))
    )
    rows: Sequence[tuple[CommissionParty, Commission]] = [(party, held) for party, held in session.execute(wanted)]
    received = received_by_contract(session, [held.contract_id for _party, held in rows])
    return [line_of(held.contract, held, party, received.get(held.contract_id, ZERO)) for party, held in rows]


def calculate_facts(session: Session, contract: Contract) -> Facts:
    return facts_of(contract, received_of(session, contract))
