"""委托: what an owner lets a broker or an agency do in its name, and for how long."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models.organisations import Organisation
from marketplace.accounts.models.people import Person
from marketplace.core.actor import Act
from marketplace.core.clock import now, today
from marketplace.core.db import Base, stored_by_value


class MandateState(StrEnum):
    """Where a mandate stands. Whether an accepted one is in force also depends on the day."""

    PROPOSED = "proposed"  # 待接受
    ACCEPTED = "accepted"  # 已接受
    DECLINED = "declined"  # 已谢绝
    WITHDRAWN = "withdrawn"  # 已撤回
    ENDED = "ended"  # 已到期或由受托方终止
    REVOKED = "revoked"  # 已由委托方解除


class Mandate(Base):
    """An owner's mandate to one broker, or to an agency whose members share it."""

    __tablename__ = "mandates"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (agency_id IS NULL)", name="one_holder"),
        CheckConstraint("valid_from <= valid_until", name="days_in_order"),
        CheckConstraint("may_edit OR may_submit OR may_answer", name="lets_something"),
        CheckConstraint("agency_id IS NULL OR agency_id <> owner_id", name="not_to_itself"),
        CheckConstraint("state = 'proposed' OR decided_at IS NOT NULL", name="decided_has_a_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    state: Mapped[MandateState] = mapped_column(stored_by_value(MandateState), default=MandateState.PROPOSED)
    may_edit: Mapped[bool] = mapped_column(default=True)
    may_submit: Mapped[bool] = mapped_column(default=False)
    may_answer: Mapped[bool] = mapped_column(default=False)
    all_records: Mapped[bool] = mapped_column(default=True)
    exclusive: Mapped[bool] = mapped_column(default=False)  # 独家: nobody else acts for the owner in the same scope
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    paper: Mapped[str] = mapped_column(String(64), default="")  # hash of the signed paper in the file store
    paper_type: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was declined, revoked or ended
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]

    owner: Mapped[Organisation] = relationship(foreign_keys=owner_id, lazy="joined", innerjoin=True)
    agency: Mapped[Organisation | None] = relationship(foreign_keys=agency_id, lazy="joined")
    person: Mapped[Person | None] = relationship(foreign_keys=person_id, lazy="joined")
    records: Mapped[list["MandateRecord"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="MandateRecord.public_id"
    )

    record_kind = "mandate"

    @property
    def in_force(self) -> bool:
        return self.state is MandateState.ACCEPTED and self.valid_from <= today() <= self.valid_until

    def reaches_with(self, other: "Mandate") -> bool:
        """Do both let the same be done with the same record on the same day?"""
        shared = {each.public_id for each in self.records} & {each.public_id for each in other.records}
        whole = self.all_records or other.all_records
        return (
            self.owner_id == other.owner_id
            and bool(self.acts & other.acts)
            and (whole or bool(shared))
            and self.valid_from <= other.valid_until
            and other.valid_from <= self.valid_until
        )

    @property
    def acts(self) -> frozenset[Act]:
        granted = {Act.EDIT: self.may_edit, Act.SUBMIT: self.may_submit, Act.ANSWER: self.may_answer}
        return frozenset(act for act, given in granted.items() if given)


class MandateRecord(Base):
    """A record that a mandate for chosen records reaches, named by its public id."""

    __tablename__ = "mandate_records"

    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandates.id", ondelete="CASCADE"), primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), primary_key=True)
