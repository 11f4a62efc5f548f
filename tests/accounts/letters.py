"""Reading the letters that an act left."""

import re

from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.core.mail import Mail


def letters(session: Session) -> list[tuple[str, str]]:
    """(recipient, subject), in the order they were written."""
    session.flush()
    return [(mail.recipient, mail.subject) for mail in session.query(Mail).order_by(Mail.id)]


def token_in_the_letter(session: Session) -> str:
    """The token at the end of the link in the latest letter."""
    session.flush()
    body = session.query(Mail).order_by(Mail.id.desc()).first().body  # type: ignore[union-attr]
    found = re.search(r"/(?:register/confirm|password/reset|account/email)/(\S+)", body)
    assert found, body
    return found[1]


class Statements:
    """Counts the statements that a session sends inside the block, by their first words."""

    def __init__(self, session: Session) -> None:
        self.connection = session.connection()
        self.sent: list[str] = []

    def __enter__(self) -> list[str]:
        event.listen(self.connection, "before_cursor_execute", self._note)
        return self.sent

    def __exit__(self, *_error: object) -> None:
        event.remove(self.connection, "before_cursor_execute", self._note)

    def _note(self, _c: object, _cursor: object, statement: str, _p: object, _context: object, _many: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            self.sent.append(" ".join(statement.split()[:3]))
