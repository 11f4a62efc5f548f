"""A contract, its versions, its papers, and the log of its states by which every report can be worked out again."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, Person
from marketplace.contracts.checklist import Refusal
from marketplace.contracts.models.columns import Tonnes, Years
from marketplace.contracts.rules import CLASS_OF, ContractAction, ContractClass, ContractKind, ContractState, PaperKind
from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.core.money import Money
from marketplace.deals.models import Deal

ONE_LIVE = text("state NOT IN ('contract_cancelled', 'registration_refused')")


class Contract(Base):
    """技术合同 of a deal. `terms` holds all that it says; the columns beside it are what lists and reports ask for."""

    __tablename__ = "contracts"
    __table_args__ = (
        CheckConstraint("seller_id <> buyer_id", name="two_sides"),
        CheckConstraint("technical <= total", name="technical_within_total"),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="term_in_order"),
        CheckConstraint(
            "state NOT IN ('registered', 'changing') OR (registration_number <> '' AND registered_on IS NOT NULL)",
            name="registered_has_a_number",
        ),
        CheckConstraint("state <> 'registration_refused' OR refusal IS NOT NULL", name="refused_has_a_reason"),
        CheckConstraint(
            "state = 'drafted' OR state = 'contract_cancelled' OR signed_on IS NOT NULL", name="signed_has_a_date"
        ),
        *at_least_zero("total", "technical", "contracted_yearly", "contracted_years"),
        Index("uq_contracts_live", "deal_id", unique=True, sqlite_where=ONE_LIVE, postgresql_where=ONE_LIVE),
        Index("ix_contracts_state_due", "state", "review_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    buyer_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[ContractState] = mapped_column(stored_by_value(ContractState), default=ContractState.DRAFT)
    lock: Mapped[int] = mapped_column(default=1)
    number: Mapped[int] = mapped_column(default=1)  # of the version that `terms` is
    terms: Mapped[dict[str, Any]]

    kind: Mapped[ContractKind] = mapped_column(stored_by_value(ContractKind))
    title: Mapped[str] = mapped_column(String(120), default="")
    total: Mapped[Decimal | None] = mapped_column(Money)  # 成交额, 万元
    technical: Mapped[Decimal | None] = mapped_column(Money)  # 技术交易额
    sector: Mapped[str] = mapped_column(String(20), default="")
    key_technology: Mapped[str] = mapped_column(String(8), default="")
    industry: Mapped[str] = mapped_column(String(8), default="")
    region: Mapped[str] = mapped_column(String(6), default="")  # the seller's, where it is registered
    signed_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    edition: Mapped[str] = mapped_column(String(12))

    declared_at: Mapped[datetime | None]
    review_due: Mapped[date | None]
    registration_number: Mapped[str] = mapped_column(String(40), default="")
    registered_on: Mapped[date | None]
    refusal: Mapped[Refusal | None] = mapped_column(stored_by_value(Refusal))
    remark: Mapped[str] = mapped_column(Text, default="")  # what the registrar last asked for or gave as the reason

    expected_yearly: Mapped[Decimal | None] = mapped_column(Tonnes)  # of the claim, as it stood when drafted
    contracted_yearly: Mapped[Decimal | None] = mapped_column(Tonnes)
    contracted_years: Mapped[Decimal | None] = mapped_column(Years)
    accepted_on: Mapped[date | None]
    acceptance: Mapped[str] = mapped_column(Text, default="")

    is_sample: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    deal: Mapped[Deal] = relationship(lazy="joined", innerjoin=True)
    seller: Mapped[Organisation] = relationship(foreign_keys=seller_id, lazy="joined", innerjoin=True)
    buyer: Mapped[Organisation] = relationship(foreign_keys=buyer_id, lazy="joined", innerjoin=True)
    versions: Mapped[list["ContractVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="ContractVersion.number"
    )
    papers: Mapped[list["ContractPaper"]] = relationship(cascade="all, delete-orphan", order_by="ContractPaper.id")
    moves: Mapped[list["ContractMove"]] = relationship(cascade="all, delete-orphan", order_by="ContractMove.id")

    record_kind = "contract"

    @property
    def owner_id(self) -> int:
        return self.seller_id

    @property
    def contract_class(self) -> ContractClass:
        return CLASS_OF[self.kind]


class ContractVersion(Base):
    """What the contract said at one time."""

    __tablename__ = "contract_versions"
    __table_args__ = (UniqueConstraint("contract_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"))
    number: Mapped[int]
    terms: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person | None] = relationship()


class ContractPaper(Base):
    """A scanned paper of the contract, by the hash of its content; `number` is the version that it signs."""

    __tablename__ = "contract_papers"
    __table_args__ = (CheckConstraint("size > 0", name="size_above_zero"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PaperKind] = mapped_column(stored_by_value(PaperKind))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person | None] = relationship()


class ContractMove(Base):
    """The stage log: one line an act, with how the contract stood after it."""

    __tablename__ = "contract_moves"
    __table_args__ = (Index("ix_contract_moves_contract_at", "contract_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"))
    action: Mapped[ContractAction] = mapped_column(stored_by_value(ContractAction))
    state: Mapped[ContractState] = mapped_column(stored_by_value(ContractState))
    number: Mapped[int]  # of the version
    day: Mapped[date | None]  # on which it happened: signed, registered; the line itself is written at `at`
    total: Mapped[Decimal | None] = mapped_column(Money)
    technical: Mapped[Decimal | None] = mapped_column(Money)
    # what reports group by and add up, as the contract said it then
    kind: Mapped[ContractKind | None] = mapped_column(stored_by_value(ContractKind))
    key_technology: Mapped[str] = mapped_column(String(8), default="")
    industry: Mapped[str] = mapped_column(String(8), default="")
    region: Mapped[str] = mapped_column(String(6), default="")
    expected_yearly: Mapped[Decimal | None] = mapped_column(Tonnes)
    contracted_yearly: Mapped[Decimal | None] = mapped_column(Tonnes)
    contracted: Mapped[Decimal | None] = mapped_column(Tonnes)  # over the whole term
    refusal: Mapped[Refusal | None] = mapped_column(stored_by_value(Refusal))
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now, index=True)

    person: Mapped[Person | None] = relationship()
