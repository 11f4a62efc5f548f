"""What the curators' room keeps: who holds a record, what was decided, standard remarks, acts on many records."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.curation.rules import BatchAct, BatchState, Kind, Nature, Outcome


class Assignment(Base):
    """Who has a waiting record in hand. It holds for the submission it was made after; a new submission is nobody's."""

    __tablename__ = "queue_assignments"

    kind: Mapped[Kind] = mapped_column(stored_by_value(Kind), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=now)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[person_id])


class QueueDecision(Base):
    """A decision with the times that statistics are made of, and the remarks, which outlive the next submission."""

    __tablename__ = "queue_decisions"
    __table_args__ = (
        Index("ix_queue_decisions_subject", "kind", "subject_id"),
        CheckConstraint("decided_at >= submitted_at", name="decided_after_submission"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(stored_by_value(Kind))
    subject_id: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column(default=1)  # the version that was decided on
    act: Mapped[str] = mapped_column(String(20))
    nature: Mapped[Nature] = mapped_column(stored_by_value(Nature))
    submitted_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime] = mapped_column(default=now, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    remarks: Mapped[dict[str, str]] = mapped_column(default=dict)  # by field; blank: on the whole

    person: Mapped[Person | None] = relationship(lazy="joined")


class StandardRemark(Base):
    """A sentence that curators write often, tied to a field; `kind` None serves both kinds."""

    __tablename__ = "standard_remarks"
    __table_args__ = (CheckConstraint("zh <> '' AND en <> ''", name="said_in_both_languages"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind | None] = mapped_column(stored_by_value(Kind))
    field: Mapped[str] = mapped_column(String(40), default="")  # blank: on the whole
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]

    record_kind = "standard_remark"
    owner_id = None

    @property
    def public_id(self) -> str:
        return f"SR-{self.id}"

    def said_in(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Batch(Base):
    """One act on many records: what, by whom, when it takes effect, and what became of it."""

    __tablename__ = "queue_batches"
    __table_args__ = (
        CheckConstraint("(state = 'scheduled') = (finished_at IS NULL)", name="finished_has_a_date"),
        CheckConstraint("act IN ('publish', 'return') OR state <> 'scheduled'", name="holding_is_done_at_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    act: Mapped[BatchAct] = mapped_column(stored_by_value(BatchAct))
    state: Mapped[BatchState] = mapped_column(stored_by_value(BatchState))
    remarks: Mapped[dict[str, str]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]  # until then it can be taken back
    finished_at: Mapped[datetime | None]

    rows: Mapped[list["BatchRow"]] = relationship(
        cascade="all, delete-orphan", order_by="BatchRow.position", lazy="selectin"
    )

    record_kind = "batch"
    owner_id = None


class BatchRow(Base):
    """One record of an act on many, with the lock of what was read, and why it was not done if it was not."""

    __tablename__ = "queue_batch_rows"

    batch_id: Mapped[int] = mapped_column(ForeignKey("queue_batches.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[Kind] = mapped_column(stored_by_value(Kind), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120), default="")
    lock: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(stored_by_value(Outcome), default=Outcome.WAITING)
    message: Mapped[str] = mapped_column(Text, default="")  # a msgid
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
