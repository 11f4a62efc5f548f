"""Sessions in every state and registrations in every state, for the walk through the house."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, PersonRole
from marketplace.core.actor import SYSTEM, Actor, Role
from marketplace.core.clock import now
from marketplace.events import policies, services
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import EventState, RegistrationState, Side
from tests.events.staging import usual


def plant_sessions(session: Session, house: Any, ours: Organisation) -> None:
    """All held by the owner's organisation, whose manager is an organiser; so is the other university's."""
    for name in ("owner", "other"):
        house.people[name].roles.append(PersonRole(role=Role.ORGANISER))
    for state in EventState:
        event = _in_state(session, ours, state)
        house.keep("event", event.public_id, state, event)
    for state in RegistrationState:
        event = _in_state(session, ours, EventState.REGISTERING)
        party = EventRegistration(
            event=event, organisation_id=ours.id, side=Side.PROVIDER, state=state, attendees=["某人"], decided_at=now(),
            phone=house.secrets.plant("registration.phone", _knows(ours.id)),
        )  # fmt: skip
        session.add(party)
        session.flush()
        house.keep("party", str(party.id), state, party, event=event.public_id)


def _in_state(session: Session, ours: Organisation, state: EventState) -> Event:
    event = services.create_event(session, SYSTEM, ours.id, usual())
    event.state, event.announced_at = state, now()
    session.flush()
    return event


def _knows(owner_id: int) -> Callable[[Actor], bool]:
    """Its organisers and the party's own side, here of one organisation."""
    return lambda actor: policies.can_register(actor, owner_id)
