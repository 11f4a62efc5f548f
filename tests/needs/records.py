"""What an act on a need leaves behind."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.audit import AuditEvent
from marketplace.core.mail import latest_mails
from marketplace.core.outbox import promised
from marketplace.needs.models import Need


def actions(session: Session, need: Need) -> list[str]:
    session.flush()
    acts = select(AuditEvent.action).where(AuditEvent.subject_id == need.public_id).order_by(AuditEvent.id)
    return list(session.scalars(acts))


def promises(session: Session) -> list[tuple[str, str]]:
    session.flush()
    return [(entry.kind, entry.subject_id) for entry in promised(session)]


def letters(session: Session) -> list[tuple[str, str]]:
    session.flush()
    return [(mail.recipient, mail.subject) for mail in reversed(latest_mails(session))]
