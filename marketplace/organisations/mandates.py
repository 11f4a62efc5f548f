"""Reading mandates: for the owner, for those who hold them, and who could."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Mandate, MandateState, Organisation, OrganisationKind, Person
from marketplace.accounts.queries import people_with_role
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import today
from marketplace.core.errors import NotFound
from marketplace.organisations import policies

MOST = 200
SOON = timedelta(days=14)


def get_mandate(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Mandate:
    """The mandate, for its two sides and administrators; NotFound for others."""
    found = select(Mandate).where(Mandate.public_id == public_id)
    if lock:
        found = found.with_for_update(of=Mandate).execution_options(populate_existing=True)
    mandate = session.scalar(found)
    if mandate is None or not policies.can_see_mandate(actor, mandate):
        raise NotFound("没有编号为“%(id)s”的委托。", id=public_id)
    return mandate


def given_by(session: Session, organisation: Organisation) -> Sequence[Mandate]:
    """An owner's mandates, the latest first."""
    given = select(Mandate).where(Mandate.owner_id == organisation.id)
    return session.scalars(given.order_by(Mandate.id.desc()).limit(MOST)).all()


def held_by(session: Session, actor: Actor) -> Sequence[Mandate]:
    """The mandates given to the person and to the agencies they belong to, the latest first."""
    mine = or_(Mandate.person_id == actor.person_id, Mandate.agency_id.in_(actor.organisations))
    return session.scalars(select(Mandate).where(mine).order_by(Mandate.id.desc()).limit(MOST)).all()


def offered_to(session: Session, actor: Actor) -> Sequence[Mandate]:
    """What the actor may accept or decline."""
    mine = or_(Mandate.person_id == actor.person_id, Mandate.agency_id.in_(actor.manages))
    offered = select(Mandate).where(Mandate.state == MandateState.PROPOSED, mine)
    return session.scalars(offered.order_by(Mandate.proposed_at, Mandate.id)).all()


def ending_soon(session: Session, actor: Actor) -> Sequence[Mandate]:
    """The mandates of the organisations that the actor manages that run out within two weeks."""
    ending = select(Mandate).where(
        Mandate.owner_id.in_(actor.manages),
        Mandate.state == MandateState.ACCEPTED,
        Mandate.valid_until >= today(),
        Mandate.valid_until <= today() + SOON,
    )
    return session.scalars(ending.order_by(Mandate.valid_until, Mandate.id)).all()


def possible_holders(session: Session, owner: Organisation) -> tuple[Sequence[Organisation], Sequence[Person]]:
    """The agencies and the brokers that an owner may choose from."""
    agencies = select(Organisation).where(Organisation.kind == OrganisationKind.AGENCY, Organisation.id != owner.id)
    return session.scalars(agencies.order_by(Organisation.name)).all(), people_with_role(session, Role.BROKER)
