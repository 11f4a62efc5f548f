"""What people follow, what was found for it, and when their letter is due."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.discovery.question import Kind
from marketplace.following.rules import Pace, WatchKind
from marketplace.listings.models import Achievement
from marketplace.needs.models import Need


class Watch(Base):
    """A question, a need or a result that a person follows."""

    __tablename__ = "watches"
    __table_args__ = (
        CheckConstraint("(kind = 'need') = (need_id IS NOT NULL)", name="need_is_named"),
        CheckConstraint("(kind = 'result') = (achievement_id IS NOT NULL)", name="result_is_named"),
        Index("ix_watches_person", "person_id", "deleted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[WatchKind] = mapped_column(stored_by_value(WatchKind))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text, default="")  # the question as its canonical address
    text: Mapped[str] = mapped_column(
        Text, default=""
    )  # the words of a document; those kept for search go after 90 days
    need_id: Mapped[int | None] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), index=True)
    achievement_id: Mapped[int | None] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"), index=True)
    by_mail: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    checked_at: Mapped[datetime] = mapped_column(default=now, index=True)  # what came out before was looked through
    seen_at: Mapped[datetime | None]  # the beginning of the latest visit
    seen_before: Mapped[datetime | None]  # the beginning of the visit before
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    need: Mapped[Need | None] = relationship()
    achievement: Mapped[Achievement | None] = relationship()

    record_kind = "watch"

    @property
    def owner_id(self) -> None:
        return None


class WatchFind(Base):
    """A record found for what is followed; once only, and told once only."""

    __tablename__ = "watch_finds"
    __table_args__ = (
        UniqueConstraint("watch_id", "record"),
        Index("ix_watch_finds_found", "watch_id", "found_at"),
        Index("ix_watch_finds_told", "told_at", "watch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[int] = mapped_column(ForeignKey("watches.id", ondelete="CASCADE"))
    kind: Mapped[Kind] = mapped_column(stored_by_value(Kind, "known_foundkind"))
    record: Mapped[str] = mapped_column(String(20))  # its public id
    found_at: Mapped[datetime] = mapped_column(default=now)
    told_at: Mapped[datetime | None]  # when the letter that names it was written

    watch: Mapped[Watch] = relationship()


class LetterPace(Base):
    """How often a person wants the letter, and when the next is due."""

    __tablename__ = "letter_paces"
    __table_args__ = (
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_of_a_day"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="day_of_a_week"),
        CheckConstraint("(pace = 'never') = (due_at IS NULL)", name="due_unless_never"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    pace: Mapped[Pace] = mapped_column(stored_by_value(Pace), default=Pace.DAILY)
    stopped: Mapped[Pace | None] = mapped_column(stored_by_value(Pace, "known_stoppedpace"))  # by a link of a letter
    hour: Mapped[int] = mapped_column(default=9)
    weekday: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(index=True)

    person: Mapped[Person] = relationship()
