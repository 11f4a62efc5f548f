"""Contracts, their papers and measurements."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from marketplace.contracts import policies
from marketplace.contracts.models import Contract, ContractMeasurement, ContractMove, ContractPaper, ContractVersion
from marketplace.contracts.rules import ContractState, PaperKind
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.deals.models import Deal

PAGE_SIZE = 20
GONE = "没有编号为“%(id)s”的合同，或您不是合同的一方。"
TO_DECIDE = (ContractState.DECLARED, ContractState.REVIEW, ContractState.CHANGING)


def contract_for(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Contract:
    """A contract that the actor may see, with versions, papers and log; NotFound for everybody else."""
    wanted = select(Contract).where(Contract.public_id == public_id).options(
        selectinload(Contract.versions).joinedload(ContractVersion.person),
        selectinload(Contract.papers).joinedload(ContractPaper.person),
        selectinload(Contract.moves).joinedload(ContractMove.person),
    )  # fmt: skip
    if lock:
        wanted = wanted.with_for_update(of=Contract).execution_options(populate_existing=True)
    contract = session.scalar(wanted)
    if contract is None or not policies.can_see(actor, contract):
        raise NotFound(GONE, id=public_id)
    return contract


def live_contract_of(session: Session, deal: Deal) -> Contract | None:
    """The contract of a deal that was neither refused nor given up; else the last one."""
    held = session.scalars(select(Contract).where(Contract.deal_id == deal.id).order_by(Contract.id)).all()
    live = [each for each in held if each.state not in (ContractState.CANCELLED, ContractState.REFUSED)]
    return live[-1] if live else held[-1] if held else None


def _seen(actor: Actor) -> Select[Contract]:
    return select(Contract).join(Deal, Contract.deal_id == Deal.id).where(policies.seen_by(actor))


def contracts_of(session: Session, actor: Actor, number: int = 1, state: ContractState | None = None) -> Page[Contract]:
    """A page of the contracts that the actor may see, the latest change first."""
    wanted = _seen(actor) if state is None else _seen(actor).where(Contract.state == state)
    total = session.scalar(select(func.count()).select_from(wanted.with_only_columns(Contract.id).subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    rows = session.scalars(
        wanted.order_by(Contract.updated_at.desc(), Contract.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page(items=list(rows), total=total, number=number, size=PAGE_SIZE)


def counts_by_state(session: Session, actor: Actor) -> dict[ContractState, int]:
    """How many the actor may see in each state."""
    counted = _seen(actor).with_only_columns(Contract.state, func.count()).group_by(Contract.state)
    return {row[0]: row[1] for row in session.execute(counted)}


def waiting_for_registrar(session: Session, actor: Actor, limit: int) -> Sequence[Contract]:
    """What a registrar has to decide on, the earliest due first."""
    if not policies.is_registrar(actor):
        return []
    waiting = _seen(actor).where(Contract.state.in_(TO_DECIDE), policies.decided_by(actor))
    return session.scalars(waiting.order_by(Contract.review_due, Contract.declared_at, Contract.id).limit(limit)).all()


def to_correct(session: Session, actor: Actor, limit: int) -> Sequence[Contract]:
    """Declarations sent back to the actor's side."""
    back = _seen(actor).where(Contract.state == ContractState.CORRECTION)
    return [
        each
        for each in session.scalars(back.order_by(Contract.updated_at, Contract.id).limit(limit))
        if policies.is_insider(actor, each)
    ]


def paper_for(session: Session, actor: Actor, public_id: str, paper_id: int) -> tuple[Contract, ContractPaper]:
    """A paper of a contract that the actor may see."""
    contract = contract_for(session, actor, public_id)
    paper = next((each for each in contract.papers if each.id == paper_id), None)
    if paper is None:
        raise NotFound("这份合同没有这个文件。")
    return contract, paper


def signed_copy_of(contract: Contract) -> ContractPaper | None:
    """The latest paper that signs the contract as it stands: a supplement counts for a change."""
    signing = [each for each in contract.papers if each.kind in (PaperKind.SIGNED, PaperKind.SUPPLEMENT)]
    return signing[-1] if signing else None


def measurements_of(session: Session, contract: Contract) -> Sequence[ContractMeasurement]:
    """What was measured, in order of time."""
    wanted = select(ContractMeasurement).where(ContractMeasurement.contract_id == contract.id)
    return session.scalars(wanted.order_by(ContractMeasurement.begins_on, ContractMeasurement.id)).all()
