"""Checking in: at the desk, by oneself, without having registered; who stayed away is noted."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from marketplace.accounts.queries import get_organisation_by_code
from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events import policies, queries
from marketplace.events.bounds import MOST_ATTENDEES
from marketplace.events.day.rules import PRESENCE, Arrival, DayAction, Presence
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import ON_STAGE, OVER, RegistrationState, Side

EARLY = timedelta(hours=2)  # before the first round
LONGEST_NAME = 40


def _(text: str) -> str:
    """Mark a msgid."""
    return text


NOT_YET = _("签到在活动当天、第一轮开始前两小时打开。")
WHO_COMES = _("请写下到场的人，每行一个姓名，最多 10 位。")
WHICH_HOUSE = _("请先找到单位，再选中它。")


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIn:
    """Somebody who comes without having registered: the code of their organisation, their side, who is there."""

    organisation: str
    side: Side
    attendees: tuple[str, ...]


def desk_is_open(event: Event) -> bool:
    """On the day, until the session has ended."""
    return event.state in ON_STAGE and event.day == today()


def opens_for_oneself(event: Event) -> bool:
    """From two hours before the first round: nobody checks in from bed."""
    return desk_is_open(event) and now() >= event.begins - EARLY


def note_presence(session: Session, actor: Actor, public_id: str, number: int, action: DayAction) -> EventRegistration:
    """At the desk: here, excused, absent, or a mistake taken back."""
    event = queries.get_event_at_door(session, actor, public_id, held=True)
    registration = queries.get_registration_of(session, event, number)
    session.refresh(registration, ["presence", "state"])
    late = event.state in OVER and policies.can_manage(actor, event)
    if not desk_is_open(event) and not late:
        raise Conflict("签到台只在活动当天打开。")
    return _note(session, actor, event, registration, action, Arrival.DESK)


def check_in_oneself(session: Session, actor: Actor, public_id: str, number: int) -> EventRegistration:
    """A party says that it is here."""
    registration = queries.get_registration_to_change(session, actor, number)
    event = queries.get_event_held(session, actor, public_id)
    session.refresh(registration, ["presence", "state"])
    if registration.event_id != event.id or not opens_for_oneself(event):
        raise Conflict(NOT_YET)
    if registration.presence is Presence.PRESENT:
        return registration
    return _note(session, actor, event, registration, DayAction.CHECK_IN, Arrival.SELF)


def _note(
    session: Session, actor: Actor, event: Event, registration: EventRegistration, action: DayAction, arrival: Arrival
) -> EventRegistration:
    if registration.state is not RegistrationState.ACCEPTED:
        raise Conflict("这份报名没有通过，不能签到。请先在参会方里处理。")
    registration.presence = PRESENCE.next_state(registration.presence, action)
    here = registration.presence is Presence.PRESENT
    registration.arrived_at, registration.arrival = (now(), arrival) if here else (None, None)
    event.pulse += 1
    record_act(session, actor, action, registration)
    return registration


def let_walk_in(session: Session, actor: Actor, public_id: str, command: WalkIn) -> EventRegistration:
    """Take in an organisation that stands at the desk without a registration; it has no meetings until the next version."""
    event = queries.get_event_at_door(session, actor, public_id, held=True)
    if not desk_is_open(event):
        raise Conflict("现场登记只在活动当天打开。")
    _refuse(command)
    house = get_organisation_by_code(session, command.organisation)
    registration = queries.find_registration(session, event, house.id, command.side)
    if registration is not None and registration.state is RegistrationState.ACCEPTED:
        raise Conflict("这个单位已经报名，请在名单里签到。")
    if registration is None:
        registration = EventRegistration(event=event, event_id=event.id, organisation_id=house.id, side=command.side)
        session.add(registration)
    registration.attendees = list(command.attendees)
    registration.state, registration.decided_at = RegistrationState.ACCEPTED, now()
    registration.presence, registration.arrived_at, registration.arrival = Presence.PRESENT, now(), Arrival.WALK_IN
    event.pulse += 1
    session.flush()
    session.refresh(registration, ["organisation"])
    record_act(session, actor, DayAction.WALK_IN, registration)
    return registration


def _refuse(command: WalkIn) -> None:
    wrong = {}
    if not command.organisation:
        wrong["organisation"] = WHICH_HOUSE
    named = all(len(name) <= LONGEST_NAME for name in command.attendees)
    if not (0 < len(command.attendees) <= MOST_ATTENDEES and named):
        wrong["attendees"] = WHO_COMES
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def note_no_shows(session: Session, event: Event) -> int:
    """At the end, whoever was let in and never came was absent; gives how many."""
    missing = queries.still_expected(session, event)
    for registration in missing:
        registration.presence = PRESENCE.next_state(registration.presence, DayAction.MISS)
        record_act(session, SYSTEM, DayAction.MISS, registration)
    return len(missing)
