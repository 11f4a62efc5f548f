"""Who helps at a session, and what each side says a meeting led to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.events.day.rules import Interest, NextStep, Presence, StaffRole
from marketplace.events.models.plan import EventWish
from marketplace.events.rules import Side


class EventStaff(Base):
    """Somebody whom the organiser lets help at one session."""

    __tablename__ = "event_staff"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[StaffRole] = mapped_column(stored_by_value(StaffRole))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    granted_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")


class EventOutcome(Base):
    """What one side says of a meeting; the meeting is named by its wish, which is the same in every version."""

    __tablename__ = "event_outcomes"
    __table_args__ = (
        CheckConstraint("attended <> 'expected'", name="told_who_came"),
        CheckConstraint(
            "attended = 'present' OR (interest IS NULL AND next_step IS NULL)", name="only_of_what_was_held"
        ),
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating_in_bounds"),
        *at_least_zero("amount"),
    )

    wish_id: Mapped[int] = mapped_column(ForeignKey("event_wishes.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[Side] = mapped_column(stored_by_value(Side, "known_telling_side"), primary_key=True)
    attended: Mapped[Presence] = mapped_column(stored_by_value(Presence, "known_attendance"))  # of the other side
    interest: Mapped[Interest | None] = mapped_column(stored_by_value(Interest))
    next_step: Mapped[NextStep | None] = mapped_column(stored_by_value(NextStep))
    rating: Mapped[int | None]
    amount: Mapped[float | None]  # expected, 万元
    note: Mapped[str] = mapped_column(Text, default="")
    given_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    given_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    wish: Mapped[EventWish] = relationship(lazy="raise_on_sql")
