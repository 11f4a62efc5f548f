"""A pair of two organisations, a broker with mandates of both, and deals on it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts.models import Mandate, MandateState, Organisation, OrganisationKind, Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import now, today
from marketplace.deals import facts, services
from marketplace.deals.models import Deal
from marketplace.deals.rules import Fact, Stage
from marketplace.deals.services import Move, OpenDeal
from tests.factories import make_listing, make_need, make_organisation, make_person


@pytest.fixture(autouse=True)
def nobody_finds() -> Iterator[None]:
    """No room finds facts out here, whichever application was made before: people tick them."""
    kept = dict(facts.SOURCES)
    facts.SOURCES.clear()
    yield
    facts.SOURCES.clear()
    facts.SOURCES.update(kept)


def give_mandate(session: Session, owner: Organisation, holder: Person | Organisation, **said: object) -> Mandate:
    """A mandate in force to answer in the owner's name."""
    named = {"person_id": holder.id} if isinstance(holder, Person) else {"agency_id": holder.id}
    values = {"valid_from": today(), "valid_until": today() + timedelta(days=90), "decided_at": now()} | named | said
    number = session.query(Mandate).count() + 1
    mandate = Mandate(public_id=f"M-T-{number:04}", owner=owner, state=MandateState.ACCEPTED, may_answer=True, **values)
    session.add(mandate)
    session.flush()
    return mandate


class Room:
    """A result of a university, a need of a firm, their people, a broker of an agency, and a stranger."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.home = make_organisation(session, "UNI-A")
        self.firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁集团有限公司")
        self.agency = make_organisation(session, "AGY-A", OrganisationKind.AGENCY)
        self.people = {
            "owner": make_person(session, "owner@example.org", Role.UNIVERSITY, organisation=self.home),
            "asker": make_person(session, "asker@example.org", Role.ENTERPRISE, organisation=self.firm),
            "broker": make_person(session, "broker@example.org", Role.BROKER, organisation=self.agency),
            "colleague": make_person(session, "colleague@example.org", Role.BROKER, organisation=self.agency),
            "stranger": make_person(session, "stranger@example.org", Role.BROKER),
        }
        self.mandate = give_mandate(session, self.home, self.agency)
        self.version = make_listing(session, owner=self.home)
        self.result = self.version.achievement.public_id
        self.need = make_need(session, self.firm)

    def actor(self, name: str) -> Actor:
        self.session.flush()
        self.session.refresh(self.people[name])
        return actor_for(self.people[name])

    def open(self, by: str = "broker", **said: object) -> Deal:
        command = OpenDeal(**{"achievement": self.result, "need": self.need.public_id} | said)  # type: ignore[arg-type]
        return services.open_deal(self.session, self.actor(by), command)

    def tick(self, deal: Deal, *ticked: Fact, by: str = "broker") -> None:
        for fact in ticked:
            services.tick(self.session, self.actor(by), deal.public_id, fact, "见附件")

    def move(self, deal: Deal, stage: Stage, reason: str = "", by: str = "broker") -> Deal:
        return services.move(self.session, self.actor(by), deal.public_id, Move(stage=stage, reason=reason))


@pytest.fixture
def room(session: Session) -> Room:
    return Room(session)
