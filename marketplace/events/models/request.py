"""A request for a meeting: one side of a pair asks, the other answers in time."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.events.asking.rules import RequestState
from marketplace.events.models.plan import EventWish
from marketplace.events.rules import Saying, Side


class EventRequest(Base):
    """At most one of a pair, whoever asked; what was agreed stands in the wish."""

    __tablename__ = "event_requests"
    __table_args__ = (
        CheckConstraint("word <> 'no'", name="asks_to_meet"),
        CheckConstraint("(state = 'requested') = (answered_at IS NULL)", name="answered_has_a_moment"),
        CheckConstraint("expires_at >= asked_at", name="runs_out_after_it_was_asked"),
        Index("ix_event_requests_state_expires_at", "state", "expires_at"),
    )

    wish_id: Mapped[int] = mapped_column(ForeignKey("event_wishes.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[Side] = mapped_column(stored_by_value(Side, "known_asking_side"))  # who asks
    state: Mapped[RequestState] = mapped_column(stored_by_value(RequestState), default=RequestState.REQUESTED)
    word: Mapped[Saying] = mapped_column(stored_by_value(Saying, "known_asking_word"))  # how much it wants to
    message: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")  # why it was declined or withdrawn
    asked_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    wish: Mapped[EventWish] = relationship(lazy="joined", innerjoin=True)

    @property
    def from_id(self) -> int:
        """The registration that asks."""
        return self.wish.provider_id if self.side is Side.PROVIDER else self.wish.seeker_id

    @property
    def to_id(self) -> int:
        """The registration that is asked."""
        return self.wish.seeker_id if self.side is Side.PROVIDER else self.wish.provider_id
