"""What an import keeps: the file and the choices, what became of every row, and what is remembered for the next time."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ingest.records import Kind
from marketplace.accounts.models import Organisation, Person
from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value


class RunState(StrEnum):
    """How far an import is."""

    UPLOADED = "uploaded"  # 待读取
    PLANNED = "planned"  # 待核对
    LOADING = "loading"  # 入库中
    DONE = "done"  # 已入库
    FAILED = "failed"  # 未读成
    CANCELLED = "cancelled"  # 已停止
    UNDONE = "undone"  # 已撤销


class RowOutcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    UNDONE = "undone"


class ImportRun(Base):
    """One file on its way in: the file, the choices made about it, and how far it is."""

    __tablename__ = "import_runs"
    __table_args__ = (
        *at_least_zero("file_size"),
        Index("ix_import_runs_organisation_created", "organisation_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    kind: Mapped[Kind] = mapped_column(stored_by_value(Kind, "known_import_kind"))
    filename: Mapped[str] = mapped_column(String(255))
    file_hash: Mapped[str] = mapped_column(String(64))
    file_size: Mapped[int]
    overrides: Mapped[dict[str, Any]] = mapped_column(default=dict)  # column -> field, or None for not imported
    fixes: Mapped[dict[str, str]] = mapped_column(default=dict)  # "row key|field" -> text
    decisions: Mapped[dict[str, str]] = mapped_column(default=dict)  # row key -> Choice
    fingerprint: Mapped[str] = mapped_column(String(32), default="")
    preview: Mapped[str] = mapped_column(String(64), default="")  # hash of the stored preview
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)  # rows by fate
    state: Mapped[RunState] = mapped_column(stored_by_value(RunState), default=RunState.UPLOADED)
    message: Mapped[dict[str, Any]] = mapped_column(default=dict)  # why the file was not read
    job_id: Mapped[str] = mapped_column(String(36), default="")  # the public id of the job at work or the last one
    lock: Mapped[int] = mapped_column(default=1)  # raised by every change of the choices
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person | None] = relationship()

    record_kind = "import"

    @property
    def owner_id(self) -> int | None:
        return self.organisation_id


class ImportedRow(Base):
    """What became of a row of an import; written in the transaction that wrote the record."""

    __tablename__ = "imported_rows"
    __table_args__ = (Index("ix_imported_rows_outcome", "run_id", "outcome"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id", ondelete="CASCADE"), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(24), primary_key=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[RowOutcome] = mapped_column(stored_by_value(RowOutcome))
    record_id: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what undoing needs: content, hash, number, lock


class ImportAlias(Base):
    """Somebody decided that this key of an organisation's lists is that record."""

    __tablename__ = "import_aliases"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "source_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    kind: Mapped[Kind] = mapped_column(stored_by_value(Kind, "known_alias_kind"))
    source_key: Mapped[str] = mapped_column(String(160))
    record_id: Mapped[str] = mapped_column(String(20))


class RememberedMapping(Base):
    """The columns that an organisation confirmed for a file with these headings."""

    __tablename__ = "remembered_mappings"
    __table_args__ = (UniqueConstraint("organisation_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    fingerprint: Mapped[str] = mapped_column(String(32))
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime] = mapped_column(default=now)
