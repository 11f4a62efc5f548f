"""认证: a manager hands in evidence, an administrator of another house looks at it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, Standing
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.organisations import letters, policies, queries
from marketplace.organisations.models import Verification
from marketplace.organisations.rules import VERIFICATION, StandingAction

LONGEST_REMARK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A paper in the file store, and what it is."""

    key: str
    media_type: str


def hand_in(session: Session, actor: Actor, code: str, evidence: Evidence) -> Verification:
    """Ask for verification with a licence or certificate."""
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    state = VERIFICATION.next_state(organisation.standing, StandingAction.HAND_IN)
    if not organisation.credit_code:
        sentence = "请先在单位资料里填写统一社会信用代码，再提交认证材料。"
        raise InvalidInput(sentence, {"evidence": sentence})
    organisation.standing = state
    verification = Verification(
        organisation=organisation,
        state=state,
        name=organisation.name,
        credit_code=organisation.credit_code,
        evidence=evidence.key,
        evidence_type=evidence.media_type,
        submitted_by=actor.person_id,
    )
    session.add(verification)
    session.flush()
    record_act(session, actor, StandingAction.HAND_IN, organisation)
    letters.tell_admins_of_evidence(session, verification)
    return verification


def recall(session: Session, actor: Actor, code: str) -> Organisation:
    """Take the evidence back before it is looked at."""
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    organisation.standing = VERIFICATION.next_state(organisation.standing, StandingAction.RECALL)
    _close_open(session, organisation)
    record_act(session, actor, StandingAction.RECALL, organisation)
    return organisation


def verify(session: Session, actor: Actor, code: str, number: int) -> Organisation:
    """Confirm that the organisation is what it says; `number` is the hand-in that was looked at."""
    organisation, verification = _to_decide(session, actor, code, number)
    organisation.standing = VERIFICATION.next_state(organisation.standing, StandingAction.VERIFY)
    organisation.verified_at = now()
    _decide(verification, actor, organisation.standing)
    record_act(session, actor, StandingAction.VERIFY, organisation, credit_code=verification.credit_code)
    letters.tell_managers_of_decision(session, verification, verified=True)
    return organisation


def send_back(session: Session, actor: Actor, code: str, number: int, remark: str) -> Organisation:
    """Return the evidence with what should be mended."""
    organisation, verification = _to_decide(session, actor, code, number)
    state = VERIFICATION.next_state(organisation.standing, StandingAction.SEND_BACK)
    remark = remark.strip()[:LONGEST_REMARK]
    if not remark:
        raise InvalidInput("请写明要补正什么。", {"remark": "请写明要补正什么。"})
    organisation.standing, verification.remark = state, remark
    _decide(verification, actor, state)
    record_act(session, actor, StandingAction.SEND_BACK, organisation, remark=remark)
    letters.tell_managers_of_decision(session, verification, verified=False)
    return organisation


def lapse(session: Session, actor: Actor, organisation: Organisation) -> None:
    """What was verified no longer holds."""
    organisation.standing = VERIFICATION.next_state(organisation.standing, StandingAction.LAPSE)
    organisation.verified_at = None
    _close_open(session, organisation)
    record_act(session, actor, StandingAction.LAPSE, organisation)
    letters.tell_managers_it_lapsed(session, organisation)


def _to_decide(session: Session, actor: Actor, code: str, number: int) -> tuple[Organisation, Verification]:
    organisation = queries.get_organisation(session, code, lock=True)
    if not policies.can_verify(actor, organisation.id):
        raise Forbidden("只有系统管理员可以核验，且不能核验自己所在的单位。请由另一位管理员处理。")
    verification = _open(session, organisation)
    if verification is None or verification.id != number:
        raise Conflict("这份材料已经办理过，或已换成新的。请刷新页面再看。")
    return organisation, verification


def _open(session: Session, organisation: Organisation) -> Verification | None:
    waiting = select(Verification).where(
        Verification.organisation_id == organisation.id, Verification.state == Standing.PENDING
    )
    return session.scalar(waiting.order_by(Verification.id.desc()).limit(1))


def _close_open(session: Session, organisation: Organisation) -> None:
    verification = _open(session, organisation)
    if verification is not None:
        verification.state = Standing.UNVERIFIED


def _decide(verification: Verification, actor: Actor, state: Standing) -> None:
    verification.state, verification.decided_by, verification.decided_at = state, actor.person_id, now()
