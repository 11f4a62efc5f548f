"""From a meeting to a deal: what its parties are offered, opening it once, and what a deal's page shows of its meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, and_, cast, exists, or_, select
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import Organisation
from marketplace.core.actor import SYSTEM, Act, Actor
from marketplace.core.clock import CHINA, today
from marketplace.core.errors import Conflict, NotFound
from marketplace.deals import policies
from marketplace.deals.models import Deal
from marketplace.deals.rules import LIVE, Origin
from marketplace.deals.services.opening import AlreadyOpen, OpenDeal, open_deal
from marketplace.events import queries
from marketplace.events.day.rules import GOES_ON
from marketplace.events.fitting import fits
from marketplace.events.models import Event, EventItem, EventOutcome, EventRegistration, EventWish, ItemKind
from marketplace.events.queries import HeldMeeting
from marketplace.events.rules import OVER, Side
from marketplace.listings.models import Achievement

OFFERED_FOR = timedelta(days=60)  # after the session
AT_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """`known` is the deal that the two sides have already, else one press opens it."""

    known: str = ""


def open_from_meeting(session: Session, actor: Actor, event_id: str, wish_id: int) -> Deal:
    """Open the deal of a meeting in which somebody wants to go on, for the result and the need that fit best."""
    queries.get_event_held(session, actor, event_id)  # two presses come one after the other
    met = queries.get_held_meeting(session, actor, event_id, wish_id)
    if not met.goes_on:
        raise Conflict("双方都没有说要继续谈。先登记约见的结果，再开商机。")
    known = _deals_of(session, [met]).get(wish_id)
    if known is not None:
        raise AlreadyOpen(known.public_id)
    result, need = _best_pair(session, met)
    if not result:
        raise NotFound("成果方带来的成果已不在平台上，不能开商机。")
    return open_deal(
        session,
        actor,
        OpenDeal(
            achievement=result,
            need=need or None,
            seeker="" if need else met.seeker.organisation.code,
            origin=Origin.MEETING,
            reference=_reference(event_id, wish_id),
        ),
    )


def _best_pair(session: Session, met: HeldMeeting) -> tuple[str, str]:
    """The result and the need that fit best of what both brought, blank where there is none."""
    provider, seeker = queries.cards_of(session, [met.provider, met.seeker])
    fit = fits(session, provider, [seeker])[seeker.id]
    if fit.result:
        return fit.result, fit.need
    return next(iter(met.achievements), ""), next(iter(met.needs), "")


def offered_to(session: Session, actor: Actor, registration: EventRegistration) -> dict[int, Offered]:
    """By meeting of a party's day in which it wants to go on; nothing for whoever does not speak for it."""
    if not actor.may_act_for(Act.ANSWER, registration.organisation_id, None):
        return {}
    held = queries.held_meetings(session, actor, event=registration.event, organisation_id=registration.organisation_id)
    own = [each for each in held if registration.id in (each.provider.id, each.seeker.id)]
    on = [each for each in own if (said := each.told.get(registration.side)) and said.interest in GOES_ON]
    known = _deals_of(session, on)
    return {
        each.wish_id: Offered(known=deal.public_id if (deal := known.get(each.wish_id)) else "")
        for each in on
        if (deal := known.get(each.wish_id)) is None or policies.can_see(actor, deal)
    }


def _reference(event_id: str, wish_id: int) -> str:
    """What a deal says of the meeting that it was opened from."""
    return f"{event_id}-{wish_id}"


def _deals_of(session: Session, meetings: Sequence[HeldMeeting]) -> dict[int, Deal]:
    """The deal of each meeting: the live one about something that was brought, else the one opened from the meeting.

    A deal that was opened from the meeting and given up is still its deal: it can be reopened, and nobody is asked again.
    """
    if not meetings:
        return {}
    sides = {(each.provider.organisation_id, each.seeker.organisation_id) for each in meetings}
    own = [_reference(each.event_id, each.wish_id) for each in meetings]
    found = select(Deal).where(
        Deal.provider_id.in_(sorted({one for one, _other in sides})),
        Deal.seeker_id.in_(sorted({other for _one, other in sides})),
        or_(Deal.state.in_(LIVE), and_(Deal.origin == Origin.MEETING, Deal.origin_reference.in_(own))),
    )
    deals = session.scalars(found.order_by(Deal.id)).unique().all()
    return {each.wish_id: deal for each in meetings if (deal := _deal_of(each, deals)) is not None}


