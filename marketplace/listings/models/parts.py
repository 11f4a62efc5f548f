"""The repeating parts of a version: parameters, intellectual property, cases, transfer modes."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Base, stored_by_value
from marketplace.taxonomy.terms import DisclosureTier, IpKind, IpStatus, TransferMode

VERSION = "achievement_versions.id"


class Parameter(Base):
    """A measured value or range, in the unit as the owner states it."""

    __tablename__ = "achievement_parameters"
    __table_args__ = (
        CheckConstraint("minimum IS NULL OR maximum IS NULL OR minimum <= maximum", name="range_in_order"),
        CheckConstraint("minimum IS NOT NULL OR maximum IS NOT NULL OR name <> ''", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(80))
    minimum: Mapped[float | None]
    maximum: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(40), default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    comparator_value: Mapped[float | None]
    tier: Mapped[DisclosureTier] = mapped_column(stored_by_value(DisclosureTier), default=DisclosureTier.PUBLIC)


class IntellectualProperty(Base):
    __tablename__ = "achievement_ip"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[IpKind] = mapped_column(stored_by_value(IpKind))
    title: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[str] = mapped_column(String(60), default="", index=True)
    status: Mapped[IpStatus] = mapped_column(stored_by_value(IpStatus), default=IpStatus.PENDING)
    holder: Mapped[str] = mapped_column(Text, default="")


class Case(Base):
    __tablename__ = "achievement_cases"
    __table_args__ = (CheckConstraint("year IS NULL OR year BETWEEN 1950 AND 2100", name="year_is_plausible"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    user: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[int | None]
    scale: Mapped[str] = mapped_column(Text, default="")
    measured_result: Mapped[str] = mapped_column(Text, default="")


class VersionTransferMode(Base):
    """A way in which the owner is ready to transfer."""

    __tablename__ = "achievement_transfer_modes"

    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), primary_key=True)
    mode: Mapped[TransferMode] = mapped_column(stored_by_value(TransferMode), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
