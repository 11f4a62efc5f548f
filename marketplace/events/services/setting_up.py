"""The organiser's acts on a session: set it up, change it, bring it from one state to the next."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.core.public_ids import next_public_id
from marketplace.events import letters, policies, queries
from marketplace.events.asking.requests import close_requests
from marketplace.events.asking.rules import RequestMode
from marketplace.events.bounds import WRONG, refuse_set_up
from marketplace.events.day.checking_in import note_no_shows
from marketplace.events.models import Event
from marketplace.events.rules import LIFECYCLE, OVER, SET_UP, EventAction, EventState
from marketplace.events.services.places import promote_waiting

MOST_NOTE = 1000


def _(text: str) -> str:
    """Mark a msgid."""
    return text


WHY = _("请写明取消的原因，参会方会看到。")
ASKED_ALREADY = _("已有参会方发出邀约，约见方式不能再改。")
PLANNED = _("已经排程，时间和桌数不能在这里改。请先重开约见。")
RHYTHM = (
    "slots", "slot_minutes", "gap_minutes", "pause_after", "pause_minutes", "tables", "most_meetings", "first_slot",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """Everything an organiser says of a session."""

    title: str
    day: date
    venue: str
    registration_until: date
    wishes_until: date
    introduction: str = ""
    supporters: str = ""
    contact: str = ""
    sectors: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    first_slot: time = time(9, 30)
    slots: int = 8
    slot_minutes: int = 20
    gap_minutes: int = 5
    pause_after: int = 4
    pause_minutes: int = 90
    tables: int = 10
    most_meetings: int = 6
    request_mode: RequestMode = RequestMode.WISHES
    request_hours: int = 72
    most_requests: int = 10
    provider_places: int | None = None
    seeker_places: int | None = None
    needs_approval: bool = True
    opens_at: time | None = None
    closes_at: time | None = None


def create_event(
    session: Session,
    actor: Actor,
    organisation_id: int,
    command: SetUp,
    *,
    sample: bool = False,
    only: Collection[str] | None = None,
) -> Event:
    """A new session, still unknown to the public; `only` names the fields of a first step, the others come later."""
    if not actor.system and not (policies.organises(actor) and actor.belongs_to(organisation_id)):
        raise Forbidden("只有主办单位的主办方成员可以设立专场。")
    refuse_set_up(command, only)
    event = Event(
        public_id=next_public_id(session, "E"),
        owner_id=organisation_id,
        created_by=actor.person_id,
        is_sample=sample,
        **_values(command),
    )
    session.add(event)
    session.flush()
    record_act(session, actor, EventAction.CREATE, event)
    return event


def save_event(session: Session, actor: Actor, public_id: str, command: SetUp, lock: int | None = None) -> Event:
    """Change the set-up; once a timetable is made, how the day is cut no longer changes here."""
    event = queries.get_event_to_manage(session, actor, public_id)
    if lock is not None and lock != event.lock:
        raise Conflict("这个专场在您打开之后被改过。请刷新页面，核对后再操作。")
    if event.state in (*OVER, EventState.CANCELLED):
        raise Conflict("专场已结束或已取消，不能再修改。")
    refuse_set_up(command)
    if event.state not in SET_UP and any(getattr(event, name) != getattr(command, name) for name in RHYTHM):
        raise InvalidInput(WRONG, {"slots": PLANNED})
    if event.request_mode is not command.request_mode and queries.any_request(session, event):
        raise InvalidInput(WRONG, {"request_mode": ASKED_ALREADY})
    before = {name: getattr(event, name) for name in ("day", "venue", "first_slot")}
    for name, value in _values(command).items():
        setattr(event, name, value)
    _touch(event)
    record_act(session, actor, EventAction.EDIT, event)
    promote_waiting(session, actor, event)
    if event.state is not EventState.DRAFT and any(getattr(event, name) != value for name, value in before.items()):
        letters.tell_parties_moved(session, event)
    return event


def open_registration(session: Session, actor: Actor, public_id: str) -> Event:
    """Announce the session and take registrations."""
    event = queries.get_event_to_manage(session, actor, public_id)
    LIFECYCLE.next_state(event.state, EventAction.OPEN)
    if event.registration_until < today() or event.day < today():
        raise Conflict("报名截止日期已过。请先修改日期，再开放报名。")
    if not event.venue:
        raise Conflict("还没有填地点。请先填写，再开放报名。")
    event.announced_at = now()
    return _move(session, actor, event, EventAction.OPEN)


def gather_wishes(session: Session, actor: Actor, public_id: str) -> Event:
    """Close registration."""
    return _move(session, actor, queries.get_event_to_manage(session, actor, public_id), EventAction.GATHER)


def reopen_registration(session: Session, actor: Actor, public_id: str) -> Event:
    """Take registrations again, until the day that stands in the set-up."""
    event = queries.get_event_to_manage(session, actor, public_id)
    if event.registration_until < today():
        raise Conflict("报名截止日期已过。请先修改日期，再开放报名。")
    return _move(session, actor, event, EventAction.REOPEN)


def lock_wishes(session: Session, actor: Actor, public_id: str) -> Event:
    """Close wishes: from here the timetable is made; requests that nobody answered run out."""
    event = _move(session, actor, queries.get_event_to_manage(session, actor, public_id), EventAction.LOCK)
    close_requests(session, event)
    return event


def unlock_wishes(session: Session, actor: Actor, public_id: str) -> Event:
    """Take wishes again; a draft of the timetable is made anew afterwards."""
    event = queries.get_event_to_manage(session, actor, public_id)
    if event.wishes_until < today():
        raise Conflict("约见截止日期已过。请先修改日期，再重开约见。")
    return _move(session, actor, event, EventAction.UNLOCK)


def adjust_timetable(session: Session, actor: Actor, public_id: str) -> Event:
    """Work on the next version; the one in force stays on every phone until then."""
    return _move(session, actor, queries.get_event_to_manage(session, actor, public_id), EventAction.ADJUST)


def cancel_event(session: Session, actor: Actor, public_id: str, note: str) -> Event:
    """Call it off; everybody who registered is told why."""
    event = queries.get_event_to_manage(session, actor, public_id)
    LIFECYCLE.next_state(event.state, EventAction.CANCEL)
    event.cancel_note = note.strip()[:MOST_NOTE]
    if not event.cancel_note:
        raise InvalidInput(WHY, {"note": WHY})
    _move(session, actor, event, EventAction.CANCEL)
    letters.tell_parties_cancelled(session, event)
    return event


def end_event(session: Session, actor: Actor, public_id: str) -> Event:
    """It is over; whoever was let in and never came was absent."""
    event = _move(session, actor, queries.get_event_to_manage(session, actor, public_id), EventAction.END)
    note_no_shows(session, event)
    return event


def discard_event(session: Session, actor: Actor, public_id: str) -> None:
    """Delete a session that was never announced."""
    event = queries.get_event_to_manage(session, actor, public_id)
    if event.state is not EventState.DRAFT:
        raise Conflict("已公开的专场不能删除，只能取消。")
    record_act(session, actor, EventAction.DISCARD, event)
    session.delete(event)


def said_of(event: Event) -> dict[str, Any]:
    """What stands in a set-up, by its field."""
    return {field.name: getattr(event, field.name) for field in fields(SetUp)}


def copied_from(event: Event, day: date) -> dict[str, Any]:
    """What a new session takes from an earlier one: everything but its dates, which keep their distance to the day."""
    values = said_of(event)
    shift = day - event.day
    values |= {name: values[name] + shift for name in ("registration_until", "wishes_until")}
    return values | {"day": day}


def _values(command: SetUp) -> dict[str, object]:
    values = {field.name: getattr(command, field.name) for field in fields(SetUp)}
    return values | {"sectors": list(command.sectors), "questions": list(command.questions)}


def _move(session: Session, actor: Actor, event: Event, action: EventAction) -> Event:
    event.state = LIFECYCLE.next_state(event.state, action)
    _touch(event)
    record_act(session, actor, action, event)
    return event


def _touch(event: Event) -> None:
    event.lock += 1
    event.updated_at = now()
