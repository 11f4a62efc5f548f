"""Reading organisations."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, Organisation, Person
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFound


def get_organisation_by_code(session: Session, code: str) -> Organisation:
    organisation = session.scalar(select(Organisation).where(Organisation.code == code))
    if organisation is None:
        raise NotFound("没有代码为“%(code)s”的单位。", code=code)
    return organisation


def own_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations the actor belongs to, by name."""
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(actor.organisations)).order_by(Organisation.name)
    ).all()


def people_of(session: Session, organisation_id: int) -> Sequence[Person]:
    """Active members of an organisation, for letters to them."""
    return session.scalars(
        select(Person)
        .join(Membership)
        .where(Membership.organisation_id == organisation_id, Person.active)
        .order_by(Person.id)
    ).all()
