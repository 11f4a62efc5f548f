"""Keeping long questions for a while, so that their addresses stay short."""

import hashlib
from datetime import timedelta
from urllib.parse import quote_plus

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.core.clock import now
from marketplace.discovery.models import KeptQuestion

KEPT_FOR = timedelta(days=90)
ADDRESS_BYTES = 3_000  # of a text that fits into an address line together with the filters


def fits_an_address(text: str) -> bool:
    """Is the text short enough to stand in the address itself?"""
    return len(quote_plus(text)) <= ADDRESS_BYTES


def keep_question(session: Session, text: str) -> str:
    """Keep a text and return the id under which `kept_text` finds it; drop what has expired."""
    session.execute(delete(KeptQuestion).where(KeptQuestion.expires_at < now()))
    key = hashlib.sha256(text.encode()).hexdigest()[:24]
    kept = session.get(KeptQuestion, key)
    if kept is None:
        session.add(KeptQuestion(id=key, text=text, expires_at=now() + KEPT_FOR))
    else:
        kept.expires_at = now() + KEPT_FOR
    session.flush()
    return key
