"""One deal, its log, and whether a pair has one already."""

from collections.abc import Sequence

from sqlalchemy import Select, case, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.accounts.models import Membership, Organisation
from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.errors import NotFound
from marketplace.deals import policies
from marketplace.deals.models import Deal, DealContact, DealMessage, DealStage, DealTask
from marketplace.deals.rules import LIVE, TIME_TO_UNDO, UNDOABLE, DealState, Turn
from marketplace.listings.models import Achievement
from marketplace.needs.models import Need


def deal_for(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Deal:
    """The deal, for its two sides and its broker; NotFound for everybody else."""
    found = (
        select(Deal).where(Deal.public_id == public_id).options(selectinload(Deal.achievement), selectinload(Deal.need))
    )
    if lock:
        found = found.with_for_update(of=Deal).execution_options(populate_existing=True)
    deal = session.scalar(found)
    if deal is None or not policies.can_see(actor, deal):
        raise NotFound("没有编号为“%(id)s”的商机。", id=public_id)
    return deal


def seen(actor: Actor, public_id: str) -> Select[Deal]:
    """The deal as a select, empty for whoever may not see it."""
    return select(Deal).where(Deal.public_id == public_id, policies.seen_by(actor))


def messages_of(session: Session, deal: Deal, limit: int = 200) -> Sequence[DealMessage]:
    """The latest of the conversation, in order."""
    said = select(DealMessage).where(DealMessage.deal_id == deal.id).options(joinedload(DealMessage.person))
    latest = session.scalars(said.order_by(DealMessage.id.desc()).limit(limit)).all()
    return list(reversed(latest))


def tasks_of(session: Session, deal: Deal) -> Sequence[DealTask]:
    """What is to be done, then what was done."""
    held = select(DealTask).where(DealTask.deal_id == deal.id)
    return session.scalars(held.order_by(DealTask.done_at.is_not(None), DealTask.due.is_(None), DealTask.due)).all()


def contacts_of(session: Session, deal: Deal) -> Sequence[tuple[DealContact, bool]]:
    """The people of each side, and whether the account of one no longer belongs to the side."""
    side = case((DealContact.turn == Turn.PROVIDER, deal.provider_id), else_=deal.seeker_id)
    member = exists().where(Membership.person_id == DealContact.person_id, Membership.organisation_id == side)
    left = DealContact.person_id.is_not(None) & (DealContact.turn != Turn.BROKER) & ~member
    rows = session.execute(select(DealContact, left).where(DealContact.deal_id == deal.id).order_by(DealContact.id))
    return [(row[0], bool(row[1])) for row in rows]


def mergeable_with(session: Session, actor: Actor, deal: Deal) -> Sequence[Deal]:
    """Other live deals of the same two sides that the actor conducts."""
    sides = (deal.provider_id, deal.seeker_id)
    same = select(Deal).where(
        Deal.id != deal.id,
        Deal.provider_id.in_(sides),
        Deal.seeker_id.in_(sides),
        Deal.state == DealState.OPEN,
        policies.seen_by(actor),
    )
    return session.scalars(same.order_by(Deal.id).limit(20)).all()


def pair_name(result: Achievement, other: Need | Organisation) -> str:
    """What must not be open twice: a result and a need, or a result and a seeker that named no need."""
    return f"{result.public_id} {other.public_id if isinstance(other, Need) else other.code}"


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
