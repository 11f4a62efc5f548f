"""Who comes to a session, on which side, and what they bring."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, Person
from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.events.day.rules import Arrival, Presence
from marketplace.events.models.event import Event
from marketplace.events.rules import RegistrationState, Side

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that two people read differently
CODE = 12


def new_code() -> str:
    """A code that nobody guesses: 60 bits, short enough to be typed at the door."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE))


class ItemKind(StrEnum):
    """What a party brings."""

    ACHIEVEMENT = "achievement"
    NEED = "need"


class EventRegistration(Base):
    """A party: an organisation on one side of a session."""

    __tablename__ = "event_registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id", "side"),
        CheckConstraint("state = 'applied' OR decided_at IS NOT NULL", name="decided_has_a_date"),
        CheckConstraint("most_meetings IS NULL OR most_meetings BETWEEN 1 AND 40", name="most_meetings_in_bounds"),
        *at_least_zero("comes_in"),
        CheckConstraint("fixed_table IS NULL OR fixed_table >= 0", name="fixed_table_not_negative"),
        CheckConstraint("(presence = 'present') = (arrived_at IS NOT NULL)", name="present_has_a_moment"),
        Index("ix_event_registrations_event_state", "event_id", "side", "state", "applied_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    side: Mapped[Side] = mapped_column(stored_by_value(Side))
    state: Mapped[RegistrationState] = mapped_column(
        stored_by_value(RegistrationState), default=RegistrationState.APPLIED
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)  # who registered
    attendees: Mapped[list[str]] = mapped_column(default=list)  # names of those who come
    phone: Mapped[str] = mapped_column(String(40), default="")
    answers: Mapped[dict[str, str]] = mapped_column(default=dict)  # question -> answer
    listed: Mapped[bool] = mapped_column(default=False)  # consents to stand in the list of participants
    absent: Mapped[list[int]] = mapped_column(JSON, default=list)  # slots in which they are not there
    comes_in: Mapped[int] = mapped_column(default=0)  # the first round in which they are there
    most_meetings: Mapped[int | None]
    fixed_table: Mapped[int | None]  # from 0, given by the organiser
    note: Mapped[str] = mapped_column(Text, default="")  # why it was refused
    applied_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    code: Mapped[str] = mapped_column(String(20), unique=True, default=new_code)  # what its QR code says
    presence: Mapped[Presence] = mapped_column(stored_by_value(Presence), default=Presence.EXPECTED)
    arrived_at: Mapped[datetime | None]
    arrival: Mapped[Arrival | None] = mapped_column(stored_by_value(Arrival))
    followed: Mapped[int] = mapped_column(default=0)  # the last follow-up it was asked for, in days
    asked_at: Mapped[datetime | None]  # when it was last reminded of what its meetings led to

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    items: Mapped[list["EventItem"]] = relationship(
        cascade="all, delete-orphan", order_by="EventItem.position", lazy="selectin"
    )

    record_kind = "event_registration"

    @property
    def public_id(self) -> str:
        return f"{self.event.public_id}-{self.id}"

    @property
    def owner_id(self) -> int:
        return self.organisation_id


class EventItem(Base):
    """A result or a need that a party brings, by its public id; what it says is read where it is shown."""

    __tablename__ = "event_items"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("event_registrations.id", ondelete="CASCADE"), primary_key=True
    )
    subject_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[ItemKind] = mapped_column(stored_by_value(ItemKind))
    position: Mapped[int] = mapped_column(default=0)
