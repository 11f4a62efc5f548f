"""A block of an agenda, and the slides that go with it. Content lies in the store of attachments under its hash."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.core.scanning import SERVED, Verdict
from marketplace.events.models.event import Event
from marketplace.events.models.registration import EventRegistration
from marketplace.events.roadshow.rules import BlockKind, SlideTier


class EventBlock(Base):
    """Something on the agenda; it follows the block before it in its hall unless `begins` says when."""

    __tablename__ = "event_blocks"
    __table_args__ = (
        CheckConstraint("title <> ''", name="block_has_a_title"),
        CheckConstraint("minutes BETWEEN 5 AND 300", name="block_minutes_in_bounds"),
        *at_least_zero("position"),
        Index("ix_event_blocks_event_position", "event_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[BlockKind] = mapped_column(stored_by_value(BlockKind, "known_block_kind"))
    title: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int]
    begins: Mapped[time | None]
    hall: Mapped[str] = mapped_column(String(40), default="")
    speakers: Mapped[list[str]] = mapped_column(default=list)  # a name, then who that is
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("event_registrations.id", ondelete="SET NULL"), index=True
    )  # the party that presents

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
    registration: Mapped[EventRegistration | None] = relationship(lazy="raise_on_sql")
    slides: Mapped[list["EventSlide"]] = relationship(
        cascade="all, delete-orphan", order_by="EventSlide.id", lazy="selectin", back_populates="block"
    )


class EventSlide(Base):
    """A file that goes with a block."""

    __tablename__ = "event_slides"
    __table_args__ = (CheckConstraint("size > 0", name="slides_are_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("event_blocks.id", ondelete="CASCADE"), index=True)
    tier: Mapped[SlideTier] = mapped_column(stored_by_value(SlideTier, "known_slide_tier"))
    filename: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    key: Mapped[str] = mapped_column(String(64), index=True)
    scan: Mapped[Verdict] = mapped_column(stored_by_value(Verdict), default=Verdict.UNCHECKED)
    finding: Mapped[str] = mapped_column(String(120), default="")
    added_at: Mapped[datetime] = mapped_column(default=now)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    block: Mapped[EventBlock] = relationship(lazy="joined", innerjoin=True, back_populates="slides")

    @property
    def is_served(self) -> bool:
        """Not in quarantine."""
        return self.scan in SERVED
