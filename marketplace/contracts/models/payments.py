"""What is to be paid and when, and what came in."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.contracts.models.contract import Contract
from marketplace.contracts.rules import PaymentKind
from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.core.money import Money


class ContractPayment(Base):
    """A line of the plan. A royalty may have no amount before it is reckoned; a milestone no day before it is reached."""

    __tablename__ = "contract_payments"
    __table_args__ = (
        CheckConstraint("kind = 'royalty' OR amount IS NOT NULL", name="amount_unless_royalty"),
        *at_least_zero("amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PaymentKind] = mapped_column(stored_by_value(PaymentKind))
    label: Mapped[str] = mapped_column(String(120))
    condition: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[Decimal | None] = mapped_column(Money)
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    contract: Mapped[Contract] = relationship()
    receipts: Mapped[list["ContractReceipt"]] = relationship(
        cascade="all, delete-orphan", order_by="ContractReceipt.id"
    )


class ContractReceipt(Base):
    """Money that came in on a line of the plan; what was entered by mistake is taken back and stays in the log."""

    __tablename__ = "contract_receipts"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_above_zero"),
        CheckConstraint("voided_at IS NULL OR void_reason <> ''", name="voided_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("contract_payments.id", ondelete="CASCADE"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    received_on: Mapped[date] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person | None] = relationship()
