"""Who asks, who decides, who signs; and what a grant opens."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import object_session

from marketplace.core.actor import Act, Actor
from marketplace.core.clock import now, today
from marketplace.disclosure.models import Grant, Nda
from marketplace.disclosure.rules import NOTHING, GrantState, Held, NdaState, Party, opened_by
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.taxonomy.terms import DisclosureTier


def decides(actor: Actor, achievement: Achievement) -> bool:
    """The owner's members, and whoever may answer in its name by mandate."""
    return actor.may_act_for(Act.ANSWER, achievement.owner_id, achievement.public_id)


def decided_by(actor: Actor) -> ColumnElement[bool]:
    """The achievements whose requests the actor decides, as a condition."""
    if not actor.signed_in:
        return false()
    given = [power for power in actor.current_powers if Act.ANSWER in power.acts]
    whole = actor.current | {power.owner_id for power in given if power.records is None}
    chosen = (
        and_(Achievement.owner_id == power.owner_id, Achievement.public_id.in_(sorted(power.records)))
        for power in given
        if power.records is not None
    )
    return or_(Achievement.owner_id.in_(sorted(whole)), *chosen)


def sees_grant(actor: Actor, grant: Grant) -> bool:
    return grant.person_id == actor.person_id or decides(actor, grant.achievement)


def parties_of(actor: Actor, nda: Nda) -> list[Party]:
    """The sides that the actor belongs to, or answers for."""
    discloses = actor.may_act_for(Act.ANSWER, nda.discloser_id, nda.achievement.public_id)
    sides = {Party.DISCLOSER: discloses, Party.RECIPIENT: actor.belongs_to(nda.recipient_id)}
    return [party for party, stands in sides.items() if stands]


def signs_for(actor: Actor, nda: Nda) -> Party | None:
    """The side that the actor may bind and that has not signed: those who manage the organisation, never a mandate."""
    signed = {each.party for each in nda.signatures}
    by = {Party.DISCLOSER: nda.discloser_id, Party.RECIPIENT: nda.recipient_id}
    return next((party for party, number in by.items() if number in actor.manages and party not in signed), None)


def agreed(nda: type[Nda] = Nda) -> ColumnElement[bool]:
    """The agreement is in force today."""
    return and_(nda.state == NdaState.IN_FORCE, nda.valid_until >= today())


def is_held_by(actor: Actor) -> ColumnElement[bool]:
    """Grants that hold for the actor at this moment: theirs, not over, and they still belong where they belonged."""
    still_there = or_(Grant.organisation_id.is_(None), Grant.organisation_id.in_(sorted(actor.organisations)))
    return and_(
        Grant.person_id == actor.person_id, Grant.state == GrantState.GRANTED, Grant.expires_at > now(), still_there
    )


def opened_by_grant(actor: Actor, version: AchievementVersion) -> frozenset[DisclosureTier]:
    """What the actor's grants open of this result, with the agreement of their organisation where one is needed."""
    session = object_session(version)
    if session is None or not actor.signed_in:
        return NOTHING
    under = exists().where(
        Nda.achievement_id == Grant.achievement_id, Nda.recipient_id == Grant.organisation_id, agreed()
    )
    held = select(Grant.tier, under).where(Grant.achievement_id == version.achievement_id, is_held_by(actor))
    return opened_by(Held(tier=tier, agreed=bool(is_agreed)) for tier, is_agreed in session.execute(held))


def basis_of(actor: Actor, version: AchievementVersion, tier: DisclosureTier, interest: str | None) -> str:
    """The public id of the grant by which the actor reads a tier, else of the accepted interest; blank for none."""
    session = object_session(version)
    if session is None or not actor.signed_in:
        return ""
    wide_enough = Grant.tier.in_([each for each in DisclosureTier if each >= tier])
    found = session.scalar(
        select(Grant.public_id)
        .where(Grant.achievement_id == version.achievement_id, is_held_by(actor), wide_enough)
        .order_by(Grant.expires_at.desc(), Grant.id.desc())
        .limit(1)
    )
    return found or (interest or "" if tier is DisclosureTier.ACCEPTED_INTEREST else "")
