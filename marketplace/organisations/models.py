"""Evidence handed in for verification, invitations, and requests to join."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import MembershipRole, Organisation, Person, Standing
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.organisations.rules import DoorState

OPEN = text("state = 'open'")


class Verification(Base):
    """One hand-in of evidence: what was claimed, the paper for it, and what the administrator decided."""

    __tablename__ = "organisation_verifications"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'unverified') OR decided_at IS NOT NULL", name="decided_has_a_date"),
        CheckConstraint("state <> 'returned' OR remark <> ''", name="returned_has_a_remark"),
        Index("ix_organisation_verifications_waiting", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    state: Mapped[Standing] = mapped_column(stored_by_value(Standing), default=Standing.PENDING)
    name: Mapped[str] = mapped_column(String(120))
    credit_code: Mapped[str] = mapped_column(String(18))
    evidence: Mapped[str] = mapped_column(String(64))  # hash in the file store
    evidence_type: Mapped[str] = mapped_column(String(40))
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class Invitation(Base):
    """A manager asks an e-mail address to join. The link's token is kept as a hash: the table gives nobody a way in."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index("uq_invitations_open", "organisation_id", "email", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[MembershipRole] = mapped_column(stored_by_value(MembershipRole), default=MembershipRole.MEMBER)
    state: Mapped[DoorState] = mapped_column(
        stored_by_value(DoorState, "known_invitationstate"), default=DoorState.OPEN
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def expired(self) -> bool:
        return self.state is DoorState.OPEN and self.expires_at <= now()


class JoinRequest(Base):
    """A person asks an organisation's managers to let them in."""

    __tablename__ = "join_requests"
    __table_args__ = (
        CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_has_a_reason"),
        Index(
            "uq_join_requests_open", "organisation_id", "person_id", unique=True,
            sqlite_where=OPEN, postgresql_where=OPEN,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    state: Mapped[DoorState] = mapped_column(
        stored_by_value(DoorState, "known_joinrequeststate"), default=DoorState.OPEN
    )
    message: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined", innerjoin=True)


class OrganisationRedirect(Base):
    """The code of an organisation that was merged into another: its old addresses lead there."""

    __tablename__ = "organisation_redirects"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    merged_at: Mapped[datetime] = mapped_column(default=now)
