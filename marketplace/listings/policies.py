"""Who may see and do what with an achievement."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import ColumnElement, and_, case, false, or_, true

from marketplace.core.actor import Act, Actor, Power
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import VISIBLE, ListingState, Reader
from marketplace.taxonomy.terms import DisclosureTier

TIERS = {
    Reader.PUBLIC: frozenset({DisclosureTier.PUBLIC}),
    Reader.SIGNED_IN: frozenset({DisclosureTier.PUBLIC, DisclosureTier.SIGNED_IN}),
    Reader.PARTNER: frozenset(DisclosureTier),
}
READABLE = VISIBLE | {ListingState.SUPERSEDED}  # what was public once stays citable


def is_curator(actor: Actor) -> bool:
    """Those who look after all records."""
    return actor.is_curator or actor.is_admin or actor.system


def can_edit(actor: Actor, achievement: Achievement) -> bool:
    """The owner's members, and whoever it gave a mandate in force."""
    return actor.system or actor.may_act_for(Act.EDIT, achievement.owner_id, achievement.public_id)


def can_submit(actor: Actor, achievement: Achievement) -> bool:
    """Hand it in, or take it off: by a mandate only when it says so."""
    return actor.system or actor.may_act_for(Act.SUBMIT, achievement.owner_id, achievement.public_id)


def can_create(actor: Actor, organisation_id: int) -> bool:
    """A mandate for chosen records makes no new ones."""
    return actor.system or actor.may_act_for(Act.EDIT, organisation_id, None)


def can_look_after(actor: Actor, achievement: Achievement) -> bool:
    """Those who may take a published record off and put it back: its owner's side and the curators."""
    return can_submit(actor, achievement) or is_curator(actor)


def can_restore(actor: Actor, version: AchievementVersion) -> bool:
    """What a curator took off only a curator puts back; the owner's side puts back what it took off itself."""
    taken_off = version.withdrawal
    if taken_off is not None and taken_off.by_curator:
        return is_curator(actor) and not actor.belongs_to(version.owner_id)
    return can_look_after(actor, version.achievement)


def can_decide(actor: Actor, version: AchievementVersion) -> bool:
    """Curators, but neither on what they handed in themselves nor on their own organisation's or a mandator's."""
    own = version.submitted_by == actor.person_id or can_edit(actor, version.achievement)
    return actor.is_curator and not own


def sees_all(actor: Actor, version: AchievementVersion) -> bool:
    """Those who see the record in every state and at every tier."""
    return is_curator(actor) or can_edit(actor, version.achievement)


def can_see(actor: Actor, version: AchievementVersion) -> bool:
    return version.state in READABLE or sees_all(actor, version)


Opener = Callable[[Actor, AchievementVersion], frozenset[DisclosureTier]]
OPENERS: dict[str, Opener] = {}


def opens(name: str, opener: Opener) -> None:
    """Let a later feature open further tiers: an accepted interest, an agreement."""
    OPENERS[name] = opener


def tiers_of(actor: Actor, version: AchievementVersion) -> frozenset[DisclosureTier]:
    """The tiers of disclosure that are open to the actor."""
    if sees_all(actor, version):
        return TIERS[Reader.PARTNER]
    if not actor.signed_in:
        return TIERS[Reader.PUBLIC]
    return TIERS[Reader.SIGNED_IN].union(*(opener(actor, version) for opener in OPENERS.values()))


def is_public() -> ColumnElement[bool]:
    """The public reads this version. An expression, not the bare column: SQLite would start from its index on states
    and read every published row where a few ids are wanted."""
    return case((AchievementVersion.state.in_(VISIBLE), 1), else_=0) == 1


def editable_by(actor: Actor) -> ColumnElement[bool]:
    """The achievements that the actor may edit, as a condition."""
    if actor.system:
        return true()
    if not actor.signed_in:
        return false()
    given = [power for power in actor.current_powers if Act.EDIT in power.acts]
    # a broker may hold dozens of mandates for all of an owner's records: they are one list of numbers
    whole = actor.current | {power.owner_id for power in given if power.records is None}
    return or_(Achievement.owner_id.in_(sorted(whole)), *_chosen(given))


def _chosen(given: Iterable[Power]) -> Iterator[ColumnElement[bool]]:
    """What mandates for chosen records reach."""
    for power in given:
        if power.records is not None:
            named = Achievement.public_id.in_(sorted(power.records))
            yield and_(Achievement.owner_id == power.owner_id, named)
