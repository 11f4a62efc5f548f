"""The registration: declared by the parties, accepted, sent back, registered or refused by the registrar; changed and cancelled."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.contracts.checklist import Refusal, check_list
from marketplace.contracts.clocks import Due, due_after
from marketplace.contracts.content import unflatten
from marketplace.contracts.editions import edition_named
from marketplace.contracts.letters import tell_parties, tell_registrars
from marketplace.contracts.models import Contract
from marketplace.contracts.money import ZERO
from marketplace.contracts.queries.records import signed_copy_of
from marketplace.contracts.rules import Cause, ContractAction, PaperKind
from marketplace.contracts.services import commissions
from marketplace.contracts.services.recording import held, move
from marketplace.contracts.services.signing import said
from marketplace.core.actor import Actor
from marketplace.core.clock import now, today
from marketplace.core.errors import InvalidInput
from marketplace.workdays.queries import work_calendar

LONGEST_NUMBER = 40


def _(text: str) -> str:
    """Mark a msgid."""
    return text


UNFINISHED = _("登记清单还有 %(n)s 项没有完成，请先补齐再申报。")
NUMBERED_TWICE = _("这个登记编号已用于合同 %(other)s。请核对编号。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What the registry gave: its number as it stands, and the day."""

    number: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why: coded, and in words for the parties."""

    reason: Refusal | None
    note: str


def declare(session: Session, actor: Actor, public_id: str) -> Contract:
    """Hand the contract to the registry when every required fact is there."""
    contract = held(session, actor, public_id, ContractAction.DECLARE)
    checks = check_list(
        edition_named(contract.edition), unflatten(contract.terms), signed_copy_of(contract) is not None
    )
    missing = sum(not check.done for check in checks)
    if missing:
        raise InvalidInput(UNFINISHED, n=missing)
    move(session, actor, contract, ContractAction.DECLARE)
    contract.declared_at, contract.review_due, contract.remark, contract.refusal = now(), None, "", None
    tell_registrars(session, contract)
    return contract


def recall(session: Session, actor: Actor, public_id: str) -> Contract:
    """Take a declaration back that nobody has accepted yet."""
    contract = held(session, actor, public_id, ContractAction.RECALL)
    move(session, actor, contract, ContractAction.RECALL)
    contract.declared_at = None
    return contract


def accept(session: Session, actor: Actor, public_id: str) -> Contract:
    """Take the declaration in hand: the clock of the edition begins."""
    contract = held(session, actor, public_id, ContractAction.ACCEPT)
    move(session, actor, contract, ContractAction.ACCEPT, day=today())
    contract.review_due = review_due(session, contract, today()).day
    return contract


def review_due(session: Session, contract: Contract, since: date) -> Due:
    """Until when the review that began on a day should be done; which years' holidays are missing."""
    limit = edition_named(contract.edition).limit_for(contract.technical or ZERO)
    return due_after(since, limit.days, limit.unit, work_calendar(session))


def send_back(session: Session, actor: Actor, public_id: str, command: Refused) -> Contract:
    """Ask the parties to correct; the clock begins anew with the next acceptance."""
    contract = held(session, actor, public_id, ContractAction.RETURN)
    contract.remark = said(command.note)
    move(session, actor, contract, ContractAction.RETURN, note=contract.remark, refusal=command.reason)
    contract.review_due = None
    tell_parties(session, contract, ContractAction.RETURN)
    return contract


def register(session: Session, actor: Actor, public_id: str, command: Registered) -> Contract:
    """Registered under the number that the registry gave."""
    contract = held(session, actor, public_id, ContractAction.REGISTER)
    _number(session, contract, command)
    move(session, actor, contract, ContractAction.REGISTER, day=contract.registered_on)
    contract.review_due, contract.remark = None, ""
    commissions.recalculate(session, actor, contract, Cause.REGISTERED)
    tell_parties(session, contract, ContractAction.REGISTER)
    return contract


def refuse(session: Session, actor: Actor, public_id: str, command: Refused) -> Contract:
    """Not registered, with the coded reason and its words."""
    contract = held(session, actor, public_id, ContractAction.REFUSE)
    if command.reason is None:
        wrong = _("请选择不予登记的原因。")
        raise InvalidInput(wrong, {"reason": wrong})
    contract.remark, contract.refusal = said(command.note), command.reason
    move(session, actor, contract, ContractAction.REFUSE, note=contract.remark, refusal=command.reason)
    contract.review_due = None
    tell_parties(session, contract, ContractAction.REFUSE)
    return contract


def ask_change(session: Session, actor: Actor, public_id: str, reason: str) -> Contract:
    """Open a registered contract to be changed; its terms may be written again."""
    contract = held(session, actor, public_id, ContractAction.CHANGE)
    move(session, actor, contract, ContractAction.CHANGE, note=said(reason))
    return contract


def register_change(session: Session, actor: Actor, public_id: str) -> Contract:
    """Register the changed terms, when the supplement that both signed is here."""
    contract = held(session, actor, public_id, ContractAction.REGISTER_CHANGE)
    began = next(each for each in reversed(contract.moves) if each.action is ContractAction.CHANGE)
    if contract.number > began.number and not any(
        paper.kind is PaperKind.SUPPLEMENT and paper.at >= began.at for paper in contract.papers
    ):
        wrong = _("内容有改动，但没有双方签章的补充协议。请当事方先上传。")
        raise InvalidInput(wrong, {"paper": wrong})
    move(session, actor, contract, ContractAction.REGISTER_CHANGE, day=today())
    commissions.recalculate(session, actor, contract, Cause.CHANGED)
    tell_parties(session, contract, ContractAction.REGISTER_CHANGE)
    return contract


def cancel(session: Session, actor: Actor, public_id: str, reason: str) -> Contract:
    """Take a registration away; the contract and its history stay to be read."""
    contract = held(session, actor, public_id, ContractAction.CANCEL)
    contract.remark = said(reason)
    move(session, actor, contract, ContractAction.CANCEL, day=today(), note=contract.remark)
    tell_parties(session, contract, ContractAction.CANCEL)
    return contract


def _number(session: Session, contract: Contract, command: Registered) -> None:
    number, wrong = "".join(command.number.split()), {}
    if not number or len(number) > LONGEST_NUMBER:
        wrong["number"] = _("请照登记证明填写登记编号，最多 40 个字符。")
    if command.day is None or command.day > today():
        wrong["day"] = _("请填写登记证明上的日期，不能晚于今天。")
    elif contract.signed_on and command.day < contract.signed_on:
        wrong["day"] = _("登记日期早于签订日期。请核对日期。")
    if wrong:
        raise InvalidInput(_("有内容不符合要求，请按提示修改。"), wrong)
    twin = select(Contract.public_id).where(Contract.registration_number == number, Contract.id != contract.id)
    other = session.scalar(twin.limit(1))
    if other is not None:
        raise InvalidInput(NUMBERED_TWICE, {"number": NUMBERED_TWICE}, other=other)
    contract.registration_number, contract.registered_on = number, command.day
