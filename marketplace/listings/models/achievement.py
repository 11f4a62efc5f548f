"""An achievement (成果): the record that keeps its public id, and its versions that say what it is."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, Person
from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.listings.models.claim import CarbonClaim
from marketplace.listings.models.files import Attachment, Picture
from marketplace.listings.models.lifecycle import Withdrawal
from marketplace.listings.models.parts import Case, IntellectualProperty, Parameter, VersionTransferMode
from marketplace.listings.rules import ListingState
from marketplace.taxonomy.terms import CarbonClass, Level, PriceMode, Stage, TransferMode, TrlScale

ONE_VISIBLE = text("state IN ('published', 'negotiating', 'contracted', 'expired')")
ONE_IN_WORK = text("state IN ('draft', 'submitted', 'returned')")


class Achievement(Base):
    """What stays the same while versions come and go: id, owner, where it came from."""

    __tablename__ = "achievements"
    __table_args__ = (UniqueConstraint("source_system", "source_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    broker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    source_system: Mapped[str] = mapped_column(String(60))
    source_key: Mapped[str] = mapped_column(String(160))
    content_hash: Mapped[str] = mapped_column(String(64), default="")  # of the last import
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    broker: Mapped[Person | None] = relationship()
    versions: Mapped[list["AchievementVersion"]] = relationship(
        back_populates="achievement", cascade="all, delete-orphan", order_by="AchievementVersion.number"
    )

    record_kind = "achievement"


class AchievementVersion(Base):
    """One version of what an achievement says. At most one is visible and at most one is in work."""

    __tablename__ = "achievement_versions"
    __table_args__ = (
        UniqueConstraint("achievement_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "state NOT IN ('published', 'negotiating', 'contracted') OR published_at IS NOT NULL",
            name="published_has_a_date",
        ),
        CheckConstraint(
            "trl IS NULL OR (trl BETWEEN 1 AND 9) OR (trl_scale = 'thirteen' AND trl BETWEEN 1 AND 13)",
            name="trl_on_its_scale",
        ),
        CheckConstraint("state NOT IN ('published') OR (title <> '' AND teaser <> '')", name="published_has_a_teaser"),
        *at_least_zero("capex", "opex", "payback_years", "price"),
        Index("ix_achievement_versions_state_published", "state", "published_at"),
        Index("ix_achievement_versions_newest", "published_at", "id"),
        Index(
            "uq_achievement_versions_visible",
            "achievement_id",
            unique=True,
            sqlite_where=ONE_VISIBLE,
            postgresql_where=ONE_VISIBLE,
        ),
        Index(
            "uq_achievement_versions_in_work",
            "achievement_id",
            unique=True,
            sqlite_where=ONE_IN_WORK,
            postgresql_where=ONE_IN_WORK,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[ListingState] = mapped_column(stored_by_value(ListingState), default=ListingState.DRAFT)
    lock: Mapped[int] = mapped_column(default=1)  # optimistic: raised by every edit

    title: Mapped[str] = mapped_column(String(120), default="")
    teaser: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    principle: Mapped[str] = mapped_column(Text, default="")
    advantage: Mapped[str] = mapped_column(Text, default="")
    timing: Mapped[str] = mapped_column(Text, default="")
    keywords: Mapped[list[str]] = mapped_column(default=list)
    partners: Mapped[list[str]] = mapped_column(default=list)
    inventors: Mapped[list[str]] = mapped_column(default=list)
    department: Mapped[str] = mapped_column(String(120), default="")
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    project_source: Mapped[str] = mapped_column(Text, default="")

    stage: Mapped[Stage | None] = mapped_column(stored_by_value(Stage))
    level: Mapped[Level] = mapped_column(stored_by_value(Level), default=Level.UNASSESSED)
    trl: Mapped[int | None]
    trl_scale: Mapped[TrlScale] = mapped_column(stored_by_value(TrlScale), default=TrlScale.NINE)
    trl_evidence: Mapped[str] = mapped_column(Text, default="")

    sector: Mapped[str] = mapped_column(String(20), default="")
    key_technology: Mapped[str] = mapped_column(String(8), default="", index=True)
    carbon_class: Mapped[CarbonClass | None] = mapped_column(stored_by_value(CarbonClass))
    ipc: Mapped[list[str]] = mapped_column(default=list)
    cpc_y02: Mapped[list[str]] = mapped_column(default=list)
    industries: Mapped[list[str]] = mapped_column(default=list)

    comparator: Mapped[str] = mapped_column(Text, default="")
    comparator_value: Mapped[str] = mapped_column(Text, default="")
    comparator_cost: Mapped[str] = mapped_column(Text, default="")
    capex: Mapped[float | None]
    opex: Mapped[float | None]
    payback_years: Mapped[float | None]
    scale: Mapped[str] = mapped_column(Text, default="")
    price_mode: Mapped[PriceMode | None] = mapped_column(stored_by_value(PriceMode))
    price: Mapped[float | None]
    price_note: Mapped[str] = mapped_column(Text, default="")
    valid_until: Mapped[date | None]
    extra: Mapped[dict[str, str]] = mapped_column(default=dict)

    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]

    achievement: Mapped[Achievement] = relationship(back_populates="versions", lazy="joined", innerjoin=True)
    parameters: Mapped[list[Parameter]] = relationship(cascade="all, delete-orphan", order_by=Parameter.position)
    ip: Mapped[list[IntellectualProperty]] = relationship(
        cascade="all, delete-orphan", order_by=IntellectualProperty.position
    )
    cases: Mapped[list[Case]] = relationship(cascade="all, delete-orphan", order_by=Case.position)
    modes: Mapped[list[VersionTransferMode]] = relationship(
        cascade="all, delete-orphan", order_by=VersionTransferMode.position, lazy="selectin"
    )
    claim: Mapped[CarbonClaim | None] = relationship(cascade="all, delete-orphan", lazy="selectin")
    withdrawal: Mapped[Withdrawal | None] = relationship(cascade="all, delete-orphan")
    remarks: Mapped[list["Remark"]] = relationship(cascade="all, delete-orphan", order_by="Remark.id")

    # without what was removed; the database deletes the rows with their version
    attachments: Mapped[list[Attachment]] = relationship(
        viewonly=True,
        primaryjoin=lambda: and_(AchievementVersion.id == Attachment.version_id, Attachment.removed_at.is_(None)),
        order_by=(Attachment.position, Attachment.id),
    )
    pictures: Mapped[list[Picture]] = relationship(
        viewonly=True,
        primaryjoin=lambda: and_(AchievementVersion.id == Picture.version_id, Picture.removed_at.is_(None)),
        order_by=(Picture.position, Picture.id),
    )

    record_kind = "achievement"

    @property
    def public_id(self) -> str:
        return self.achievement.public_id

    @property
    def owner_id(self) -> int:
        return self.achievement.owner_id

    @property
    def transfer_modes(self) -> tuple[TransferMode, ...]:
        return tuple(entry.mode for entry in self.modes)


class Remark(Base):
    """A curator's remark on one field of a version, or on the whole when `field` is empty."""

    __tablename__ = "achievement_remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("achievement_versions.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    english: Mapped[str] = mapped_column(Text, default="")  # where standard words stand in it; blank: as it was written
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    def said_in(self, language: str) -> str:
        return self.english if language == "en" and self.english else self.text
