"""Coming to a session: registering, being let in, moving up, withdrawing."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.events import letters, policies, queries
from marketplace.events.asking.requests import withdraw_with
from marketplace.events.bounds import WRONG, refuse_registering
from marketplace.events.inviting.services import note_registered
from marketplace.events.models import Event, EventItem, EventRegistration, ItemKind
from marketplace.events.rules import (
    BEFORE_THE_DAY,
    IN_HAND,
    TAKES_REGISTRATIONS,
    RegistrationAction,
    RegistrationState,
    Side,
)
from marketplace.events.services.places import decide, has_place, promote_waiting

MOST_NOTE = 1000


def _(text: str) -> str:
    """Mark a msgid."""
    return text


WHY = _("请写明理由，对方会看到。")
OWN_ONLY = _("只能选本单位已发布的记录。")
KINDS = {Side.PROVIDER: ItemKind.ACHIEVEMENT, Side.SEEKER: ItemKind.NEED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registering:
    """What a party says: who comes, with what, when not; `items` are public ids of its own published records."""

    attendees: tuple[str, ...]
    items: tuple[str, ...]
    phone: str = ""
    answers: dict[str, str]
    listed: bool = False
    absent: tuple[int, ...] = ()
    most_meetings: int | None = None


def register(
    session: Session, actor: Actor, public_id: str, organisation_id: int, side: Side, command: Registering
) -> EventRegistration:
    """Apply for an organisation, or apply again after withdrawing."""
    event = queries.get_event_held(session, actor, public_id)
    if not policies.can_register(actor, organisation_id):
        raise Forbidden("您不能替这个单位报名。请先选择您所在的单位。")
    if event.state not in TAKES_REGISTRATIONS or event.registration_until < today():
        raise Conflict("报名已截止。")
    _check(session, event, organisation_id, side, command)
    registration = queries.find_registration(session, event, organisation_id, side)
    if registration is None:
        registration = EventRegistration(
            event=event, event_id=event.id, organisation_id=organisation_id, side=side, person_id=actor.person_id
        )
        session.add(registration)
    elif registration.state in IN_HAND:
        raise Conflict("本单位已经报名，请在报名里修改。")
    else:
        registration.state = _again(registration)
        registration.decided_at, registration.note, registration.applied_at = None, "", now()
        registration.person_id = actor.person_id
    _write(session, event, registration, command)
    session.flush()
    session.refresh(registration, ["organisation"])
    record_act(session, actor, RegistrationAction.APPLY, registration)
    note_registered(session, actor, registration)
    _admit(session, actor, event, registration)
    letters.tell_party(session, registration)
    if registration.state is RegistrationState.APPLIED:
        letters.tell_organisers_applied(session, registration)
    return registration


def _again(registration: EventRegistration) -> RegistrationState:
    if registration.state is RegistrationState.REFUSED:
        raise Conflict("主办方没有通过这次报名。如有疑问，请与主办方联系。")
    return RegistrationState.APPLIED


def _admit(session: Session, actor: Actor, event: Event, registration: EventRegistration) -> None:
    """Without approval a party is in at once, or waits for a place."""
    if event.needs_approval:
        return
    free = has_place(session, event, registration.side)
    decide(session, actor, registration, RegistrationAction.ACCEPT if free else RegistrationAction.QUEUE)


def change_registration(session: Session, actor: Actor, number: int, command: Registering) -> EventRegistration:
    """Change what was said, until the timetable is made."""
    registration = queries.get_registration_to_change(session, actor, number)
    event = queries.get_event_held(session, actor, registration.event.public_id)
    session.refresh(registration, ["state"])  # it may have changed while we waited for the event
    if registration.state not in IN_HAND or not queries.may_still_change(event):
        raise Conflict("现在不能再修改报名。有变动请与主办方联系。")
    _check(session, event, registration.organisation_id, registration.side, command)
    _write(session, event, registration, command)
    record_act(session, actor, RegistrationAction.EDIT, registration)
    return registration


def accept(session: Session, actor: Actor, public_id: str, number: int) -> EventRegistration:
    """Let a party in; with every place taken it goes on the waiting list."""
    event = queries.get_event_to_manage(session, actor, public_id)
    registration = queries.get_registration_of(session, event, number)
    _refuse_late(event)
    free = has_place(session, event, registration.side)
    if registration.state is RegistrationState.WAITING:
        if not free:
            raise Conflict("名额已满。先增加名额，候补会自动递补。")
        decide(session, actor, registration, RegistrationAction.PROMOTE)
    else:
        decide(session, actor, registration, RegistrationAction.ACCEPT if free else RegistrationAction.QUEUE)
    letters.tell_party(session, registration)
    return registration


def refuse(session: Session, actor: Actor, public_id: str, number: int, note: str) -> EventRegistration:
    """Not this time, with a reason."""
    event = queries.get_event_to_manage(session, actor, public_id)
    registration = queries.get_registration_of(session, event, number)
    note = note.strip()[:MOST_NOTE]
    if not note:
        raise InvalidInput(WHY, {"note": WHY})
    decide(session, actor, registration, RegistrationAction.REFUSE)
    registration.note = note
    letters.tell_party(session, registration)
    return registration


def withdraw(session: Session, actor: Actor, number: int) -> EventRegistration:
    """Not coming after all: the place goes to whoever waits longest."""
    registration = queries.get_registration_to_change(session, actor, number)
    event = queries.get_event_held(session, actor, registration.event.public_id)
    session.refresh(registration, ["state"])  # it may have changed while we waited for the event
    _refuse_late(event)
    had_place = registration.state is RegistrationState.ACCEPTED
    decide(session, actor, registration, RegistrationAction.WITHDRAW)
    letters.tell_organisers_withdrawn(session, registration)
    withdraw_with(session, registration)
    if had_place:
        promote_waiting(session, actor, event)
    return registration


def set_fixed_table(session: Session, actor: Actor, public_id: str, number: int, table: int | None) -> None:
    """Give a party a table of its own, counted from 0, or none."""
    event = queries.get_event_to_manage(session, actor, public_id)
    registration = queries.get_registration_of(session, event, number)
    if table is not None and not 0 <= table < event.tables:
        raise InvalidInput("没有这张桌。桌号从 1 到 %(n)s。", n=event.tables)
    if table is not None and queries.table_is_taken(session, event, registration, table):
        raise InvalidInput("这张桌已固定给另一家，请换一张。")
    registration.fixed_table = table
    record_act(session, actor, RegistrationAction.EDIT, registration, fixed_table=table)


def _refuse_late(event: Event) -> None:
    if event.state not in BEFORE_THE_DAY:
        raise Conflict("专场已开始、结束或取消，名单不能再改。")


def _check(session: Session, event: Event, organisation_id: int, side: Side, command: Registering) -> None:
    refuse_registering(command, event.questions, event.slots)
    own = queries.own_records(session, organisation_id, side)
    if any(public_id not in own for public_id in command.items):
        raise InvalidInput(WRONG, {"items": OWN_ONLY})


def _write(session: Session, event: Event, registration: EventRegistration, command: Registering) -> None:
    registration.attendees = list(command.attendees)
    registration.phone, registration.listed = command.phone, command.listed
    registration.answers = {question: command.answers[question] for question in event.questions}
    registration.absent = sorted({slot for slot in command.absent if 0 <= slot < event.slots})
    registration.most_meetings = command.most_meetings
    _write_items(session, registration, command)


def _write_items(session: Session, registration: EventRegistration, command: Registering) -> None:
    kept = {item.subject_id: item for item in registration.items}
    wanted = list(dict.fromkeys(command.items))
    registration.items = [
        kept.get(public_id) or EventItem(subject_id=public_id, kind=KINDS[registration.side]) for public_id in wanted
    ]
    for position, item in enumerate(registration.items):
        item.position = position
    session.flush()
