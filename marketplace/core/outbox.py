"""The outbox: promises to the search index, written with the change itself. Kind and id, never content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Base


class OutboxEntry(Base):
    """A record whose searchable form has to be made anew."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much is promised and since when."""

    waiting: int
    oldest: datetime | None


def promise(session: Session, kind: str, subject_id: str) -> None:
    session.add(OutboxEntry(kind=kind, subject_id=subject_id, created_at=now()))


def promised(session: Session, limit: int | None = None) -> Sequence[OutboxEntry]:
    """What waits, oldest first."""
    return session.scalars(select(OutboxEntry).order_by(OutboxEntry.id).limit(limit)).all()


def keep_promises(session: Session, ids: Sequence[int]) -> None:
    """Strike out what the index now holds."""
    session.execute(delete(OutboxEntry).where(OutboxEntry.id.in_(ids)))


def backlog(session: Session) -> Backlog:
    waiting, oldest = session.execute(select(func.count(OutboxEntry.id), func.min(OutboxEntry.created_at))).one()
    return Backlog(waiting=waiting, oldest=oldest)
