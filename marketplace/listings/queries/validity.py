"""What the owner's people are asked about: versions to correct, records whose validity ends."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, raiseload

from marketplace.core.actor import Actor
from marketplace.core.clock import today
from marketplace.listings import policies
from marketplace.listings.models import Achievement, AchievementVersion, ExpiryReminder
from marketplace.listings.rules import CONFIRMABLE_FROM, REMINDERS, ListingState

V = AchievementVersion


def returned_of(session: Session, actor: Actor, limit: int) -> Sequence[V]:
    """What came back from the curators, the longest first."""
    chosen = _own(actor).where(V.state == ListingState.RETURNED)
    return session.scalars(chosen.order_by(V.updated_at, V.id).limit(limit)).all()


def to_confirm(session: Session, actor: Actor, limit: int | None = None) -> Sequence[V]:
    """What has expired or ends within thirty days, the earliest end first."""
    soon = V.valid_until <= today() + timedelta(days=max(REMINDERS))
    chosen = _own(actor).where(or_(V.state == ListingState.EXPIRED, (V.state == ListingState.PUBLISHED) & soon))
    return session.scalars(chosen.order_by(V.valid_until, V.id).limit(limit)).all()


def named_in_letter(session: Session, actor: Actor, letter: str) -> Sequence[V]:
    """The records of a reminder that the actor may confirm now, the earliest end first."""
    named = select(ExpiryReminder.version_id).where(ExpiryReminder.letter == letter)
    stands = V.state.in_((ListingState.PUBLISHED, ListingState.EXPIRED))
    near = V.valid_until <= today() + timedelta(days=CONFIRMABLE_FROM)
    chosen = _own(actor).where(V.id.in_(named), stands, near)
    return session.scalars(chosen.order_by(V.valid_until, V.id)).all()


def own_among(session: Session, actor: Actor, public_ids: Sequence[str]) -> Sequence[V]:
    """The newest version of each of these records that the actor may edit, by public id."""
    other = aliased(V)
    last = select(func.max(other.number)).where(other.achievement_id == V.achievement_id).scalar_subquery()
    chosen = _own(actor).where(Achievement.public_id.in_(list(public_ids)[:500]), V.number == last)
    return session.scalars(chosen.order_by(Achievement.public_id)).all()


def _own(actor: Actor) -> Select[V]:
    load = (raiseload("*"), joinedload(V.achievement).joinedload(Achievement.owner))
    return select(V).join(V.achievement).where(policies.editable_by(actor)).options(*load)
