"""Sessions in every state and registrations in every state, for the walk through the house."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, PersonRole
from marketplace.core.actor import SYSTEM, Actor, Role
from marketplace.core.clock import CHINA, now, today
from marketplace.events import policies, services
from marketplace.events.day.rules import StaffRole
from marketplace.events.inviting.models import EventInvitation
from marketplace.events.inviting.rules import InvitationState
from marketplace.events.models import Event, EventMeeting, EventPlan, EventRegistration, EventStaff, EventWish
from marketplace.events.models.block import EventBlock, EventSlide
from marketplace.events.roadshow.rules import BlockKind, SlideTier
from marketplace.events.rules import LIFECYCLE, EventAction, EventState, RegistrationState, Saying, Side
from tests.events.staging import usual


def plant_sessions(session: Session, house: Any, ours: Organisation) -> None:
    """All held by the owner's organisation, whose manager is an organiser; so is the other university's."""
    for name in ("owner", "other"):
        house.people[name].roles.append(PersonRole(role=Role.ORGANISER))
    for state in EventState:
        event = _in_state(session, ours, state)
        house.keep("event", event.public_id, state, event)
    guest = _party(_in_state(session, ours, EventState.PUBLISHED), ours, Side.SEEKER)
    guest.event.version = 1
    session.add(guest)
    session.flush()
    house.keep("guest", str(guest.id), EventState.PUBLISHED, guest, event=guest.event.public_id)
    _today(session, house, ours)
    _invited(session, house, ours)
    _staged(session, house, ours)
    for state in RegistrationState:
        event = _in_state(session, ours, EventState.REGISTERING)
        party = EventRegistration(
            event=event, organisation_id=ours.id, side=Side.PROVIDER, state=state, attendees=["某人"], decided_at=now(),
            phone=house.secrets.plant("registration.phone", _knows(ours.id)),
        )  # fmt: skip
        session.add(party)
        session.flush()
        house.keep("party", str(party.id), state, party, event=event.public_id)


def _today(session: Session, house: Any, ours: Organisation) -> None:
    """A session that is on now, with a meeting in its first round and somebody at the desk."""
    began = max(now().astimezone(CHINA) - timedelta(minutes=30), datetime.combine(today(), time(), CHINA))
    first = began.time().replace(second=0, microsecond=0)
    days = {"day": today(), "registration_until": today(), "wishes_until": today(), "first_slot": first}
    event = services.create_event(session, SYSTEM, ours.id, usual())
    for name, value in days.items():
        setattr(event, name, value)
    event.state, event.announced_at, event.version = EventState.RUNNING, now(), 1
    pair = [_party(event, ours, side) for side in Side]
    session.add_all(pair)
    session.flush()
    wish = EventWish(event_id=event.id, provider_id=pair[0].id, seeker_id=pair[1].id, provider_says=Saying.MUST)
    session.add(wish)
    session.flush()
    plan = EventPlan(
        event_id=event.id, optimal=True, total_weight=5, upper_bound=5, musts=1, musts_wished=1, wished=1, seconds=0,
        version=1, published_at=now(), meetings=[EventMeeting(wish_id=wish.id, slot=0, table_number=0)],
    )  # fmt: skip
    helper = house.people["expert"]
    event.staff.append(EventStaff(person_id=helper.id, role=StaffRole.DESK))
    session.add(plan)
    session.flush()
    more = {
        "event": event.public_id,
        "code": pair[0].code,
        "wish": str(wish.id),
        "helper": str(helper.id),
        "plan": str(plan.id),
    }
    house.keep("today", str(pair[0].id), "", pair[0], **more)


def _staged(session: Session, house: Any, ours: Organisation) -> None:
    """A block of an agenda, and one whose slides are for everybody."""
    event = _in_state(session, ours, EventState.REGISTERING)
    block = EventBlock(event=event, position=1, kind=BlockKind.TALK, title="路演", minutes=20)
    block.slides.append(
        EventSlide(
            tier=SlideTier.REGISTERED, filename="a.pdf", media_type="application/pdf", size=3,
            key="0" * 64,  # the house puts its content there
        )
    )  # fmt: skip
    session.add(block)
    session.flush()
    house.keep("block", str(block.id), "", block, event=event.public_id, slide=str(block.slides[0].id))


def _invited(session: Session, house: Any, ours: Organisation) -> None:
    """One on the list, and one whose letter is out."""
    for kind, state in (("invitee", InvitationState.CHOSEN), ("letter", InvitationState.INVITED)):
        event = _in_state(session, ours, EventState.REGISTERING)
        one = EventInvitation(
            event=event, organisation_id=ours.id, side=Side.PROVIDER, state=state, subject_id="R-2026-9999",
            invited_at=now(),
        )  # fmt: skip
        session.add(one)
        session.flush()
        house.keep(kind, str(one.id), state, one, event=event.public_id, code=one.code)


def _in_state(session: Session, ours: Organisation, state: EventState) -> Event:
    event = services.create_event(session, SYSTEM, ours.id, usual())
    event.state, event.announced_at = state, now()
    session.flush()
    if LIFECYCLE.allows(state, EventAction.PLAN):
        _wish(session, event, ours)
    return event


def _wish(session: Session, event: Event, ours: Organisation) -> None:
    """A wish, and the draft of a timetable that does not hold it."""
    pair = [_party(event, ours, side) for side in Side]
    session.add_all(pair)
    session.flush()
    wish = EventWish(event_id=event.id, provider_id=pair[0].id, seeker_id=pair[1].id, provider_says=Saying.MUST)
    draft = EventPlan(
        event_id=event.id, optimal=True, total_weight=0, upper_bound=0, musts=0, musts_wished=1, wished=1, seconds=0
    )
    session.add_all([wish, draft])
    session.flush()


def _party(event: Event, ours: Organisation, side: Side) -> EventRegistration:
    return EventRegistration(
        event=event, organisation_id=ours.id, side=side, state=RegistrationState.ACCEPTED, attendees=["某人"],
        decided_at=now(),
    )  # fmt: skip


def _knows(owner_id: int) -> Callable[[Actor], bool]:
    """Its organisers and the party's own side, here of one organisation."""
    return lambda actor: policies.can_register(actor, owner_id)
