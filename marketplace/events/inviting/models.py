"""An organisation on the invitation list of a session, on one side, because of one record."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.events.inviting.rules import InvitationState
from marketplace.events.models.event import Event
from marketplace.events.models.registration import new_code
from marketplace.events.rules import Side


class EventInvitation(Base):
    """Once for an organisation and a side; its code is in the letter's address."""

    __tablename__ = "event_invitations"
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id", "side"),
        CheckConstraint("state NOT IN ('invited', 'declined') OR invited_at IS NOT NULL", name="invited_has_a_moment"),
        CheckConstraint(
            "state NOT IN ('registered', 'declined') OR answered_at IS NOT NULL", name="answered_has_a_moment"
        ),
        Index("ix_event_invitations_event_state", "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    side: Mapped[Side] = mapped_column(stored_by_value(Side, "known_invited_side"))
    state: Mapped[InvitationState] = mapped_column(stored_by_value(InvitationState), default=InvitationState.CHOSEN)
    subject_id: Mapped[str] = mapped_column(String(20))  # the result or need that fits the theme
    theme: Mapped[str] = mapped_column(String(300), default="")  # for what was searched
    code: Mapped[str] = mapped_column(String(20), unique=True, default=new_code)
    chosen_at: Mapped[datetime] = mapped_column(default=now)
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    invited_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # when the letter's address was first opened
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")  # why it was declined

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    record_kind = "event_invitation"

    @property
    def public_id(self) -> str:
        return f"{self.event.public_id}-I{self.id}"

    @property
    def owner_id(self) -> int:
        return self.event.owner_id
