"""Who may see and do what with a need."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from marketplace.core.actor import Act, Actor, Power
from marketplace.needs.models import NeedDiagnosis, NeedRow
from marketplace.needs.rules import VISIBLE, NeedState, NeedWithdrawalReason


def can_see(actor: Actor, need: NeedRow) -> bool:
    """The public sees what is published, the owner's side its own, curators what was ever handed in, and whoever looks into a
    need what they look into."""
    handed_in = actor.is_curator and need.state != NeedState.DRAFT
    return need.state in VISIBLE or can_edit(actor, need) or handed_in or looks_into(actor, need)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """`can_see` as a condition."""
    if actor.system:
        return true()
    return or_(
        NeedRow.state.in_(VISIBLE),
        owned_by_side_of(actor, actor.organisations, actor.powers),
        (NeedRow.state != NeedState.DRAFT) if actor.is_curator else false(),
        and_(NeedRow.state == NeedState.DIAGNOSIS, given_to(actor)),
    )


def listed_for(actor: Actor) -> ColumnElement[bool]:
    """The needs of the owner's side that the actor acts for now: the organisation chosen, and mandates in force."""
    return owned_by_side_of(actor, actor.current, actor.current_powers)


def owned_by_side_of(actor: Actor, organisations: frozenset[int], powers: tuple[Power, ...]) -> ColumnElement[bool]:
    given = [power for power in powers if Act.EDIT in power.acts]
    # a broker may hold dozens of mandates for all of an owner's records: they are one list of numbers
    whole = organisations | {power.owner_id for power in given if power.records is None}
    return or_(NeedRow.owner_id.in_(sorted(whole)), *_chosen(given))


def _chosen(given: Iterable[Power]) -> Iterator[ColumnElement[bool]]:
    """What mandates for chosen records reach."""
    for power in given:
        if power.records is not None:
            yield and_(NeedRow.owner_id == power.owner_id, NeedRow.public_id.in_(sorted(power.records)))


def given_to(actor: Actor) -> ColumnElement[bool]:
    """Needs that the actor was asked to look into, as a condition."""
    if actor.person_id is None:
        return false()
    return exists().where(NeedDiagnosis.need_id == NeedRow.id, NeedDiagnosis.person_id == actor.person_id)


def looks_into(actor: Actor, need: NeedRow) -> bool:
    """Whoever was asked to diagnose a need, while it is being diagnosed."""
    asked = need.diagnosis.person_id if need.diagnosis else None
    return need.state == NeedState.DIAGNOSIS and asked is not None and asked == actor.person_id


def can_diagnose(actor: Actor, need: NeedRow) -> bool:
    """Whoever looks into it, and the curators who may decide on it; never somebody of the owner's own."""
    return not can_edit(actor, need) and (looks_into(actor, need) or can_decide(actor, need))


def can_reinstate(actor: Actor, need: NeedRow) -> bool:
    """Put a need back: whoever took it off, the owner or the curators; one that expired needs a new day first."""
    if need.withdrawal is None:
        return actor.is_curator and can_decide(actor, need)
    if need.withdrawal.reason == NeedWithdrawalReason.EXPIRED:
        return False
    return can_decide(actor, need) if need.withdrawal.by_curator else can_submit(actor, need)


def can_create(actor: Actor, organisation_id: int) -> bool:
    """Members, and whoever has a mandate for all of the owner's records."""
    return actor.system or actor.may_act_for(Act.EDIT, organisation_id, None)


def can_edit(actor: Actor, need: NeedRow) -> bool:
    """Members of the owner organisation, and whoever it gave a mandate in force."""
    return actor.system or actor.may_act_for(Act.EDIT, need.owner_id, need.public_id)


def can_submit(actor: Actor, need: NeedRow) -> bool:
    """Hand it in, or take it off: by a mandate only when it says so."""
    return actor.system or actor.may_act_for(Act.SUBMIT, need.owner_id, need.public_id)


def can_decide(actor: Actor, need: NeedRow) -> bool:
    """A curator who neither handed the need in nor stands on its owner's side."""
    if actor.system:
        return True
    submitted_it = actor.person_id is not None and actor.person_id == need.submitted_by
    return actor.is_curator and not submitted_it and not can_edit(actor, need)


def can_withdraw(actor: Actor, need: NeedRow) -> bool:
    """The owner, and a curator who may decide on it."""
    return can_submit(actor, need) or can_decide(actor, need)


def sees_contact(actor: Actor, need: NeedRow) -> bool:
    """Name, telephone and e-mail are for the owner, the curators and whoever looks into the need."""
    return can_edit(actor, need) or actor.is_curator or looks_into(actor, need)


def sees_owner(actor: Actor, need: NeedRow) -> bool:
    """Whose need it is: known to everybody unless it is anonymous."""
    return not need.anonymous or sees_contact(actor, need)