def _deal_of(met: HeldMeeting, deals: Sequence[Deal]) -> Deal | None:
    """The earliest that is live, else the latest that was opened from the meeting; `deals` are in the order of their opening."""
    between = (met.provider.organisation_id, met.seeker.organisation_id)
    of = [each for each in deals if (each.provider_id, each.seeker_id) == between]
    live = [each for each in of if each.state in LIVE and each.pair.partition(" ")[0] in met.achievements]
    opened = [each for each in of if each.origin_reference == _reference(met.event_id, met.wish_id)]
    return live[0] if live else opened[-1] if opened else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A meeting of a session that is over, in which one's own side wants to go on and there is no deal yet."""

    event: str
    title: str
    registration: int
    wish: int
    other: str
    day: datetime


def waiting_for_deals(session: Session, actor: Actor) -> list[Waiting]:
    """One statement, however many there are."""
    own = sorted(actor.current)
    if not own:
        return []
    provider, seeker = aliased(EventRegistration), aliased(EventRegistration)
    mine = or_(
        and_(EventOutcome.side == Side.PROVIDER, provider.organisation_id.in_(own)),
        and_(EventOutcome.side == Side.SEEKER, seeker.organisation_id.in_(own)),
    )
    brought = exists().where(
        EventItem.registration_id == provider.id,
        EventItem.kind == ItemKind.ACHIEVEMENT,
        EventItem.subject_id == Achievement.public_id,
        Achievement.id == Deal.achievement_id,
    )
    reference = Event.public_id + "-" + cast(EventWish.id, String)
    opened = exists().where(
        Deal.provider_id == provider.organisation_id,
        Deal.seeker_id == seeker.organisation_id,
        or_(  # the same deals as `_deals_of`
            and_(Deal.state.in_(LIVE), brought),
            and_(Deal.origin == Origin.MEETING, Deal.origin_reference == reference),
        ),
    )
    giver, taker = aliased(Organisation), aliased(Organisation)
    found = (
        select(
            EventOutcome.side, EventOutcome.wish_id, Event.public_id, Event.title, Event.day, Event.first_slot,
            provider.id, seeker.id, giver.name, taker.name,
        )
        .join(EventWish, EventWish.id == EventOutcome.wish_id)
        .join(Event, Event.id == EventWish.event_id)
        .join(provider, provider.id == EventWish.provider_id)
        .join(seeker, seeker.id == EventWish.seeker_id)
        .join(giver, giver.id == provider.organisation_id)
        .join(taker, taker.id == seeker.organisation_id)
        .where(mine, EventOutcome.interest.in_(GOES_ON), Event.state.in_(OVER), ~opened)
        .where(Event.day >= today() - OFFERED_FOR)
        .order_by(Event.day, EventOutcome.wish_id)
        .limit(AT_MOST)
    )  # fmt: skip
    waiting = []
    for side, wish, event, title, day, first, one, two, offers, asks in session.execute(found):
        here, other = (one, asks) if side is Side.PROVIDER else (two, offers)
        waiting.append(
            Waiting(
                event=event,
                title=title,
                registration=here,
                wish=wish,
                other=other,
                day=datetime.combine(day, first, CHINA),
            )
        )
    return waiting


def meetings_of(session: Session, actor: Actor, deal: Deal) -> Mapping[str, Any] | None:
    """The meetings at which the two sides of a deal sat together, for its page; None when there were none."""
    met = queries.held_meetings(session, SYSTEM, sides=(deal.provider_id, deal.seeker_id))
    if not met:
        return None
    own = {Side.PROVIDER: deal.provider_id, Side.SEEKER: deal.seeker_id}
    mine = [side for side, house in own.items() if actor.belongs_to(house)]
    return {
        "meetings": met,
        "said": {each.wish_id: [each.told[side] for side in mine if side in each.told] for each in met},
        "first": deal.origin_reference if deal.origin is Origin.MEETING else "",
    }
