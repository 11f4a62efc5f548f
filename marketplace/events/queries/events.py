"""Sessions: one, the public list, the organiser's own, those whose day has come."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import today
from marketplace.core.errors import Forbidden, NotFound
from marketplace.core.paging import Page
from marketplace.events import policies
from marketplace.events.models import Event
from marketplace.events.rules import ANNOUNCED, BEFORE_THE_DAY, ON_STAGE, OVER, EventState

PAGE_SIZE = 20


def get_event(session: Session, actor: Actor, public_id: str) -> Event:
    """The session; NotFound for whoever must not know of it."""
    return _seen(actor, session.scalar(select(Event).where(Event.public_id == public_id)))


def get_event_managed(session: Session, actor: Actor, public_id: str) -> Event:
    """The session, for its organisers to read."""
    return _managed(actor, get_event(session, actor, public_id))


def get_event_to_manage(session: Session, actor: Actor, public_id: str) -> Event:
    """The session, held for a change by its organisers."""
    return _managed(actor, get_event_held(session, actor, public_id))


def get_event_held(session: Session, actor: Actor, public_id: str) -> Event:
    """The session with its row locked, so that two acts on its places come one after the other."""
    found = select(Event).where(Event.public_id == public_id).with_for_update(of=Event)
    return _seen(actor, session.scalar(found.execution_options(populate_existing=True)))


def _seen(actor: Actor, event: Event | None) -> Event:
    if event is None or not policies.can_see(actor, event):
        raise NotFound("没有这个专场。它可能已被移走，或地址有误。")
    return event


def _managed(actor: Actor, event: Event) -> Event:
    if not policies.can_manage(actor, event):
        raise Forbidden("只有主办单位的主办方成员和它请的协办可以办理这个专场。")
    return event


def get_event_at_door(session: Session, actor: Actor, public_id: str, *, held: bool = False) -> Event:
    """The session, for those who check people in; `held` locks its row for a change."""
    event = (get_event_held if held else get_event)(session, actor, public_id)
    if not policies.can_check_in(actor, event):
        raise Forbidden("只有主办方和这场的签到人员可以打开签到台。")
    return event


def get_event_owned(session: Session, actor: Actor, public_id: str, *, held: bool = False) -> Event:
    """The session, for the organisers who say who helps."""
    event = (get_event_held if held else get_event)(session, actor, public_id)
    if not policies.owns(actor, event):
        raise Forbidden("只有主办单位的主办方成员可以请人帮忙。")
    return event


def public_events(session: Session, number: int = 1, *, past: bool = False) -> Page[Event]:
    """Announced sessions: those to come, the next one first; or those that are over, the latest first."""
    over = Event.state.in_((*OVER, EventState.CANCELLED)) | (Event.day < today())
    announced = select(Event).where(Event.state.in_(ANNOUNCED), over if past else ~over)
    order = (Event.day.desc(), Event.id.desc()) if past else (Event.day, Event.id)
    total, number = _total(session, announced, number)
    rows = session.scalars(announced.order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(items=rows, total=total, number=number, size=PAGE_SIZE)


def managed_events(session: Session, actor: Actor, number: int = 1) -> Page[Event]:
    """The sessions that the actor runs or helps at, the latest day first."""
    own = select(Event).where(policies.worked_by(actor))
    total, number = _total(session, own, number)
    rows = own.order_by(Event.day.desc(), Event.id.desc()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(items=session.scalars(rows).all(), total=total, number=number, size=PAGE_SIZE)


def earlier_events(session: Session, actor: Actor, limit: int = 20) -> Sequence[Event]:
    """The sessions from which a new one may be copied."""
    own = select(Event).where(policies.managed_by(actor))
    return session.scalars(own.order_by(Event.day.desc(), Event.id.desc()).limit(limit)).all()


def due_to_go_on(session: Session, day: date) -> Sequence[Event]:
    """Sessions whose next step is a matter of the day, held for a change."""
    registering = (Event.state == EventState.REGISTERING) & (Event.registration_until < day)
    wishing = (Event.state == EventState.WISHING) & (Event.wishes_until < day)
    held = Event.state.in_(ON_STAGE) & (Event.day <= day) & (Event.version > 0)
    due = select(Event).where(registering | wishing | held).order_by(Event.id).with_for_update(of=Event)
    return session.scalars(due).all()


def due_to_follow(session: Session, held_until: date) -> Sequence[Event]:
    """Sessions that were held up to a day and are not in the archive, held for a change."""
    open_still = Event.state.in_((EventState.ENDED, EventState.FOLLOWING))
    due = select(Event).where(open_still, Event.day <= held_until, Event.version > 0)
    return session.scalars(due.order_by(Event.id).with_for_update(of=Event)).all()


def due_for_reminder(session: Session, day: date, latest: date) -> Sequence[Event]:
    soon = select(Event).where(
        Event.state.in_(BEFORE_THE_DAY), Event.day >= day, Event.day <= latest, Event.reminded_at.is_(None)
    )
    return session.scalars(soon.order_by(Event.id).with_for_update(of=Event)).all()


def _total(session: Session, events: Select[Event], number: int) -> tuple[int, int]:
    total = session.scalar(select(func.count()).select_from(events.order_by(None).subquery())) or 0
    return total, min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
