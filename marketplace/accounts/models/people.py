"""People and their roles on the platform."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value

if TYPE_CHECKING:
    from marketplace.accounts.models.organisations import Membership


class Person(Base):
    """Somebody who can sign in."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("deleted_at IS NULL OR NOT active", name="deleted_is_not_active"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(5), default="zh")
    active: Mapped[bool] = mapped_column(default=True)
    session_key: Mapped[str] = mapped_column(String(40))  # changing it ends every open session
    phone: Mapped[str] = mapped_column(String(40), default="")
    pending_email: Mapped[str | None] = mapped_column(String(254))  # asked for, not yet confirmed from its mailbox
    muted: Mapped[list[str]] = mapped_column(default=list)  # topics of letters that this person does without
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]

    record_kind = "person"

    roles: Mapped[list["PersonRole"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def public_id(self) -> str:
        """How the audit trail and the letters name the person: nothing of it is personal."""
        return f"P-{self.id}"

    @property
    def owner_id(self) -> int | None:
        return None


class PersonRole(Base):
    """A role on the platform that a person has."""

    __tablename__ = "person_roles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(stored_by_value(Role), primary_key=True)
