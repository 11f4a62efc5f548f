"""What is kept about a person because they follow something, for their export."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.following.models import LetterPace, Watch


def kept_about(session: Session, person: Person) -> list[dict[str, Any]]:
    """What they follow, and the pace of their letter in every row."""
    pace = session.get(LetterPace, person.id)
    return [
        {
            "id": watch.public_id,
            "kind": watch.kind.value,
            "name": watch.name,
            "question": watch.query,
            "text": watch.text,
            "by_mail": watch.by_mail,
            "pace": pace.pace.value if pace else "",
            "created_at": watch.created_at.isoformat(),
            "seen_at": watch.seen_at.isoformat() if watch.seen_at else None,
            "deleted_at": watch.deleted_at.isoformat() if watch.deleted_at else None,
        }
        for watch in session.scalars(select(Watch).where(Watch.person_id == person.id).order_by(Watch.id))
    ]
