"""A session with its organiser and parties, for tests."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import today
from marketplace.core.mail import Mail
from marketplace.events import services
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import Side
from marketplace.events.services import Registering, SetUp
from tests.factories import make_actor, make_listing, make_need, make_organisation


def usual(**changes: Any) -> SetUp:
    """A set-up four weeks ahead."""
    day = today() + timedelta(days=28)
    command = SetUp(
        title="双碳技术对接专场：化工与钢铁",
        day=day,
        venue="襄水会议中心",
        registration_until=day - timedelta(days=10),
        wishes_until=day - timedelta(days=4),
        slots=4,
        pause_after=2,
        tables=3,
        needs_approval=False,
    )
    return replace(command, **changes)


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation with somebody who acts for it and a record to bring."""

    organisation: Organisation
    actor: Actor
    record: str
    side: Side


@dataclass(frozen=True, slots=True)
class Stage:
    """The organiser's house, and as many parties as a test asks for."""

    session: Session
    house: Organisation
    organiser: Actor

    def event(self, *, opened: bool = True, **changes: Any) -> Event:
        event = services.create_event(self.session, self.organiser, self.house.id, usual(**changes))
        if opened:
            services.open_registration(self.session, self.organiser, event.public_id)
        return event

    def party(self, name: str, side: Side, **content: Any) -> Party:
        kind = OrganisationKind.UNIVERSITY if side is Side.PROVIDER else OrganisationKind.ENTERPRISE
        house = make_organisation(self.session, name.upper(), kind)
        who = make_actor(self.session, f"{name}@example.org", Role.UNIVERSITY, organisation=house)
        if side is Side.PROVIDER:
            record = make_listing(self.session, owner=house).public_id
        else:
            record = make_need(self.session, house, **content).public_id
        return Party(house, who, record, side)

    def register(self, event: Event, party: Party, **changes: Any) -> EventRegistration:
        command = replace(said(party), **changes)
        return services.register(self.session, party.actor, event.public_id, party.organisation.id, party.side, command)


def said(party: Party) -> Registering:
    return Registering(attendees=(f"{party.organisation.code} 的人",), items=(party.record,), answers={}, listed=True)


def make_stage(session: Session) -> Stage:
    house = make_organisation(session, "ORG-A", OrganisationKind.ORGANISER)
    return Stage(session, house, make_actor(session, "host@example.org", Role.ORGANISER, organisation=house))


def letters(session: Session) -> list[tuple[str, str]]:
    """(who, the subject's first word) of every letter."""
    session.flush()
    written = session.scalars(select(Mail).order_by(Mail.id))
    return [(mail.recipient.split("@")[0], mail.subject.split("：")[0]) for mail in written]
