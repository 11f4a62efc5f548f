"""Deals in every state, for the walk through the house: between the owner and the enterprise, with a broker."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from marketplace.accounts.models import Mandate, MandateState, Organisation, OrganisationKind, Person
from marketplace.core.actor import SYSTEM
from marketplace.core.clock import now, today
from marketplace.deals import policies, services
from marketplace.deals.models import Deal, DealContact, DealMessage, DealTask
from marketplace.deals.rules import DealState, LostReason, PauseReason, Turn
from marketplace.deals.services import OpenDeal
from tests.factories import make_need, make_organisation


def plant_deals(session: Session, house: Any, ours: Organisation, firm: Organisation) -> dict[str, str]:
    """The broker who walks as `mandated` may answer for the owner, and is named in every deal."""
    broker = _entrust(session, house, ours)
    for state in DealState:
        if state is not DealState.MERGED:
            _plant(session, house, firm, state, broker.id)
    other = _opened(session, house, firm)
    other.broker_id = broker.id
    session.flush()
    return {"other_deal": other.public_id}


def _plant(session: Session, house: Any, firm: Organisation, state: DealState, broker: int) -> None:
    deal = _opened(session, house, firm)
    deal.broker_id, deal.state = broker, state
    deal.lost_reason = LostReason.PRICE if state is DealState.LOST else None
    deal.pause_reason = PauseReason.DATA if state is DealState.PAUSED else None

    def sees(actor: Any, held: Deal = deal) -> bool:
        return policies.can_see(actor, held)

    deal.title = house.secrets.plant("deal.title", sees)
    deal.next_step = house.secrets.plant("deal.next_step", sees)
    message = DealMessage(deal_id=deal.id, turn=Turn.BROKER, text=house.secrets.plant("deal.message", sees))
    task = DealTask(deal_id=deal.id, turn=Turn.BROKER, title=house.secrets.plant("deal.task", sees))
    contact = DealContact(deal_id=deal.id, turn=Turn.SEEKER, name=house.secrets.plant("deal.contact", sees))
    session.add_all([message, task, contact])
    session.flush()
    house.keep("deal", deal.public_id, state, deal, task=str(task.id), contact=str(contact.id))


def _opened(session: Session, house: Any, firm: Organisation) -> Deal:
    need = make_need(session, firm)
    return services.open_deal(session, SYSTEM, OpenDeal(achievement=house.names["shown"], need=need.public_id))


def deal_of_the_broker(session: Session, house: Any, ours: Organisation, shown: str) -> str:
    """One deal of the broker, for the count of statements; its seeker is a house of its own."""
    broker = _entrust(session, house, ours)
    need = make_need(session, make_organisation(session, "ENT-DEAL", OrganisationKind.ENTERPRISE))
    deal = services.open_deal(session, SYSTEM, OpenDeal(achievement=shown, need=need.public_id))
    deal.broker_id = broker.id
    session.flush()
    return deal.public_id


def _entrust(session: Session, house: Any, ours: Organisation) -> Person:
    """A mandate in force to answer, for the broker who walks as `mandated`."""
    broker: Person = house.people["mandated"]
    given = {"valid_from": today(), "valid_until": today() + timedelta(days=30), "decided_at": now()}
    session.add(
        Mandate(
            public_id="M-2026-0100", owner=ours, person=broker, state=MandateState.ACCEPTED, may_answer=True, **given
        )
    )
    session.flush()
    return broker
