"""Results for the pages of organisations: what the public reads, and what a mandate may reach."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload, raiseload

from marketplace.core.actor import Actor
from marketplace.core.outbox import promise
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import VISIBLE
from marketplace.organisations.records import RecordLine

V = AchievementVersion
PLAIN = (raiseload("*"), joinedload(V.achievement).raiseload("*"))


class Results:
    """The results of an owner."""

    def published(self, session: Session, actor: Actor, owner_id: int, limit: int) -> tuple[Sequence[RecordLine], int]:
        shown = select(V).join(V.achievement).where(Achievement.owner_id == owner_id, V.state.in_(VISIBLE))
        total = session.scalar(shown.with_only_columns(func.count(V.id))) or 0
        latest = shown.options(*PLAIN).order_by(V.published_at.desc(), V.id.desc()).limit(limit)
        return [_line(version, "listings.result") for version in session.scalars(latest)], total

    def owned(self, session: Session, owner_ids: frozenset[int], limit: int) -> Sequence[RecordLine]:
        other = aliased(V)
        last = select(func.max(other.number)).where(other.achievement_id == V.achievement_id).scalar_subquery()
        newest = select(V).join(V.achievement).where(Achievement.owner_id.in_(sorted(owner_ids)), V.number == last)
        held = newest.options(*PLAIN).order_by(V.updated_at.desc(), V.id.desc()).limit(limit)
        return [_line(version, "listings.edit") for version in session.scalars(held)]

    def promise_all(self, session: Session, owner_id: int) -> None:
        for public_id in session.scalars(select(Achievement.public_id).where(Achievement.owner_id == owner_id)):
            promise(session, Achievement.record_kind, public_id)


def _line(version: AchievementVersion, endpoint: str) -> RecordLine:
    return RecordLine(
        owner_id=version.owner_id,
        public_id=version.public_id,
        kind="成果",
        title=version.title,
        state=version.state,
        endpoint=endpoint,
    )
