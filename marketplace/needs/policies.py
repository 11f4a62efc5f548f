"""Who may see and do what with a need."""

from sqlalchemy import ColumnElement, false, or_, true

from marketplace.core.actor import Actor
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE, NeedState


def can_see(actor: Actor, need: Need) -> bool:
    """The public sees what is published, members their organisation's, curators what was ever handed in."""
    return need.state in VISIBLE or can_edit(actor, need) or (actor.is_curator and need.state != NeedState.DRAFT)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """`can_see` as a condition."""
    if actor.system:
        return true()
    return or_(
        Need.state.in_(VISIBLE),
        Need.owner_id.in_(actor.organisations) if actor.organisations else false(),
        (Need.state != NeedState.DRAFT) if actor.is_curator else false(),
    )


def can_create(actor: Actor, organisation_id: int) -> bool:
    return actor.system or actor.belongs_to(organisation_id)


def can_edit(actor: Actor, need: Need) -> bool:
    """Members of the owner organisation."""
    return actor.system or actor.belongs_to(need.owner_id)


def can_decide(actor: Actor, need: Need) -> bool:
    """A curator who neither handed the need in nor belongs to its owner."""
    if actor.system:
        return True
    submitted_it = actor.person_id is not None and actor.person_id == need.submitted_by
    return actor.is_curator and not submitted_it and not actor.belongs_to(need.owner_id)


def can_withdraw(actor: Actor, need: Need) -> bool:
    """The owner, and a curator who may decide on it."""
    return can_edit(actor, need) or can_decide(actor, need)


def sees_contact(actor: Actor, need: Need) -> bool:
    """Name, telephone and e-mail are for the owner and the curators."""
    return can_edit(actor, need) or actor.is_curator


def sees_owner(actor: Actor, need: Need) -> bool:
    """Whose need it is: known to everybody unless it is anonymous."""
    return not need.anonymous or sees_contact(actor, need)
