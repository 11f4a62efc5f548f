"""The carbon claim of a version: what it avoids or removes, and how that was worked out."""

from sqlalchemy import CheckConstraint, Computed, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.taxonomy.terms import ClaimMethod, EvidenceGrade

NET = "baseline_emissions - project_emissions - leakage_emissions + removals"


class CarbonClaim(Base):
    """减碳量, tCO2e a year. The database computes net and conservative value: nobody can type them.

    A negative net is not made smaller by its uncertainty: the conservative value widens away from zero then.
    """

    __tablename__ = "carbon_claims"
    __table_args__ = (
        *at_least_zero("baseline_emissions", "project_emissions", "leakage_emissions", "removals", "lifetime_years"),
        CheckConstraint("uncertainty_percent BETWEEN 0 AND 100", name="uncertainty_is_a_percentage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("achievement_versions.id", ondelete="CASCADE"), unique=True)
    functional_unit: Mapped[str] = mapped_column(Text, default="")
    boundary: Mapped[str] = mapped_column(Text, default="")
    baseline: Mapped[str] = mapped_column(Text, default="")
    lifetime_years: Mapped[float | None]
    annual_output: Mapped[str] = mapped_column(Text, default="")
    baseline_emissions: Mapped[float] = mapped_column(default=0.0)
    project_emissions: Mapped[float] = mapped_column(default=0.0)
    leakage_emissions: Mapped[float] = mapped_column(default=0.0)
    removals: Mapped[float] = mapped_column(default=0.0)
    uncertainty_percent: Mapped[float] = mapped_column(default=0.0)
    gases: Mapped[list[str]] = mapped_column(default=list)
    method: Mapped[ClaimMethod] = mapped_column(stored_by_value(ClaimMethod), default=ClaimMethod.OWN)
    grade: Mapped[EvidenceGrade] = mapped_column(stored_by_value(EvidenceGrade), default=EvidenceGrade.STATED)
    net: Mapped[float] = mapped_column(Computed(NET, persisted=True))
    conservative: Mapped[float] = mapped_column(
        Computed(
            f"({NET}) * (CASE WHEN ({NET}) < 0 THEN 1 + uncertainty_percent / 100 ELSE 1 - uncertainty_percent / 100 END)",
            persisted=True,
        )
    )

    factors: Mapped[list["EmissionFactor"]] = relationship(
        cascade="all, delete-orphan", order_by="EmissionFactor.position"
    )
    lines: Mapped[list["ClaimLine"]] = relationship(cascade="all, delete-orphan", order_by="ClaimLine.position")


class EmissionFactor(Base):
    __tablename__ = "claim_factors"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("carbon_claims.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Text)
    value: Mapped[float]
    unit: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[int | None]
    region: Mapped[str] = mapped_column(String(40), default="")


class ClaimLine(Base):
    """One term of BE, PE, LE or RE in the ledger; `amount` in tCO2e a year."""

    __tablename__ = "claim_lines"
    __table_args__ = (
        CheckConstraint("side IN ('BE', 'PE', 'LE', 'RE')", name="known_side"),
        *at_least_zero("amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("carbon_claims.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    side: Mapped[str] = mapped_column(String(2))
    label: Mapped[str] = mapped_column(Text)
    formula: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[float] = mapped_column(default=0.0)
