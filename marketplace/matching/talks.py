"""Reading approaches and conversations, each limited to those who speak for a side."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.listings.models import Achievement
from marketplace.matching import policies
from marketplace.matching.models import Approach, ApproachMessage, PairDecline, Visit
from marketplace.matching.rules import OPEN, ApproachState, Side
from marketplace.needs.models import Need

PAGE_SIZE = 20


def other(side: Side) -> Side:
    return Side.RESULT if side is Side.NEED else Side.NEED


def standing_of(actor: Actor, approach: Approach) -> tuple[bool, bool]:
    """Does the actor speak for the sender, for the receiver?"""
    sides = policies.sides_of(actor, approach)
    return approach.side in sides, other(approach.side) in sides


def get_approach(session: Session, actor: Actor, public_id: str, lock: bool = False) -> Approach:
    """The approach with its messages; NotFound for whoever speaks for neither side."""
    query = select(Approach).where(Approach.public_id == public_id).options(selectinload(Approach.messages))
    if lock:
        query = query.with_for_update(of=Approach).execution_options(populate_existing=True)
    approach = session.scalar(query)
    if approach is None or not policies.sides_of(actor, approach):
        raise NotFound("没有这次接洽。")
    return approach


def get_achievement(session: Session, public_id: str) -> Achievement:
    """The record behind a published result."""
    achievement = session.scalar(select(Achievement).where(Achievement.public_id == public_id))
    if achievement is None:
        raise NotFound("没有编号为“%(id)s”的成果。它可能已被移走，或编号有误。", id=public_id)
    return achievement


def approaches_of(session: Session, actor: Actor, number: int = 1) -> Page[Approach]:
    """A page of the actor's approaches, those that wait first, then the latest."""
    own = _own(actor)
    total = session.scalar(select(func.count()).select_from(own.with_only_columns(Approach.id).subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    waits = Approach.state.in_(OPEN).desc()
    rows = session.scalars(
        own.order_by(waits, Approach.updated_at.desc(), Approach.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page(items=list(rows), total=total, number=number, size=PAGE_SIZE)


def approaches_on(session: Session, actor: Actor, need: Need, result: Achievement) -> list[Approach]:
    """What the two sides of a pair asked each other, for those who speak for one."""
    if not (policies.speaks_for_need(actor, need) or policies.speaks_for_result(actor, result)):
        return []
    both = select(Approach).where(Approach.need_id == need.id, Approach.achievement_id == result.id)
    return list(session.scalars(both.order_by(Approach.id)))


def waiting_for(session: Session, actor: Actor, limit: int) -> Sequence[Approach]:
    """What waits for an answer of a side that the actor speaks for: the earliest due first."""
    own = sorted(actor.organisations)
    given = [power.owner_id for power in actor.powers]
    turn = or_(
        and_(Approach.state == ApproachState.SENT, Approach.receiver_id.in_([*own, *given])),
        and_(Approach.state == ApproachState.ASKED_BACK, Approach.sender_id.in_([*own, *given])),
    )
    return session.scalars(_own(actor).where(turn).order_by(Approach.due_at, Approach.id).limit(limit)).all()


def unread_by(session: Session, actor: Actor, limit: int) -> list[Approach]:
    """Open conversations in which the other side spoke last and the actor has not looked since: the longest first."""
    said = aliased(ApproachMessage)
    last = select(func.max(said.id)).where(said.approach_id == Approach.id).correlate(Approach).scalar_subquery()
    place = literal("talk:") + Approach.public_id
    read = exists().where(Visit.person_id == actor.person_id, Visit.place == place, Visit.seen_at >= ApproachMessage.at)
    rows = session.execute(
        _own(actor)
        .add_columns(ApproachMessage.side)
        .join(ApproachMessage, ApproachMessage.id == last)
        .where(Approach.state.in_((ApproachState.ACCEPTED, ApproachState.ANSWERED)), ~read)
        .where(ApproachMessage.person_id.is_distinct_from(actor.person_id))
        .order_by(ApproachMessage.at, Approach.id)
        .limit(limit)
    ).all()
    return [row[0] for row in rows if row[1] not in policies.sides_of(actor, row[0])]


def find_decline(session: Session, need: Need, result: Achievement, side: Side) -> PairDecline | None:
    held = select(PairDecline).where(PairDecline.need_id == need.id, PairDecline.achievement_id == result.id)
    return session.scalar(held.where(PairDecline.side == side))


def put_aside(session: Session, actor: Actor, need: Need) -> frozenset[str]:
    """The results that the need's own side has put aside; nothing for others."""
    if not policies.speaks_for_need(actor, need):
        return frozenset()
    declined = select(Achievement.public_id).join(PairDecline, PairDecline.achievement_id == Achievement.id)
    return frozenset(session.scalars(declined.where(PairDecline.need_id == need.id, PairDecline.side == Side.NEED)))


def _own(actor: Actor) -> Select[Approach]:
    joined = select(Approach).join(Need, Approach.need_id == Need.id)
    joined = joined.join(Achievement, Approach.achievement_id == Achievement.id).where(policies.may_read(actor))
    return joined.options(joinedload(Approach.need), joinedload(Approach.achievement))
