"""What happened to a version after it came out: that it was taken off, that its owner was reminded."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.listings.models.parts import VERSION
from marketplace.listings.rules import WithdrawalReason


class Withdrawal(Base):
    """Why and by whom a version was taken off. The reason is public, the note is for the owner and the curators."""

    __tablename__ = "achievement_withdrawals"
    __table_args__ = (
        CheckConstraint("reason <> 'duplicate' OR successor <> ''", name="duplicate_names_the_other"),
        CheckConstraint("reason <> 'other' OR note <> ''", name="other_has_a_note"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), primary_key=True)
    reason: Mapped[WithdrawalReason] = mapped_column(stored_by_value(WithdrawalReason))
    note: Mapped[str] = mapped_column(Text, default="")
    successor: Mapped[str] = mapped_column(String(20), default="")  # public id of the record that stands in its place
    by_curator: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class ExpiryReminder(Base):
    """A letter that named this version: each day of validity is announced once for each term."""

    __tablename__ = "achievement_expiry_reminders"
    __table_args__ = (UniqueConstraint("version_id", "valid_until", "days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"))
    valid_until: Mapped[date]
    days: Mapped[int]
    letter: Mapped[str] = mapped_column(String(32), index=True)  # the records of one letter are confirmed together
    sent_at: Mapped[datetime] = mapped_column(default=now)
