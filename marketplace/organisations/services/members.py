"""Members and managers. An organisation always keeps a manager."""

from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, NotFound
from marketplace.organisations import letters, queries


def _(text: str) -> str:
    """Mark a msgid; it is translated for the one who reads the letter."""
    return text


def change_role(session: Session, actor: Actor, code: str, membership_id: int, role: MembershipRole) -> Membership:
    """Make a member a manager, or a manager a member."""
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    membership = queries.get_membership(session, organisation, membership_id)
    if membership.role is role:
        return membership
    if role is MembershipRole.MEMBER:
        _refuse_the_last(session, membership)
    membership.role = role
    record_act(session, actor, "change_role", organisation, person=membership.person.public_id, role=role.value)
    told = (
        _("您现在是%(organisation)s的管理员")
        if role is MembershipRole.MANAGER
        else _("您现在是%(organisation)s的普通成员")
    )
    letters.tell_member(session, membership.person, organisation, told)
    return membership


def hand_over(session: Session, actor: Actor, code: str, membership_id: int) -> Membership:
    """Make another the manager in the actor's place."""
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    own = _own(session, actor, organisation)
    heir = queries.get_membership(session, organisation, membership_id)
    if heir.id == own.id:
        raise Conflict("请选择另一位成员来接手。")
    heir.role, own.role = MembershipRole.MANAGER, MembershipRole.MEMBER
    record_act(session, actor, "hand_over", organisation, person=heir.person.public_id)
    letters.tell_member(
        session, heir.person, organisation, _("%(name)s 把%(organisation)s的管理交给了您"), name=actor.name
    )
    return heir


def remove_member(session: Session, actor: Actor, code: str, membership_id: int) -> None:
    """Take somebody out; what they wrote stays with the organisation."""
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    membership = queries.get_membership(session, organisation, membership_id)
    _refuse_the_last(session, membership)
    person = membership.person
    person.memberships.remove(membership)
    session.flush()
    record_act(session, actor, "remove_member", organisation, person=person.public_id)
    letters.tell_member(session, person, organisation, _("您已不再是%(organisation)s的成员"))


def leave(session: Session, actor: Actor, code: str) -> None:
    """Go; the last manager cannot."""
    organisation = queries.get_organisation(session, code, lock=True)
    membership = _own(session, actor, organisation)
    _refuse_the_last(session, membership)
    membership.person.memberships.remove(membership)
    session.flush()
    record_act(session, actor, "leave", organisation)


def choose(session: Session, actor: Actor, code: str) -> Membership:
    """Act for this organisation from now on."""
    organisation = queries.get_organisation(session, code)
    membership = _own(session, actor, organisation)
    membership.chosen_at = now()
    return membership


def _own(session: Session, actor: Actor, organisation: Organisation) -> Membership:
    membership = queries.find_membership(session, organisation.id, actor.person_id)
    if membership is None or actor.person_id is None:
        raise NotFound("您不是这个单位的成员。")
    return membership


def _refuse_the_last(session: Session, membership: Membership) -> None:
    """The organisation's row is held: two managers who leave at once come one after the other."""
    counts = membership.role is MembershipRole.MANAGER and membership.person.active
    if counts and queries.count_managers(session, membership.organisation_id) <= 1:
        raise Conflict("这是单位唯一的管理员。请先把管理交给另一位成员。")
