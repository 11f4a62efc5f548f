"""Who may see and conduct a deal: its two sides, and the broker while a mandate of one of them is in force."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import object_session

from marketplace.accounts.models import Mandate, MandateRecord, MandateState
from marketplace.core.actor import Act, Actor, Power
from marketplace.core.clock import today
from marketplace.deals.models import Deal
from marketplace.listings.models import Achievement
from marketplace.matching.models import Approach
from marketplace.matching.policies import speaks_for_need, speaks_for_result
from marketplace.matching.rules import ApproachKind, ApproachState
from marketplace.needs.models import Need


def is_party(actor: Actor, deal: Deal) -> bool:
    """A member of one of the two sides."""
    return actor.belongs_to(deal.provider_id) or actor.belongs_to(deal.seeker_id)


def is_named(actor: Actor, deal: Deal) -> bool:
    """The deal's broker, or a colleague in the broker's agency."""
    own = deal.broker_id is not None and deal.broker_id == actor.person_id
    return own or (deal.broker_organisation_id is not None and actor.belongs_to(deal.broker_organisation_id))


def works_as_broker(actor: Actor, deal: Deal) -> bool:
    """Named as broker, with a mandate of a side that lets them answer in its name; without one every power is gone."""
    return is_named(actor, deal) and any(_covers(power, deal) for power in actor.powers)


def _covers(power: Power, deal: Deal) -> bool:
    offered = power.covers(Act.ANSWER, deal.provider_id, deal.achievement.public_id)
    return offered or power.covers(Act.ANSWER, deal.seeker_id, deal.need.public_id if deal.need else None)


def may_open(actor: Actor, result: Achievement, need: Need) -> bool:
    """Who speaks for a side; the owner of an anonymous need is met only with its consent."""
    if actor.system or speaks_for_need(actor, need):
        return True
    return speaks_for_result(actor, result) and (not need.anonymous or is_accepted(result, need))


def is_accepted(result: Achievement, need: Need) -> bool:
    """Did one side accept the interest of the other? One statement."""
    session = object_session(need)
    accepted = select(Approach.id).where(
        Approach.achievement_id == result.id,
        Approach.need_id == need.id,
        Approach.kind == ApproachKind.INTEREST,
        Approach.state == ApproachState.ACCEPTED,
    )
    return session is not None and session.scalar(accepted.limit(1)) is not None


def can_see(actor: Actor, deal: Deal) -> bool:
    return actor.system or is_party(actor, deal) or works_as_broker(actor, deal)


def can_conduct(actor: Actor, deal: Deal) -> bool:
    """Move it, edit it, tick facts: the broker's side; the two sides themselves when no broker is at work."""
    if actor.system or works_as_broker(actor, deal):
        return True
    return is_party(actor, deal) and not has_broker(deal)


def can_end(actor: Actor, deal: Deal) -> bool:
    """Pause it or give it up: everybody who sees it; a side cannot be held in a deal."""
    return can_see(actor, deal)


def has_broker(deal: Deal) -> bool:
    """Is a broker named whose mandate is in force? One statement."""
    session = object_session(deal)
    if session is None or (deal.broker_id is None and deal.broker_organisation_id is None):
        return False
    holder = or_(Mandate.person_id == deal.broker_id, Mandate.agency_id == deal.broker_organisation_id)
    owned = or_(
        and_(Mandate.owner_id == deal.provider_id, _reaches(deal.achievement.public_id)),
        and_(Mandate.owner_id == deal.seeker_id, _reaches(deal.need.public_id if deal.need else "")),
    )
    return session.scalar(select(Mandate.id).where(in_force(), holder, owned).limit(1)) is not None


def in_force() -> ColumnElement[bool]:
    """The mandates that let their holder answer today."""
    return and_(
        Mandate.state == MandateState.ACCEPTED,
        Mandate.may_answer,
        Mandate.valid_from <= today(),
        Mandate.valid_until >= today(),
    )


def _reaches(public_id: str) -> ColumnElement[bool]:
    named = exists().where(MandateRecord.mandate_id == Mandate.id, MandateRecord.public_id == public_id)
    return or_(Mandate.all_records, named)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """`can_see` as a condition."""
    if actor.system:
        return true()
    own = sorted(actor.organisations)
    return or_(Deal.provider_id.in_(own), Deal.seeker_id.in_(own), brokered_by(actor)) if actor.signed_in else false()


def brokered_by(actor: Actor) -> ColumnElement[bool]:
    """`works_as_broker` as a condition: a broker's book, with the colleagues' where an agency shares its mandates."""
    given = [power for power in actor.powers if Act.ANSWER in power.acts]
    if not actor.signed_in or not given:
        return false()
    named = or_(Deal.broker_id == actor.person_id, Deal.broker_organisation_id.in_(sorted(actor.organisations)))
    # a mandate for all records reaches a deal without a need too; however many there are, they are two lists of numbers
    whole = sorted({power.owner_id for power in given if power.records is None})
    return and_(named, or_(Deal.provider_id.in_(whole), Deal.seeker_id.in_(whole), *_chosen(given)))


def _chosen(given: Sequence[Power]) -> Iterator[ColumnElement[bool]]:
    """What mandates for chosen records reach."""
    for power in given:
        if power.records is not None:
            records = sorted(power.records)
            results = select(Achievement.id).where(Achievement.public_id.in_(records))
            needs = select(Need.id).where(Need.public_id.in_(records))
            yield and_(Deal.provider_id == power.owner_id, Deal.achievement_id.in_(results))
            yield and_(Deal.seeker_id == power.owner_id, Deal.need_id.in_(needs))
