"""Wishes and timetables: what a party said, the draft, what was published, a party's own day."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, lazyload, selectinload

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFound
from marketplace.events import policies
from marketplace.events.day.rules import GOES_ON
from marketplace.events.models import Event, EventMeeting, EventOutcome, EventPlan, EventRegistration, EventWish
from marketplace.events.rules import Side

MOST_PLANS = 30


def get_registration_to_wish(session: Session, actor: Actor, number: int) -> EventRegistration:
    """The registration, for its own side and for the session's organisers; NotFound for everybody else."""
    found = session.get(EventRegistration, number)
    if found is None or not policies.wishes_for(actor, found):
        raise NotFound("没有这份报名。")
    return found


def wishes_of(session: Session, registration: EventRegistration) -> dict[int, EventWish]:
    """What is said of a party's pairs, by the other party."""
    own = or_(EventWish.provider_id == registration.id, EventWish.seeker_id == registration.id)
    provides = registration.side is Side.PROVIDER
    found = session.scalars(select(EventWish).where(own).order_by(EventWish.id))
    return {wish.seeker_id if provides else wish.provider_id: wish for wish in found}


def all_wishes(session: Session, event: Event) -> Sequence[EventWish]:
    return session.scalars(select(EventWish).where(EventWish.event_id == event.id).order_by(EventWish.id)).all()


def draft_of(session: Session, event: Event) -> EventPlan | None:
    """The draft in work: the newest that is neither published nor a trial."""
    drafts = select(EventPlan).where(EventPlan.event_id == event.id, EventPlan.version.is_(None), ~EventPlan.is_trial)
    shown = select(func.max(EventPlan.id)).where(EventPlan.event_id == event.id, EventPlan.version.is_not(None))
    newest = drafts.where(EventPlan.id > func.coalesce(shown.scalar_subquery(), 0))
    return session.scalar(newest.order_by(EventPlan.id.desc()).limit(1))


def plans_of(session: Session, event: Event) -> Sequence[EventPlan]:
    """Versions, drafts and trials, the newest first."""
    made = select(EventPlan).where(EventPlan.event_id == event.id).order_by(EventPlan.id.desc())
    return session.scalars(made.limit(MOST_PLANS).options(lazyload(EventPlan.meetings))).all()


def get_plan(session: Session, event: Event, number: int) -> EventPlan:
    """One of the timetables of a session."""
    found = session.scalar(
        select(EventPlan)
        .where(EventPlan.id == number, EventPlan.event_id == event.id)
        .options(selectinload(EventPlan.meetings))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("没有这份日程。它可能已被更新的替代。")
    return found


def published_plan(session: Session, event: Event) -> EventPlan | None:
    """The timetable in force."""
    shown = select(EventPlan).where(EventPlan.event_id == event.id, EventPlan.version == event.version)
    return session.scalar(shown)


def day_of(session: Session, registration: EventRegistration) -> Sequence[EventMeeting]:
    """A party's meetings in the timetable in force, by the clock."""
    own = or_(EventWish.provider_id == registration.id, EventWish.seeker_id == registration.id)
    found = _in_force(registration.event).join(EventWish, EventWish.id == EventMeeting.wish_id).where(own)
    return session.scalars(found.order_by(EventMeeting.slot)).all()


def meetings_of_round(session: Session, event: Event, number: int | None) -> Sequence[EventMeeting]:
    """What the timetable in force holds in one round; nothing once the day is over."""
    return session.scalars(_in_force(event).where(EventMeeting.slot == number)).all() if number is not None else []


def count_meetings(session: Session, event: Event) -> int:
    """How many the timetable in force holds."""
    return (
        session.scalar(
            select(func.count()).select_from(_in_force(event).with_only_columns(EventMeeting.wish_id).subquery())
        )
        or 0
    )


def _in_force(event: Event) -> Select[EventMeeting]:
    shown = (EventPlan.event_id == event.id, EventPlan.version == event.version)
    return select(EventMeeting).join(EventPlan, EventPlan.id == EventMeeting.plan_id).where(*shown)


def version_of(session: Session, event: Event, version: int) -> EventPlan | None:
    """A timetable that was published under this version."""
    return session.scalar(select(EventPlan).where(EventPlan.event_id == event.id, EventPlan.version == version))


def names_told(session: Session, event: Event) -> frozenset[int]:
    """The parties whose name may stand where everybody reads it."""
    told = select(EventRegistration.id).where(EventRegistration.event_id == event.id, policies.named_to_all())
    return frozenset(session.scalars(told))


def count_told(session: Session, event: Event) -> tuple[int, int]:
    """How many meetings somebody said anything of, and in how many somebody wants to go on."""
    said = select(EventOutcome.wish_id).join(EventWish, EventWish.id == EventOutcome.wish_id)
    said = said.where(EventWish.event_id == event.id)
    counted = (said, said.where(EventOutcome.interest.in_(GOES_ON)))
    told, on = (session.scalar(select(func.count()).select_from(each.distinct().subquery())) or 0 for each in counted)
    return told, on
