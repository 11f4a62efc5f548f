"""What a curator decides: the same shape for achievements and needs; who decided what is kept with its times."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, NotFound
from marketplace.curation.models import QueueDecision
from marketplace.curation.queries.remarks import words_in_both
from marketplace.curation.queries.subjects import Subject, get_subject, get_subject_to_decide
from marketplace.curation.rules import Kind
from marketplace.curation.services.holding import let_go, refuse_others_hands
from marketplace.listings import queries as listing_queries
from marketplace.listings import services as listing_services
from marketplace.needs import services as need_services


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The act chosen, the remarks by field (blank: on the whole), and the lock of the content that was read."""

    act: str
    remarks: Mapping[str, str]
    lock: int | None


def still_waits(session: Session, actor: Actor, kind: Kind, public_id: str) -> bool:
    """Does the record wait for a decision?"""
    return get_subject(session, actor, kind, public_id).waits


def decide(session: Session, actor: Actor, kind: Kind, public_id: str, decision: Decision) -> None:
    """Do what the curator chose; Conflict while another curator has the record in hand."""
    acts = NEED_ACTS if kind == Kind.NEED else LISTING_ACTS
    if decision.act not in acts:
        raise NotFound("没有这样的操作。")
    subject = get_subject_to_decide(session, actor, kind, public_id)
    refuse_others_hands(session, actor, subject)
    noted = _note_of(actor, subject, decision)
    acts[decision.act](session, actor, public_id, decision)
    if noted is not None:
        session.add(noted)
    if decision.act != DIAGNOSE:  # it stays in the queue, in the same hands
        let_go(session, subject)


def _note_of(actor: Actor, subject: Subject, decision: Decision) -> QueueDecision | None:
    """What is kept of the decision, read before the act changes the record."""
    if subject.submitted_at is None:
        return None
    return QueueDecision(
        kind=subject.kind,
        subject_id=subject.public_id,
        number=subject.record.number,
        act=decision.act,
        nature=subject.nature,
        submitted_at=subject.submitted_at,
        due_at=subject.due,
        decided_at=max(now(), subject.submitted_at),
        person_id=actor.person_id,
        remarks=dict(decision.remarks) if decision.act in WITH_REMARKS else {},
    )


def _refuse_stale_listing(session: Session, actor: Actor, public_id: str, lock: int | None) -> None:
    version = listing_queries.get_to_decide(session, actor, public_id, lock=True)
    if lock is not None and version.lock != lock:
        raise Conflict("这项成果在您打开之后被改过。请核对最新内容后再操作。")


def _publish_listing(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    _refuse_stale_listing(session, actor, public_id, decision.lock)
    listing_services.publish(session, actor, public_id)


def _return_listing(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    _refuse_stale_listing(session, actor, public_id, decision.lock)
    said = words_in_both(session, actor, Kind.ACHIEVEMENT, decision.remarks)
    remarks = [listing_services.FieldRemark(field=field, text=zh, english=en) for field, (zh, en) in said.items()]
    listing_services.return_with_remarks(session, actor, public_id, remarks)


def _reject_listing(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    _refuse_stale_listing(session, actor, public_id, decision.lock)
    zh, en = words_in_both(session, actor, Kind.ACHIEVEMENT, decision.remarks).get("", ("", ""))
    listing_services.reject(session, actor, public_id, listing_services.Decline(reason=zh, english=en))


def _publish_need(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    need_services.publish(session, actor, public_id, decision.lock)


def _diagnose_need(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    need_services.diagnose(session, actor, public_id, decision.lock)


def _keep_need(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    need_services.keep(session, actor, public_id, decision.lock)


def _return_need(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    said = words_in_both(session, actor, Kind.NEED, decision.remarks)
    remarks = [need_services.FieldRemark(field=field, text=zh, english=en) for field, (zh, en) in said.items()]
    need_services.return_with_remarks(session, actor, public_id, remarks, decision.lock)


DIAGNOSE = "diagnose"
WITH_REMARKS = ("return", "reject")
Act = Callable[[Session, Actor, str, Decision], None]
LISTING_ACTS: Mapping[str, Act] = {"publish": _publish_listing, "return": _return_listing, "reject": _reject_listing}
NEED_ACTS: Mapping[str, Act] = {
    "publish": _publish_need,
    "diagnose": _diagnose_need,
    "keep": _keep_need,
    "return": _return_need,
}
