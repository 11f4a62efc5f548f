"""A need (需求) and the limits that a solution must keep."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, Person
from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.needs.rules import EntryKind, NeedState, NeedWithdrawalReason
from marketplace.taxonomy.terms import HandlingTrack, Operator, Priority, SolutionMode


class NeedRow(Base):
    """One text of a need, in its owner's words and figures: what stands, or what is in work beside it."""

    __tablename__ = "needs"
    __table_args__ = (
        UniqueConstraint("source_system", "source_key"),
        UniqueConstraint("public_id", "standing"),
        CheckConstraint("standing = (revises_id IS NULL)", name="a_revision_revises"),
        CheckConstraint(
            "standing OR state IN ('draft', 'submitted', 'diagnosis', 'returned')", name="a_revision_is_in_work"
        ),
        CheckConstraint(
            "state NOT IN ('published', 'long_term', 'matching') OR published_at IS NOT NULL",
            name="published_has_a_date",
        ),
        CheckConstraint("state <> 'submitted' OR response_due_at IS NOT NULL", name="submitted_has_a_clock"),
        CheckConstraint("minimum_trl IS NULL OR minimum_trl BETWEEN 1 AND 9", name="trl_on_its_scale"),
        *at_least_zero("energy_use", "emissions", "target_reduction", "budget"),
        Index("ix_needs_state_published", "state", "published_at"),
        Index("ix_needs_due", "response_due_at", "public_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20))
    standing: Mapped[bool]
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    source_system: Mapped[str] = mapped_column(String(60))
    source_key: Mapped[str] = mapped_column(String(160))
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    is_sample: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int] = mapped_column(default=1)  # the version; raised by each publication
    state: Mapped[NeedState] = mapped_column(stored_by_value(NeedState), default=NeedState.DRAFT)
    lock: Mapped[int] = mapped_column(default=1)

    title: Mapped[str] = mapped_column(String(120), default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    indicators: Mapped[str] = mapped_column(Text, default="")
    goal: Mapped[str] = mapped_column(Text, default="")
    keywords: Mapped[list[str]] = mapped_column(default=list)
    region: Mapped[str] = mapped_column(String(6), default="")
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    sector: Mapped[str] = mapped_column(String(20), default="")
    key_technology: Mapped[str] = mapped_column(String(8), default="", index=True)
    industries: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[str] = mapped_column(Text, default="")
    energy_use: Mapped[float | None]
    emissions: Mapped[float | None]
    target_reduction: Mapped[float | None]
    already_tried: Mapped[str] = mapped_column(Text, default="")
    minimum_trl: Mapped[int | None]
    site_limits: Mapped[str] = mapped_column(Text, default="")
    budget: Mapped[float | None]
    deadline: Mapped[date | None]
    anonymous: Mapped[bool] = mapped_column(default=False)
    track: Mapped[HandlingTrack] = mapped_column(stored_by_value(HandlingTrack), default=HandlingTrack.DIRECT)
    extra: Mapped[dict[str, str]] = mapped_column(default=dict)

    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    response_due_at: Mapped[datetime | None] = mapped_column(index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]

    owner: Mapped[Organisation] = relationship(lazy="joined")  # not an inner join: it also stands below outer ones
    constraints: Mapped[list["NeedConstraint"]] = relationship(
        cascade="all, delete-orphan", order_by="NeedConstraint.position", lazy="selectin"
    )
    modes: Mapped[list["NeedSolutionMode"]] = relationship(
        cascade="all, delete-orphan", order_by="NeedSolutionMode.position", lazy="selectin"
    )
    remarks: Mapped[list["NeedRemark"]] = relationship(cascade="all, delete-orphan", order_by="NeedRemark.id")

    diagnosis: Mapped["NeedDiagnosis | None"] = relationship(lazy="joined", cascade="all, delete-orphan")
    withdrawal: Mapped["NeedWithdrawal | None"] = relationship(cascade="all, delete-orphan")

    record_kind = "need"
    __mapper_args__ = {"polymorphic_on": "standing", "polymorphic_abstract": True}  # noqa: RUF012 - SQLAlchemy reads it so

    @property
    def solution_modes(self) -> tuple[SolutionMode, ...]:
        return tuple(entry.mode for entry in self.modes)


class Need(NeedRow):
    """A need: what the public reads once it was published. Reading this class never brings a revision."""

    __mapper_args__ = {"polymorphic_identity": True}  # noqa: RUF012


class NeedRevision(NeedRow):
    """The next text of a need that was published before; it shares its number and gives way when it is decided on."""

    __mapper_args__ = {"polymorphic_identity": False}  # noqa: RUF012

    need: Mapped[Need] = relationship(foreign_keys="NeedRevision.revises_id", remote_side="Need.id")


class NeedConstraint(Base):
    """A limit: parameter, comparison, value, unit; `value2` closes a `between`."""

    __tablename__ = "need_constraints"
    __table_args__ = (
        CheckConstraint("(operator = 'between') = (value2 IS NOT NULL)", name="between_has_two_values"),
        CheckConstraint("value2 IS NULL OR value <= value2", name="range_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    parameter: Mapped[str] = mapped_column(String(80))
    operator: Mapped[Operator] = mapped_column(stored_by_value(Operator))
    value: Mapped[float]
    value2: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(40), default="")
    priority: Mapped[Priority] = mapped_column(stored_by_value(Priority), default=Priority.MUST)
    quote: Mapped[str] = mapped_column(String(400), default="")  # the words that it was read from


class NeedSolutionMode(Base):
    __tablename__ = "need_solution_modes"

    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True)
    mode: Mapped[SolutionMode] = mapped_column(stored_by_value(SolutionMode), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class NeedRemark(Base):
    """A curator's remark on one field, or on the whole when `field` is empty."""

    __tablename__ = "need_remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    english: Mapped[str] = mapped_column(Text, default="")  # where standard words stand in it; blank: as it was written
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    def said_in(self, language: str) -> str:
        return self.english if language == "en" and self.english else self.text


class NeedVersion(Base):
    """What a need said when it was published: a snapshot kept for its version page and for differences."""

    __tablename__ = "need_versions"
    __table_args__ = (UniqueConstraint("need_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime] = mapped_column(default=now)


class NeedSource(Base):
    """The document or the pasted text that a need was read from; the file itself is for its owner alone."""

    __tablename__ = "need_sources"
    __table_args__ = (CheckConstraint("size >= 0", name="size_not_negative"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True)
    filename: Mapped[str] = mapped_column(String(255))
    file_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    organisation: Mapped[str] = mapped_column(String(120), default="")  # whose it is, as the document says
    rest: Mapped[list[str]] = mapped_column(default=list)  # what no field took
    records: Mapped[int] = mapped_column(default=1)  # needs that the document lists; the first one was read
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class NeedPassage(Base):
    """The passage that a field was read from. Until a person has confirmed the field, the need cannot be handed in."""

    __tablename__ = "need_passages"

    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    passage: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class NeedClock(Base):
    """Who was told that the answer to a need is due or late. A new deadline starts it anew."""

    __tablename__ = "need_clocks"

    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True)
    due_at: Mapped[datetime]
    curators_told_at: Mapped[datetime | None]
    admins_told_at: Mapped[datetime | None]


class NeedDiagnosis(Base):
    """The second look at a need: who looks, and what came of it."""

    __tablename__ = "need_diagnoses"

    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)  # who looks into it
    opened_at: Mapped[datetime] = mapped_column(default=now)
    assigned_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[HandlingTrack | None] = mapped_column(stored_by_value(HandlingTrack, "known_advice"))
    concluded_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(lazy="joined")
    entries: Mapped[list["DiagnosisEntry"]] = relationship(cascade="all, delete-orphan", order_by="DiagnosisEntry.id")


class DiagnosisEntry(Base):
    """A note for the house, or a question to the enterprise with its answer."""

    __tablename__ = "need_diagnosis_entries"
    __table_args__ = (CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answer_has_a_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need_diagnoses.need_id", ondelete="CASCADE"), index=True)
    kind: Mapped[EntryKind] = mapped_column(stored_by_value(EntryKind))
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[person_id])


class NeedWithdrawal(Base):
    """Why and by whom a need was taken off: its tombstone."""

    __tablename__ = "need_withdrawals"

    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[NeedWithdrawalReason] = mapped_column(stored_by_value(NeedWithdrawalReason))
    note: Mapped[str] = mapped_column(Text, default="")  # for the owner and the curators
    by_curator: Mapped[bool] = mapped_column(default=False)
    was_long_term: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)
