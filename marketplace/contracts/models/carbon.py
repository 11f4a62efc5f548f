"""Tonnes that were measured after acceptance, each period with its evidence."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.contracts.models.columns import Tonnes
from marketplace.contracts.models.contract import Contract
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.taxonomy.terms import EvidenceGrade


class ContractMeasurement(Base):
    """tCO2e of a period of operation; the report that proves it lies in the file store."""

    __tablename__ = "contract_measurements"
    __table_args__ = (CheckConstraint("begins_on <= ends_on", name="period_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"), index=True)
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    tonnes: Mapped[Decimal] = mapped_column(Tonnes)
    grade: Mapped[EvidenceGrade] = mapped_column(stored_by_value(EvidenceGrade))
    method: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now, index=True)

    contract: Mapped[Contract] = relationship()
    person: Mapped[Person | None] = relationship()
