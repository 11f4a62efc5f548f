"""What a curator decides on a page: the same shape for achievements and needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.admin.waiting import Kind
from marketplace.core.actor import Actor
from marketplace.core.errors import Conflict, NotFound
from marketplace.listings import queries as listing_queries
from marketplace.listings import services as listing_services
from marketplace.listings.rules import ListingState
from marketplace.needs import queries as need_queries
from marketplace.needs import services as need_services
from marketplace.needs.rules import WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The act chosen, the remarks by field (blank: on the whole), and the lock of the content that was read."""

    act: str
    remarks: Mapping[str, str]
    lock: int | None


def still_waits(session: Session, actor: Actor, kind: Kind, public_id: str) -> bool:
    """Does the record wait for a decision?"""
    if kind == Kind.NEED:
        return need_queries.get_need(session, actor, public_id).state in WAITING
    return listing_queries.get_to_decide(session, actor, public_id).state is ListingState.SUBMITTED


def decide(session: Session, actor: Actor, kind: Kind, public_id: str, decision: Decision) -> None:
    """Do what the curator chose."""
    acts = NEED_ACTS if kind == Kind.NEED else LISTING_ACTS
    if decision.act not in acts:
        raise NotFound("没有这样的操作。")
    acts[decision.act](session, actor, public_id, decision)


def _refuse_stale_listing(session: Session, actor: Actor, public_id: str, lock: int | None) -> None:
    version = listing_queries.get_to_decide(session, actor, public_id, lock=True)
    if lock is not None and version.lock != lock:
        raise Conflict("这项成果在您打开之后被改过。请核对最新内容后再操作。")


def _publish_listing(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    _refuse_stale_listing(session, actor, public_id, decision.lock)
    listing_services.publish(session, actor, public_id)


def _return_listing(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    _refuse_stale_listing(session, actor, public_id, decision.lock)
    remarks = [listing_services.FieldRemark(field=field, text=text) for field, text in decision.remarks.items()]
    listing_services.return_with_remarks(session, actor, public_id, remarks)


def _reject_listing(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    _refuse_stale_listing(session, actor, public_id, decision.lock)
    reason = listing_services.Decline(reason=decision.remarks.get("", ""))
    listing_services.reject(session, actor, public_id, reason)


def _publish_need(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    need_services.publish(session, actor, public_id, decision.lock)


def _diagnose_need(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    need_services.diagnose(session, actor, public_id, decision.lock)


def _keep_need(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    need_services.keep(session, actor, public_id, decision.lock)


def _return_need(session: Session, actor: Actor, public_id: str, decision: Decision) -> None:
    remarks = [need_services.FieldRemark(field=field, text=text) for field, text in decision.remarks.items()]
    need_services.return_with_remarks(session, actor, public_id, remarks, decision.lock)


Act = Callable[[Session, Actor, str, Decision], None]
LISTING_ACTS: Mapping[str, Act] = {"publish": _publish_listing, "return": _return_listing, "reject": _reject_listing}
NEED_ACTS: Mapping[str, Act] = {
    "publish": _publish_need,
    "diagnose": _diagnose_need,
    "keep": _keep_need,
    "return": _return_need,
}
