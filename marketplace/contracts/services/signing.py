"""From the draft to the signed contract: papers, the signature, back to the draft, given up; and acceptance of the work."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from marketplace.contracts import queries
from marketplace.contracts.content import unflatten
from marketplace.contracts.models import Contract, ContractPaper
from marketplace.contracts.rules import EDITABLE, SIGNED_ONCE, Cause, ContractAction, ContractState, PaperKind
from marketplace.contracts.services import commissions
from marketplace.contracts.services.recording import held, log, move
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, InvalidInput

MOST_PAPERS = 20
LONGEST = 2000


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A scanned paper that lies in the store already."""

    kind: PaperKind
    key: str
    media_type: str
    size: int


def add_paper(session: Session, actor: Actor, public_id: str, paper: Paper) -> ContractPaper:
    """Put a paper to the contract, for the version that stands now."""
    contract = held(session, actor, public_id, ContractAction.EDIT)
    if contract.state is ContractState.CANCELLED:
        raise Conflict("合同已注销，不能再上传文件。")
    if len(contract.papers) >= MOST_PAPERS:
        raise InvalidInput(
            "一份合同最多 20 个文件。请把几份合成一份 PDF。",
            {"paper": "一份合同最多 20 个文件。请把几份合成一份 PDF。"},
        )
    stored = ContractPaper(
        kind=paper.kind, number=contract.number, key=paper.key, media_type=paper.media_type, size=paper.size,
        person_id=actor.person_id,
    )  # fmt: skip
    contract.papers.append(stored)
    contract.updated_at = now()
    session.flush()
    record_act(session, actor, "add_contract_paper", contract, kind=paper.kind.value)
    return stored


def note_download(session: Session, actor: Actor, contract: Contract, what: str) -> None:
    """Write down who took which paper."""
    record_act(session, actor, "download_contract_paper", contract, what=what)


def sign(session: Session, actor: Actor, public_id: str, lock: int) -> Contract:
    """The contract is signed: both sides' copy is here, with day and amount."""
    contract = held(session, actor, public_id, ContractAction.SIGN, lock)
    terms = unflatten(contract.terms)
    wrong = {}
    if terms.signed_on is None:
        wrong["signed_on"] = _("请先在合同内容里填签订日期。")
    if not terms.total:
        wrong["total"] = _("请先在合同内容里填成交额。")
    if not any(paper.kind is PaperKind.SIGNED and paper.number == contract.number for paper in contract.papers):
        wrong["paper"] = _("请先上传这一版的签章扫描件。")
    if wrong:
        raise InvalidInput(_("还不能记为已签署，请先补齐。"), wrong)
    move(session, actor, contract, ContractAction.SIGN, day=terms.signed_on)
    commissions.recalculate(session, actor, contract, Cause.SIGNED)
    return contract


def unsign(session: Session, actor: Actor, public_id: str, reason: str) -> Contract:
    """Back to the draft, with the reason; nothing is lost, versions and papers stay."""
    contract = held(session, actor, public_id, ContractAction.UNSIGN)
    move(session, actor, contract, ContractAction.UNSIGN, note=said(reason))
    contract.refusal, contract.review_due = None, None
    return contract


def abandon(session: Session, actor: Actor, public_id: str, reason: str) -> Contract:
    """Give a contract up that was not registered; it stays to be read."""
    contract = held(session, actor, public_id, ContractAction.ABANDON)
    if queries.received_of(session, contract):
        raise Conflict("这份合同已有到账，不能作废。请先核对到账记录。")
    move(session, actor, contract, ContractAction.ABANDON, note=said(reason))
    contract.review_due = None
    return contract


def accept_work(session: Session, actor: Actor, public_id: str, day: date | None, note: str) -> Contract:
    """The work was accepted on a day."""
    contract = held(session, actor, public_id, ContractAction.EDIT)
    if contract.state not in SIGNED_ONCE - EDITABLE | {ContractState.CHANGING, ContractState.CORRECTION}:
        raise Conflict("合同还没有签署，不能登记验收。")
    if day is None or day > today():
        wrong = _("请填写已经过去的验收日期。")
        raise InvalidInput(wrong, {"accepted_on": wrong})
    if contract.signed_on and day < contract.signed_on:
        wrong = _("验收日期早于签订日期。请核对日期。")
        raise InvalidInput(wrong, {"accepted_on": wrong})
    contract.accepted_on, contract.acceptance = day, note.strip()[:LONGEST]
    log(session, actor, contract, ContractAction.ACCEPT_WORK, day=day, note=note.strip()[:LONGEST])
    commissions.recalculate(session, actor, contract, Cause.ACCEPTED)
    return contract


def said(reason: str) -> str:
    """A reason that was given; InvalidInput when it is blank."""
    text = reason.strip()
    if not text:
        wrong = _("请写明原因。")
        raise InvalidInput(wrong, {"reason": wrong})
    return text[:LONGEST]
