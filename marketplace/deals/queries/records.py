"""One deal, its log, and whether a pair has one already."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.errors import NotFound
from marketplace.deals import policies
from marketplace.deals.models import Deal, DealStage
from marketplace.deals.rules import LIVE, TIME_TO_UNDO, UNDOABLE


def deal_for(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Deal:
    """The deal, for its two sides and its broker; NotFound for everybody else."""
    found = (
        select(Deal).where(Deal.public_id == public_id).options(joinedload(Deal.achievement), selectinload(Deal.need))
    )
    if lock:
        found = found.with_for_update(of=Deal).execution_options(populate_existing=True)
    deal = session.scalar(found)
    if deal is None or not policies.can_see(actor, deal):
        raise NotFound("没有编号为“%(id)s”的商机。", id=public_id)
    return deal


def live_deal_of(session: Session, pair: str) -> Deal | None:
    """The deal of a pair that is open or rests; whether the actor may see it is for the caller to ask."""
    return session.scalar(select(Deal).where(Deal.pair == pair, Deal.state.in_(LIVE)))


def log_of(session: Session, deal: Deal) -> Sequence[DealStage]:
    """The stage log, the latest first."""
    lines = select(DealStage).where(DealStage.deal_id == deal.id).options(joinedload(DealStage.person))
    return session.scalars(lines.order_by(DealStage.id.desc())).unique().all()


def last_undoable(session: Session, actor: Actor, deal: Deal) -> DealStage | None:
    """The actor's own act of the last minute, unless something happened to the deal since."""
    last = session.scalar(select(DealStage).where(DealStage.deal_id == deal.id).order_by(DealStage.id.desc()).limit(1))
    if last is None or last.undone_at is not None or last.action not in UNDOABLE:
        return None
    mine = last.person_id == actor.person_id
    return last if mine and last.lock == deal.lock and now() - last.at <= TIME_TO_UNDO else None
