"""What happened to a record, and the version that another one follows."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership
from marketplace.core.actor import Actor
from marketplace.core.audit import AuditEvent
from marketplace.core.paging import Page
from marketplace.listings import policies
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.queries.records import WHOLE, get_history_subject
from marketplace.listings.rules import VISIBLE, ListingAction, ListingState

V = AchievementVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A page of what happened, and the people who are named to this reader: others are told by what they are."""

    version: V
    events: Page[AuditEvent]
    named: Collection[int]


def history_of(session: Session, actor: Actor, public_id: str, number: int = 1, size: int = 30) -> Past:
    """Who did what to a record and when, the latest first. The owner's people are not told the curators' names,
    but who took a file is: the page of the file says so."""
    version = get_history_subject(session, actor, public_id)
    chosen = select(AuditEvent).where(AuditEvent.subject_kind == V.record_kind, AuditEvent.subject_id == public_id)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    number = max(1, min(number, -(-total // size) or 1))
    events = session.scalars(chosen.order_by(AuditEvent.id.desc()).limit(size).offset((number - 1) * size)).all()
    page = Page(items=events, total=total, number=number, size=size)
    people = {event.person_id for event in events if event.person_id is not None}
    if policies.is_curator(actor):
        return Past(version=version, events=page, named=people)
    own = select(Membership.person_id).where(Membership.organisation_id == version.owner_id)
    takers = {event.person_id for event in events if event.action == ListingAction.DOWNLOAD and event.person_id}
    return Past(version=version, events=page, named=({*session.scalars(own)} & people) | takers)


def version_before(session: Session, actor: Actor, version: V) -> V | None:
    """The version that came out before this one, whole; None for a first one, or where the actor may not see it."""
    came_out = V.published_at.is_not(None)
    earlier = select(V).join(V.achievement).where(V.achievement_id == version.achievement_id, came_out)
    found = session.scalar(earlier.where(V.number < version.number).order_by(V.number.desc()).limit(1).options(*WHOLE))
    if found is None or not policies.can_see(actor, found):
        return None
    if found.state is ListingState.SUPERSEDED and not policies.sees_all(actor, found):
        shown = select(V.id).where(V.achievement_id == Achievement.id, V.state.in_(VISIBLE)).limit(1)
        return found if session.scalar(shown.where(Achievement.id == found.achievement_id)) else None
    return found
