"""Who asked to see what, the agreements that go with it, and who saw what when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, Person
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.disclosure.rules import AccessKind, GrantState, NdaState, Party
from marketplace.listings.models import Achievement
from marketplace.taxonomy.terms import DisclosureTier

STILL_ASKED = text("state = 'access_asked'")


class Grant(Base):
    """A person's request to see a tier of a result, and what became of it. It names a purpose and, once given, an end."""

    __tablename__ = "disclosure_grants"
    __table_args__ = (
        CheckConstraint("purpose <> ''", name="request_has_a_purpose"),
        CheckConstraint("tier IN ('T2', 'T3')", name="askable_tier"),
        CheckConstraint("tier <> 'T3' OR organisation_id IS NOT NULL", name="agreement_needs_an_organisation"),
        CheckConstraint(
            "state NOT IN ('granted', 'revoked', 'access_expired') OR expires_at IS NOT NULL", name="grant_has_an_end"
        ),
        CheckConstraint("state NOT IN ('declined', 'revoked') OR reason <> ''", name="refusal_has_a_reason"),
        Index("ix_disclosure_grants_person", "person_id", "achievement_id"),
        Index("ix_disclosure_grants_achievement_state", "achievement_id", "state"),
        Index("ix_disclosure_grants_state_expires", "state", "expires_at"),
        Index(
            "uq_disclosure_grants_open_request",
            "achievement_id",
            "person_id",
            unique=True,
            sqlite_where=STILL_ASKED,
            postgresql_where=STILL_ASKED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    tier: Mapped[DisclosureTier] = mapped_column(stored_by_value(DisclosureTier, "known_grant_tier"))
    purpose: Mapped[str] = mapped_column(Text)
    state: Mapped[GrantState] = mapped_column(stored_by_value(GrantState), default=GrantState.ASKED)
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was declined or revoked
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime | None]

    achievement: Mapped[Achievement] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    record_kind = "grant"

    @property
    def owner_id(self) -> int:
        return self.achievement.owner_id

    @property
    def standing(self) -> GrantState:
        """The state now: a grant is over at its end, whether or not the nightly round was there already."""
        over = self.state is GrantState.GRANTED and self.expires_at is not None and self.expires_at <= now()
        return GrantState.EXPIRED if over else self.state


class Nda(Base):
    """A confidentiality agreement: the exact text, its hash, the term. Both sides sign the same hash."""

    __tablename__ = "disclosure_ndas"
    __table_args__ = (
        CheckConstraint("state <> 'in_force' OR valid_until IS NOT NULL", name="agreement_in_force_has_an_end"),
        CheckConstraint("years BETWEEN 1 AND 10", name="years_of_secrecy"),
        CheckConstraint("length(sha256) = 64", name="hash_of_the_text"),
        CheckConstraint("state NOT IN ('nda_refused', 'nda_ended') OR reason <> ''", name="ended_has_a_reason"),
        Index("ix_disclosure_ndas_pair", "achievement_id", "recipient_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"))
    discloser_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[NdaState] = mapped_column(stored_by_value(NdaState), default=NdaState.DRAFTED)
    edition: Mapped[str] = mapped_column(String(20))  # of the template
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    years: Mapped[int]
    valid_until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was not signed, or ended
    drafted_at: Mapped[datetime] = mapped_column(default=now)
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    in_force_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    achievement: Mapped[Achievement] = relationship(lazy="joined", innerjoin=True)
    discloser: Mapped[Organisation] = relationship(foreign_keys=discloser_id, lazy="joined", innerjoin=True)
    recipient: Mapped[Organisation] = relationship(foreign_keys=recipient_id, lazy="joined", innerjoin=True)
    signatures: Mapped[list["NdaSignature"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="NdaSignature.id"
    )

    record_kind = "nda"

    @property
    def owner_id(self) -> int:
        return self.discloser_id


class NdaSignature(Base):
    """A side's acceptance: who, in what office, when, of which exact text, by which service, with what evidence."""

    __tablename__ = "disclosure_nda_signatures"
    __table_args__ = (
        UniqueConstraint("nda_id", "party"),
        CheckConstraint("name <> '' AND office <> ''", name="signed_by_name_and_office"),
        CheckConstraint("length(sha256) = 64", name="signed_a_text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nda_id: Mapped[int] = mapped_column(ForeignKey("disclosure_ndas.id", ondelete="CASCADE"))
    party: Mapped[Party] = mapped_column(stored_by_value(Party))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(80))
    office: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(default=now)
    sha256: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(40))  # of the service that took it
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Access(Base):
    """One look at, or one download of, what is not open to everybody. Kept for the owner of the result."""

    __tablename__ = "disclosure_accesses"
    __table_args__ = (
        CheckConstraint("kind = 'access_view' OR title <> ''", name="download_names_a_file"),
        CheckConstraint("kind = 'access_view' OR basis = '' OR marked", name="download_by_right_is_marked"),
        Index("ix_disclosure_accesses_achievement", "achievement_id", "id"),
        Index("ix_disclosure_accesses_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[AccessKind] = mapped_column(stored_by_value(AccessKind))
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"))
    number: Mapped[int]  # of the version
    tier: Mapped[DisclosureTier] = mapped_column(stored_by_value(DisclosureTier, "known_access_tier"))
    title: Mapped[str] = mapped_column(String(120), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    basis: Mapped[str] = mapped_column(String(20), default="")  # public id of the grant or the accepted interest
    marked: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str] = mapped_column(String(64), default="")  # of what was handed out

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
