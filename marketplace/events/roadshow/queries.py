"""Reading agendas, each limited to what the actor may see."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden, NotFound
from marketplace.events import policies
from marketplace.events.hours import LATEST, minutes_of
from marketplace.events.models import Event, EventMeeting, EventPlan, EventRegistration, EventWish
from marketplace.events.models.block import EventBlock, EventSlide
from marketplace.events.queries import accepted_of, published_plan
from marketplace.events.roadshow.rules import SlideTier
from marketplace.events.roadshow.running import Day
from marketplace.events.rules import RegistrationState

GONE = "没有这个环节。它可能已被删除，请刷新后再试。"


def blocks_of(session: Session, event: Event) -> Sequence[EventBlock]:
    """The agenda in the organiser's order, with slides and presenting parties."""
    found = select(EventBlock).where(EventBlock.event_id == event.id).options(joinedload(EventBlock.registration))
    return session.scalars(found.order_by(EventBlock.position, EventBlock.id)).all()


def day_of(session: Session, event: Event, blocks: Sequence[EventBlock]) -> Day:
    """What the agenda may clash with: the venue's hours, the rounds, the meetings of those who present."""
    parties = {each.registration.id: each.registration for each in blocks if each.registration is not None}
    return Day(
        opens=minutes_of(event.opens_at) if event.opens_at else 0,
        closes=minutes_of(event.closes_at) if event.closes_at else LATEST,
        rounds=tuple((slot.begins, slot.ends) for slot in event.hours),
        meets=_meetings(session, event, set(parties)) if parties else {},
        people={number: len(party.attendees) for number, party in parties.items()},
    )


def _meetings(session: Session, event: Event, parties: set[int]) -> dict[int, frozenset[int]]:
    plan = published_plan(session, event)
    if plan is None:
        return {}
    rows = session.execute(
        select(EventWish.provider_id, EventWish.seeker_id, EventMeeting.slot)
        .join(EventMeeting, EventMeeting.wish_id == EventWish.id)
        .join(EventPlan, EventMeeting.plan_id == EventPlan.id)
        .where(EventPlan.id == plan.id)
    )
    found: dict[int, set[int]] = {}
    for provider, seeker, slot in rows:
        for party in {provider, seeker} & parties:
            found.setdefault(party, set()).add(slot)
    return {party: frozenset(slots) for party, slots in found.items()}


def presenters_of(session: Session, event: Event) -> list[tuple[int, str]]:
    """The parties that may present: those who come."""
    return [(party.id, party.organisation.name) for party in accepted_of(session, event)]


def get_block(session: Session, event: Event, number: int) -> EventBlock:
    found = select(EventBlock).where(EventBlock.id == number, EventBlock.event_id == event.id)
    block = session.scalar(found.options(joinedload(EventBlock.registration)))
    if block is None:
        raise NotFound(GONE)
    return block


def get_block_to_attach(session: Session, actor: Actor, event: Event, number: int) -> EventBlock:
    """The block, for those who bring its slides."""
    block = get_block(session, event, number)
    if not may_attach(actor, block):
        raise Forbidden("只有主办方和讲这一段的参会方可以放幻灯片。")
    return block


def last_position(session: Session, event: Event) -> int:
    return session.scalar(select(func.max(EventBlock.position)).where(EventBlock.event_id == event.id)) or 0


def may_attach(actor: Actor, block: EventBlock) -> bool:
    """The organisers, and the party that presents."""
    own = block.registration is not None and policies.represents(actor, block.registration)
    return own or policies.can_manage(actor, block.event)


def may_open(session: Session, actor: Actor, event: Event) -> bool:
    """Whether slides for the registered are open: to those who come, and to whoever runs or helps."""
    if not actor.signed_in:
        return False
    if policies.can_check_in(actor, event):
        return True
    own = select(EventRegistration.id).where(
        EventRegistration.event_id == event.id,
        EventRegistration.state == RegistrationState.ACCEPTED,
        policies.represented_by(actor),
    )
    return session.scalar(own.limit(1)) is not None


def get_slide(session: Session, actor: Actor, event: Event, number: int) -> EventSlide:
    """The slides, for whom they are open now."""
    found = session.scalar(select(EventSlide).join(EventSlide.block).where(EventSlide.id == number))
    if found is None or found.block.event_id != event.id or not found.is_served:
        raise NotFound("没有这份幻灯片。它可能已被移除。")
    if found.tier is SlideTier.REGISTERED and not may_open(session, actor, event):
        raise Forbidden("这份幻灯片只对参会方开放。报名通过后可以下载。")
    return found
