"""Contracts in every state, for the walk through the house: between the owner and the enterprise, with a broker."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from marketplace.accounts.models import Mandate, MandateState, Organisation
from marketplace.contracts import policies
from marketplace.contracts.checklist import Refusal
from marketplace.contracts.content import flatten
from marketplace.contracts.models import (
    Commission,
    CommissionCalculation,
    CommissionParty,
    Contract,
    ContractMeasurement,
    ContractMove,
    ContractPaper,
    ContractPayment,
    ContractReceipt,
    ContractVersion,
)
from marketplace.contracts.rules import (
    Basis,
    Cause,
    ContractAction,
    ContractState,
    PaperKind,
    PaymentKind,
    Trigger,
)
from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.clock import now, today
from marketplace.core.files import FileStore
from marketplace.deals.services import OpenDeal, open_deal
from marketplace.taxonomy.terms import EvidenceGrade
from tests.contracts.terms import whole_terms
from tests.factories import make_need

S = ContractState
FEW = (S.DRAFT, S.DECLARED, S.REGISTERED)  # most doors are walked with these


def plant_contracts(session: Session, house: Any, ours: Organisation, firm: Organisation, files: FileStore) -> None:
    """A contract in each state; the broker who walks as `mandated` is the deal's."""
    broker = house.people["mandated"]
    session.add(
        Mandate(
            public_id="M-2026-0200", owner=ours, person=broker, state=MandateState.ACCEPTED, may_answer=True,
            valid_from=today(), valid_until=today() + timedelta(days=30), decided_at=now(),
        )
    )  # fmt: skip
    session.flush()
    key = files.put(BytesIO(b"%PDF-1.4 paper"))
    for place, state in enumerate(S):
        contract = _contract(session, house, firm, broker.id, state, place)
        more = _parts(session, house, contract, broker.id, key)
        house.keep("any contract", contract.public_id, state, contract)
        if state in FEW:
            house.keep("contract", contract.public_id, state, contract, deal=contract.deal.public_id, **more)
        if state is S.REGISTERED:
            house.names |= {"contract": contract.public_id, "contract_line": more["line"]}


def _contract(
    session: Session, house: Any, firm: Organisation, broker: int, state: ContractState, place: int
) -> Contract:
    need = make_need(session, firm)
    deal = open_deal(session, SYSTEM, OpenDeal(achievement=house.names["shown"], need=need.public_id))
    deal.broker_id = broker
    terms = whole_terms()
    contract = Contract(
        public_id=f"C-2026-{place:04}", deal=deal, seller_id=deal.provider_id, buyer_id=deal.seeker_id, state=state,
        terms=flatten(terms), kind=terms.kind, title=terms.title, total=terms.total, technical=Decimal(460),
        signed_on=terms.signed_on, edition="2026", registration_number=f"NO-{place}", registered_on=today(),
        refusal=Refusal.OTHER, accepted_on=today(), review_due=today(), versions=[], papers=[], moves=[],
    )  # fmt: skip

    def sees(actor: Actor, held: Contract = contract) -> bool:
        return policies.can_see(actor, held)

    contract.title = house.secrets.plant("contract.title", sees)
    contract.remark = house.secrets.plant("contract.remark", sees)
    if state in (S.DRAFT, S.CANCELLED):
        contract.registration_number = ""  # it never was declared
    contract.versions.append(ContractVersion(number=1, terms=contract.terms))
    contract.moves.append(ContractMove(action=ContractAction.ACCEPT, state=state, number=1))
    session.add(contract)
    session.flush()
    return contract


def _parts(session: Session, house: Any, contract: Contract, broker: int, key: str) -> dict[str, str]:
    def sees(actor: Actor, held: Contract = contract) -> bool:
        return policies.can_see(actor, held)

    def shares(actor: Actor, held: Contract = contract) -> bool:
        return policies.sees_commission(actor, held)

    paper = ContractPaper(kind=PaperKind.SIGNED, number=1, key=key, media_type="application/pdf", size=9)
    contract.papers.append(paper)
    label = house.secrets.plant("payment.label", sees)  # a registrar reads how it is paid
    line = ContractPayment(contract_id=contract.id, kind=PaymentKind.ENTRY, label=label, amount=Decimal(200))
    bare = ContractPayment(contract_id=contract.id, kind=PaymentKind.ENTRY, label="x", amount=Decimal(10))
    receipt = ContractReceipt(amount=Decimal(20), received_on=today())
    line.receipts.append(receipt)
    measured = ContractMeasurement(
        contract_id=contract.id, begins_on=today(), ends_on=today(), tonnes=Decimal(1), grade=EvidenceGrade.MEASURED,
        method="流量计", key=key, media_type="application/pdf",
    )  # fmt: skip
    commission = Commission(
        contract=contract, basis=Basis.TECHNICAL, rate=Decimal(3), trigger=Trigger.RECEIVED, calculations=[], parties=[]
    )
    party = CommissionParty(person_id=broker, percent=Decimal(100), amount=Decimal("13.8"), payouts=[])
    commission.parties.append(party)
    commission.calculations.append(
        CommissionCalculation(
            cause=Cause.AGREED, note=house.secrets.plant("commission.note", shares), basis=Basis.TECHNICAL,
            rate=Decimal(3), basis_amount=Decimal(460), amount=Decimal("13.8"),
        )
    )  # fmt: skip
    session.add_all([line, bare, measured, commission])
    session.flush()
    return {
        "paper": str(paper.id), "line": str(line.id), "bare": str(bare.id), "receipt": str(receipt.id),
        "measured": str(measured.id), "party": str(party.id),
    }  # fmt: skip


def plant_listed(session: Session, house: Any, firm: Organisation) -> dict[str, str]:
    """One registered contract of the owner with another house, for the lists that grow."""
    broker = house.people["mandated"]
    contract = _contract(session, house, firm, broker.id, S.REGISTERED, 0)
    _parts(session, house, contract, broker.id, "0" * 64)
    return {"contract": contract.public_id}
