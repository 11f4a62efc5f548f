"""Needs for the pages of organisations: what the public may tie to the owner, and what a mandate may reach."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, raiseload

from marketplace.core.actor import Actor
from marketplace.core.outbox import promise
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE
from marketplace.organisations.records import RecordLine


class Needs:
    """The needs of an owner."""

    def published(self, session: Session, actor: Actor, owner_id: int, limit: int) -> tuple[Sequence[RecordLine], int]:
        """An anonymous need is left out: the owner's page would name whose it is."""
        shown = select(Need).where(Need.owner_id == owner_id, Need.state.in_(VISIBLE), Need.anonymous.is_(False))
        total = session.scalar(select(func.count()).select_from(shown.subquery())) or 0
        latest = shown.options(raiseload("*")).order_by(Need.published_at.desc(), Need.id.desc()).limit(limit)
        return [_line(need) for need in session.scalars(latest)], total

    def owned(self, session: Session, owner_ids: frozenset[int], limit: int) -> Sequence[RecordLine]:
        held = select(Need).where(Need.owner_id.in_(sorted(owner_ids))).options(raiseload("*"))
        return [
            _line(need) for need in session.scalars(held.order_by(Need.updated_at.desc(), Need.id.desc()).limit(limit))
        ]

    def promise_all(self, session: Session, owner_id: int) -> None:
        for public_id in session.scalars(select(Need.public_id).where(Need.owner_id == owner_id)):
            promise(session, Need.record_kind, public_id)


def _line(need: Need) -> RecordLine:
    return RecordLine(
        owner_id=need.owner_id,
        public_id=need.public_id,
        kind="需求",
        title=need.title,
        state=need.state,
        endpoint="needs.show",
    )
