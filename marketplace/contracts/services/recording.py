"""What every act on a contract leaves behind: a line of its log, a line of the audit trail, a higher lock."""

from datetime import date

from sqlalchemy.orm import Session

from marketplace.contracts import policies, queries
from marketplace.contracts.carbon import contracted_over_term
from marketplace.contracts.checklist import Refusal
from marketplace.contracts.models import Contract, ContractMove
from marketplace.contracts.rules import LIFECYCLE, REGISTRARS_ACTS, ContractAction
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden

OVERTAKEN = "这份合同刚刚被别人改过。您填的都还在，请看过新内容再保存一次。"


def held(session: Session, actor: Actor, public_id: str, action: ContractAction, lock: int | None = None) -> Contract:
    """The contract, its row held, for an act that the actor may do now: 404, 403 or 409 otherwise."""
    contract = queries.contract_for(session, actor, public_id, lock=True)
    if not policies.can_do(actor, contract, action):
        if action in REGISTRARS_ACTS:
            raise Forbidden("这一步由登记人员办理。登记人员不能是合同的当事方。")
        raise Forbidden("这一步由合同当事方或技术经理人办理。")
    if lock is not None and lock != contract.lock:
        raise Conflict(OVERTAKEN)
    return contract


def move(
    session: Session, actor: Actor, contract: Contract, action: ContractAction, *,
    day: date | None = None, note: str = "", refusal: Refusal | None = None,
) -> None:  # fmt: skip
    """Go to the state that the act leads to; Conflict when it is not allowed now."""
    contract.state = LIFECYCLE.next_state(contract.state, action)
    log(session, actor, contract, action, day=day, note=note, refusal=refusal)


def log(
    session: Session, actor: Actor, contract: Contract, action: ContractAction, *,
    day: date | None = None, note: str = "", refusal: Refusal | None = None,
) -> None:  # fmt: skip
    """Write the act down, with how the contract stands after it."""
    contract.lock += 1
    contract.updated_at = now()
    contract.moves.append(
        ContractMove(
            action=action, state=contract.state, number=contract.number, day=day, total=contract.total,
            technical=contract.technical, kind=contract.kind, key_technology=contract.key_technology,
            industry=contract.industry, region=contract.region, expected_yearly=contract.expected_yearly,
            contracted_yearly=contract.contracted_yearly,
            contracted=contracted_over_term(contract.contracted_yearly, contract.contracted_years), refusal=refusal, note=note, person_id=actor.person_id, at=now(),
        )
    )  # fmt: skip
    session.flush()
    record_act(session, actor, action, contract, deal=contract.deal.public_id)
