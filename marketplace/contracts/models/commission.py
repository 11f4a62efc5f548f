"""Commission on a contract: its terms, who shares in it, how it was worked out each time, what was paid out."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, Person
from marketplace.contracts.models.columns import Percent
from marketplace.contracts.models.contract import Contract
from marketplace.contracts.rules import Basis, Cause, Trigger
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.core.money import Money


class Commission(Base):
    """The terms: which share of what, and when it falls due."""

    __tablename__ = "contract_commissions"
    __table_args__ = (CheckConstraint("rate > 0 AND rate <= 1000000", name="rate_is_a_percentage"),)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"), primary_key=True)
    basis: Mapped[Basis] = mapped_column(stored_by_value(Basis))
    rate: Mapped[Decimal] = mapped_column(Percent)
    trigger: Mapped[Trigger] = mapped_column(stored_by_value(Trigger))
    updated_at: Mapped[datetime] = mapped_column(default=now)

    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)
    parties: Mapped[list["CommissionParty"]] = relationship(
        cascade="all, delete-orphan", order_by="CommissionParty.id", lazy="selectin"
    )
    calculations: Mapped[list["CommissionCalculation"]] = relationship(
        cascade="all, delete-orphan", order_by="CommissionCalculation.id"
    )


class CommissionParty(Base):
    """A broker or an agency with its share. Whoever shares no more keeps its row with 0 %, because it may have been paid."""

    __tablename__ = "commission_parties"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="person_or_agency"),
        CheckConstraint("percent >= 0 AND percent <= 1000000", name="percent_is_a_percentage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(
        ForeignKey("contract_commissions.contract_id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    percent: Mapped[Decimal] = mapped_column(Percent)
    amount: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))  # of the last calculation

    person: Mapped[Person | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    payouts: Mapped[list["CommissionPayout"]] = relationship(
        cascade="all, delete-orphan", order_by="CommissionPayout.id", lazy="selectin"
    )

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.organisation.name if self.organisation else ""


class CommissionCalculation(Base):
    """One reckoning with its reason; the last one holds."""

    __tablename__ = "commission_calculations"

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(
        ForeignKey("contract_commissions.contract_id", ondelete="CASCADE"), index=True
    )
    cause: Mapped[Cause] = mapped_column(stored_by_value(Cause))
    note: Mapped[str] = mapped_column(Text, default="")  # the reason in words, the amount or the version
    basis: Mapped[Basis] = mapped_column(stored_by_value(Basis))
    rate: Mapped[Decimal] = mapped_column(Percent)
    basis_amount: Mapped[Decimal] = mapped_column(Money)
    amount: Mapped[Decimal] = mapped_column(Money)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person | None] = relationship()


class CommissionPayout(Base):
    """What a party was paid of its share."""

    __tablename__ = "commission_payouts"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_above_zero"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("commission_parties.id", ondelete="CASCADE"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    paid_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)
