"""A broker's book changes hands: one deal, or all that are chosen."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, Organisation, OrganisationKind, Person, PersonRole
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor, Role
from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.deals import letters, policies
from marketplace.deals.models import Deal
from marketplace.deals.rules import LIVE, DealAction
from marketplace.deals.services.recording import deal_to, log, standing_of


def hand_over(session: Session, actor: Actor, public_ids: Sequence[str], to: int, *, tell: bool = True) -> list[Deal]:
    """Give deals to another broker, who needs a mandate that reaches each; nothing is handed over otherwise."""
    deals = [deal_to(session, actor, public_id, may=may_hand_over) for public_id in dict.fromkeys(public_ids)]
    person = session.get(Person, to)
    if person is None or not person.active:
        raise InvalidInput("请选接手的经理人。", {"to": "请选接手的经理人。"})
    taker = actor_for(person)
    if not deals:
        raise InvalidInput("请先勾选商机。", {"to": "请先勾选商机。"})
    for deal in deals:
        _hand(session, actor, deal, person, taker)
    if tell:
        letters.tell_taker(session, person, actor, deals)
    return deals


def may_hand_over(actor: Actor, deal: Deal) -> bool:
    """The broker themself, a manager of the agency, or a side without a broker at work."""
    manages = deal.broker_organisation_id is not None and deal.broker_organisation_id in actor.manages
    own = deal.broker_id is not None and deal.broker_id == actor.person_id
    return actor.system or (policies.can_see(actor, deal) and (manages or own or policies.can_conduct(actor, deal)))


def _hand(session: Session, actor: Actor, deal: Deal, person: Person, taker: Actor) -> None:
    before, held = standing_of(deal), (deal.broker_id, deal.broker_organisation_id)
    deal.broker_id, deal.broker_organisation_id = person.id, _agency(session, deal, taker)
    if deal.state not in LIVE or not policies.works_as_broker(taker, deal):
        deal.broker_id, deal.broker_organisation_id = held
        raise Forbidden("接手的人没有 %(id)s 任何一方的有效委托。请先取得委托。", id=deal.public_id)
    log(session, actor, deal, DealAction.HAND_OVER, before=before, note=person.name, to=person.id)


def _agency(session: Session, deal: Deal, taker: Actor) -> int | None:
    """The agency that goes on with the deal: the same one where the taker belongs to it, else their own."""
    if deal.broker_organisation_id in taker.organisations:
        return deal.broker_organisation_id
    own = select(Organisation.id).where(
        Organisation.id.in_(sorted(taker.organisations)), Organisation.kind == OrganisationKind.AGENCY
    )
    return session.scalar(own.order_by(Organisation.id).limit(1))


def possible_takers(session: Session, actor: Actor) -> Sequence[Person]:
    """Brokers whom the actor may hand over to: colleagues of the same agencies."""
    colleagues = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Organisation, Membership.organisation_id == Organisation.id)
        .where(
            Person.active,
            Organisation.kind == OrganisationKind.AGENCY,
            Organisation.id.in_(sorted(actor.organisations)),
            Person.id.in_(select(PersonRole.person_id).where(PersonRole.role == Role.BROKER)),
        )
        .order_by(Person.name, Person.id)
    )
    return session.scalars(colleagues).unique().all()
