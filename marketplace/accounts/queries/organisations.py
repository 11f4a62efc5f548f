"""Reading organisations."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation, Person
from marketplace.core.actor import Act, Actor
from marketplace.core.errors import Forbidden, InvalidInput, NotFound


def get_organisation_by_code(session: Session, code: str) -> Organisation:
    organisation = session.scalar(select(Organisation).where(Organisation.code == code))
    if organisation is None:
        raise NotFound("没有代码为“%(code)s”的单位。", code=code)
    return organisation


def own_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisation the actor acts for; all they belong to when none was chosen, by name."""
    return _by_ids(session, actor.current)


def owners_to_write_for(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisation the actor acts for, first, and the owners whose mandate lets them make new records; Forbidden
    for a broker whose mandates are all for chosen records."""
    own = list(own_organisations(session, actor))
    given = {power.owner_id for power in actor.current_powers if power.covers(Act.EDIT, power.owner_id, None)}
    owners = own + list(_by_ids(session, frozenset(given) - actor.organisations))
    if not owners:
        raise Forbidden("您的委托只限指定的记录，不能新建。请单位成员新建，或请单位把委托改为全部记录。")
    return owners


def owner_to_write_for(session: Session, actor: Actor, code: str) -> Organisation:
    """The organisation with this code, for whose records the actor may act; without a code the only one there is."""
    offered = owners_to_write_for(session, replace(actor, acting_for=None))
    if not code and len(offered) == 1:
        return offered[0]
    for organisation in offered:
        if organisation.code == code:
            return organisation
    wrong = "请填您所在单位或委托单位的代码，例如 GET /api/v1/me 里列出的。"
    raise InvalidInput(wrong, {"organisation": wrong})


def owners_side(session: Session, organisation_id: int, handed_in_by: int | None) -> Sequence[Person]:
    """Active members, and the broker who handed the record in for them."""
    members = list(people_of(session, organisation_id))
    other = session.get(Person, handed_in_by) if handed_in_by else None
    return [*members, other] if other and other.active and other not in members else members


def managers_of(session: Session, organisation_id: int) -> Sequence[Person]:
    """The active people who manage an organisation."""
    found = select(Person).join(Membership).where(Membership.organisation_id == organisation_id, Person.active)
    return session.scalars(found.where(Membership.role == MembershipRole.MANAGER).order_by(Person.id)).all()


def _by_ids(session: Session, ids: frozenset[int]) -> Sequence[Organisation]:
    return session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)).all()


def people_of(session: Session, organisation_id: int) -> Sequence[Person]:
    """Active members of an organisation, for letters to them."""
    return session.scalars(
        select(Person)
        .join(Membership)
        .where(Membership.organisation_id == organisation_id, Person.active)
        .order_by(Person.id)
    ).all()
