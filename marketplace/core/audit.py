"""The audit trail: who did what to which record, and when."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.core.actor import Actor, Power
from marketplace.core.clock import now
from marketplace.core.db import Base
from marketplace.core.outbox import promise


class AuditEvent(Base):
    """One act. The subject is named by kind and public id, so that the trail outlives the record."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    person_name: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(60))
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Record(Protocol):
    """What can be changed and found again."""

    @property
    def record_kind(self) -> str: ...

    @property
    def public_id(self) -> str: ...

    @property
    def owner_id(self) -> int | None: ...


def record_act(session: Session, actor: Actor, action: str, subject: Record, **detail: Any) -> None:
    """Write one line of the audit trail; an act by mandate names the owner it was done for."""
    power = _mandate(actor, subject)
    if power is not None:
        detail = {"on_behalf_of": power.owner_name, "mandate": power.mandate} | detail
    session.add(
        AuditEvent(
            at=now(),
            person_id=actor.person_id,
            person_name=actor.name,
            action=str(action),
            subject_kind=subject.record_kind,
            subject_id=subject.public_id,
            organisation_id=subject.owner_id,
            detail=detail,
        )
    )


def _mandate(actor: Actor, subject: Record) -> Power | None:
    if subject.owner_id is None or actor.belongs_to(subject.owner_id) or subject.record_kind == "mandate":
        return None  # a mandate itself lies between the two sides
    owned = [power for power in actor.powers if power.owner_id == subject.owner_id]
    return next((power for power in owned if power.records is None or subject.public_id in power.records), None)


def record_change(session: Session, actor: Actor, action: str, subject: Record, **detail: Any) -> None:
    """Write the audit trail and promise the search index: for every act that changes what can be found."""
    record_act(session, actor, action, subject, **detail)
    promise(session, subject.record_kind, subject.public_id)
