"""A repository that an organisation harvests, and how far the last harvest came."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ingest.records import Kind
from marketplace.accounts.models import Organisation
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value


class HarvestSource(Base):
    """Where records are fetched from, how often, and from which datestamp on the next time."""

    __tablename__ = "harvest_sources"
    __table_args__ = (
        UniqueConstraint("organisation_id", "address", "of_set"),
        CheckConstraint("every_hours >= 1", name="interval_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    kind: Mapped[Kind] = mapped_column(stored_by_value(Kind, "known_harvest_kind"), default=Kind.ACHIEVEMENT)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(300))
    of_set: Mapped[str] = mapped_column(String(120), default="")
    every_hours: Mapped[int] = mapped_column(default=24)
    active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[str] = mapped_column(String(20), default="")  # the datestamp up to which everything was fetched
    next_at: Mapped[datetime] = mapped_column(default=now)
    harvested_at: Mapped[datetime | None]
    fetched: Mapped[int] = mapped_column(default=0)  # records of the last harvest
    message: Mapped[dict[str, Any]] = mapped_column(default=dict)  # why the last harvest failed
    gone: Mapped[list[str]] = mapped_column(default=list)  # published here, deleted there: public ids
    run_id: Mapped[str] = mapped_column(String(36), default="")  # the import that the last harvest began
    job_id: Mapped[str] = mapped_column(String(36), default="")

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    record_kind = "harvest"

    @property
    def owner_id(self) -> int | None:
        return self.organisation_id
