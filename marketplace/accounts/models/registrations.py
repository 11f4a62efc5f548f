"""Registrations that wait until their mailbox confirms them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models.organisations import OrganisationKind
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value


class Registration(Base):
    """What somebody filled in; it becomes a person when the link in the letter is followed, or goes when it expires."""

    __tablename__ = "registrations"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    wanted: Mapped[OrganisationKind] = mapped_column(stored_by_value(OrganisationKind, "known_wanted_kind"))
    locale: Mapped[str] = mapped_column(String(5), default="zh")
    consent_version: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
