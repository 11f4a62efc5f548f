"""Reads of discovery's own table."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.clock import now
from marketplace.discovery.models import KeptQuestion


def kept_text(session: Session, key: str) -> str | None:
    """The text kept under an id; None when there is none or it has expired."""
    return session.scalar(select(KeptQuestion.text).where(KeptQuestion.id == key, KeptQuestion.expires_at >= now()))
