"""Who speaks for which side of a pair, and what an accepted interest opens."""

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import object_session

from marketplace.core.actor import Act, Actor
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachKind, ApproachState, Side
from marketplace.needs.models import Need
from marketplace.taxonomy.terms import DisclosureTier


def speaks_for_need(actor: Actor, need: Need) -> bool:
    """Its owner's members, and whoever may answer in their name."""
    return actor.may_act_for(Act.ANSWER, need.owner_id, need.public_id)


def speaks_for_result(actor: Actor, achievement: Achievement) -> bool:
    return actor.may_act_for(Act.ANSWER, achievement.owner_id, achievement.public_id)


def speaking_sides(actor: Actor, need: Need, achievement: Achievement) -> list[Side]:
    """The sides of a pair that the actor speaks for."""
    speaks = {Side.NEED: speaks_for_need(actor, need), Side.RESULT: speaks_for_result(actor, achievement)}
    return [side for side, may in speaks.items() if may]


def speaks_for(actor: Actor, approach: Approach, side: Side) -> bool:
    if side is Side.NEED:
        return speaks_for_need(actor, approach.need)
    return speaks_for_result(actor, approach.achievement)


def owner_of(approach: Approach, side: Side) -> int:
    """The organisation on a side."""
    return approach.need.owner_id if side is Side.NEED else approach.achievement.owner_id


def sides_of(actor: Actor, approach: Approach) -> list[Side]:
    """The sides that the actor speaks for; none for a stranger."""
    return [side for side in Side if speaks_for(actor, approach, side)]


def sees_what_is_learnt(actor: Actor, organisation_id: int) -> bool:
    """The organisation's members: what it took and declined is nobody else's business."""
    return actor.belongs_to(organisation_id)


def decides_what_is_learnt(actor: Actor, organisation_id: int) -> bool:
    """Its managers; administrators neither see it nor decide about it."""
    return organisation_id in actor.manages


def may_read(actor: Actor) -> ColumnElement[bool]:
    """The approaches in which the actor speaks for a side, as a condition; needs and achievements are joined."""
    if not actor.signed_in:
        return false()
    given = [power for power in actor.powers if Act.ANSWER in power.acts]
    whole = sorted(actor.organisations | {power.owner_id for power in given if power.records is None})
    chosen = (
        or_(
            and_(Need.owner_id == power.owner_id, Need.public_id.in_(sorted(power.records))),
            and_(Achievement.owner_id == power.owner_id, Achievement.public_id.in_(sorted(power.records))),
        )
        for power in given
        if power.records is not None
    )
    return or_(Need.owner_id.in_(whole), Achievement.owner_id.in_(whole), *chosen)


def opened_by_interest(actor: Actor, version: AchievementVersion) -> frozenset[DisclosureTier]:
    """An accepted interest opens the next tier for the members of the need's owner."""
    return frozenset({DisclosureTier.ACCEPTED_INTEREST}) if accepted_interest(actor, version) else frozenset()


def accepted_interest(actor: Actor, version: AchievementVersion) -> str | None:
    """The public id of the accepted interest by which the actor reads the next tier; the latest when there are several."""
    session = object_session(version)
    if session is None or not actor.organisations:
        return None
    accepted = (
        select(Approach.public_id)
        .join(Need, Approach.need_id == Need.id)
        .where(
            Approach.achievement_id == version.achievement_id,
            Approach.kind == ApproachKind.INTEREST,
            Approach.state == ApproachState.ACCEPTED,
            Approach.shut_at.is_(None),
            Need.owner_id.in_(sorted(actor.organisations)),
        )
        .order_by(Approach.id.desc())
        .limit(1)
    )
    return session.scalar(accepted)
