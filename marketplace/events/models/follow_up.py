"""What each side says of a meeting 30, 90 and 180 days later."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.events.after.rules import Progress
from marketplace.events.rules import Side


class EventFollowUp(Base):
    """One side's word at one stage; `amount` is what was signed, in 万元."""

    __tablename__ = "event_follow_ups"
    __table_args__ = (
        CheckConstraint("days IN (30, 90, 180)", name="days_are_a_stage"),
        CheckConstraint("amount IS NULL OR progress = 'signed'", name="amount_of_what_was_signed"),
        *at_least_zero("amount"),
    )

    wish_id: Mapped[int] = mapped_column(ForeignKey("event_wishes.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[Side] = mapped_column(stored_by_value(Side, "known_following_side"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    progress: Mapped[Progress] = mapped_column(stored_by_value(Progress))
    amount: Mapped[float | None]
    note: Mapped[str] = mapped_column(Text, default="")
    given_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    given_at: Mapped[datetime] = mapped_column(default=now)
