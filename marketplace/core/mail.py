"""Mail: written into a table with the change that causes it, sent by the worker, or kept to be read in development."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import Index, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Base, Database

MAX_ATTEMPTS = 8
KEPT = timedelta(days=180)
CLAIM = timedelta(minutes=2)  # a letter whose worker was killed before it left is claimed again after this
LONGEST_LINE = 998  # RFC 5322


class Mail(Base):
    """A letter to one person."""

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_waiting", "sent_at", "send_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    unsubscribe: Mapped[str] = mapped_column(Text, default="")  # where a letter that may be stopped is stopped
    reply_to: Mapped[str] = mapped_column(String(254), default="")  # where an answer is filed
    created_at: Mapped[datetime] = mapped_column(default=now)
    send_after: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")


class Carrier(Protocol):
    """Takes a letter out of the house; calls `handed` the moment that it is taken."""

    def carry(self, sender: str, mail: Mail, handed: Callable[[], None]) -> None: ...


class OneLine(EmailPolicy):
    """Keeps the address that stops a letter in one line: folded, it would be encoded, and mailboxes would not read it."""

    def fold(self, name: str, value: Any) -> str:
        return str(EmailPolicy.fold(self._for(name), name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return bytes(EmailPolicy.fold_binary(self._for(name), name, value))

    def _for(self, name: str) -> EmailPolicy:
        return self.clone(max_line_length=LONGEST_LINE) if name.lower() == "list-unsubscribe" else self


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """Hands letters to an SMTP server: smtp://user:password@host:port (STARTTLS when offered) or smtps://."""

    url: str
    timeout: float = 15

    def carry(self, sender: str, mail: Mail, handed: Callable[[], None]) -> None:
        address = urlsplit(self.url)
        secure = address.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        with kind(
            address.hostname or "localhost", address.port or (465 if secure else 25), timeout=self.timeout
        ) as server:
            server.ehlo_or_helo_if_needed()
            if not secure and server.has_extn("starttls"):
                server.starttls()
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(letter_of(sender, mail))
            handed()  # before the good-bye: what fails from here on does not bring the letter back


def letter_of(sender: str, mail: Mail) -> EmailMessage:
    """The letter as it leaves; its Message-ID stays the same when it has to be handed over again, so that it is known again."""
    name = f"{mail.id}.{mail.created_at:%Y%m%d%H%M%S%f}"
    letter = EmailMessage(policy=OneLine())
    letter["From"], letter["To"], letter["Subject"] = sender, mail.recipient, mail.subject
    letter["Date"], letter["Message-ID"] = format_datetime(mail.created_at), f"<{name}@{_host(sender)}>"
    if mail.unsubscribe:  # RFC 8058: the mailbox may stop it with one click
        letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"] = (
            f"<{mail.unsubscribe}>",
            "List-Unsubscribe=One-Click",
        )
    if mail.reply_to:
        letter["Reply-To"] = mail.reply_to
    letter.set_content(mail.body)
    return letter


def _host(sender: str) -> str:
    return parseaddr(sender)[1].partition("@")[2] or "localhost"


def post(
    session: Session, recipient: str, subject: str, body: str, *, unsubscribe: str = "", reply_to: str = ""
) -> None:
    """Put a letter into the table; it leaves only if the transaction is committed."""
    said = " ".join(subject.split())[:200]
    session.add(Mail(recipient=recipient, subject=said, body=body, unsubscribe=unsubscribe, reply_to=reply_to))


def forget_old_mails(session: Session, moment: datetime) -> None:
    """Letters are kept for a time, to answer who was told what; then they go, with the addresses in them."""
    session.execute(delete(Mail).where(Mail.created_at < moment - KEPT))


def latest_mails(session: Session, limit: int = 50) -> list[Mail]:
    return list(session.scalars(select(Mail).order_by(Mail.id.desc()).limit(limit)))


class LeftLetters:
    """Which letters this host has handed over and not yet noted in the database: an empty file each, in a folder.

    A database that goes away, or a kill, between the handing over and the note of it would otherwise send the letter again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, mail_id: int) -> None:
        (self._folder / str(mail_id)).touch()

    def holds(self, mail_id: int) -> bool:
        return (self._folder / str(mail_id)).exists()

    def settle(self, database: Database) -> None:
        """Note what left, then forget the files."""
        found = [int(each.name) for each in self._folder.iterdir() if each.name.isdigit()]
        if not found:
            return
        left = update(Mail).where(Mail.id.in_(found), Mail.sent_at.is_(None)).values(sent_at=now(), error="")
        with database.transaction() as session:
            session.execute(left.execution_options(synchronize_session=False))
        for mail_id in found:
            (self._folder / str(mail_id)).unlink(missing_ok=True)


def carry_waiting(database: Database, carrier: Carrier, sender: str, left: LeftLetters, limit: int = 20) -> int:
    """Send what waits, each letter claimed in a transaction of its own; returns how many left."""
    left.settle(database)
    for sent in range(limit):
        mail = _claim_letter(database)
        if mail is None:
            return sent
        try:
            carrier.carry(sender, mail, partial(left.add, mail.id))
        except (OSError, smtplib.SMTPException) as error:
            if not left.holds(mail.id):
                _put_off(database, mail, str(error)[:500])
                return sent
        left.settle(database)
    return limit


def _claim_letter(database: Database) -> Mail | None:
    """The oldest letter that is due, kept from other workers while this one hands it over."""
    with database.transaction() as session:
        due = Mail.sent_at.is_(None) & (Mail.send_after <= now()) & (Mail.attempts < MAX_ATTEMPTS)
        mail = session.scalar(select(Mail).where(due).order_by(Mail.id).limit(1).with_for_update(skip_locked=True))
        if mail is not None:
            mail.attempts, mail.send_after = mail.attempts + 1, now() + CLAIM
    return mail


def _put_off(database: Database, mail: Mail, reason: str) -> None:
    later = {"error": reason, "send_after": now() + timedelta(minutes=2**mail.attempts)}
    with database.transaction() as session:
        session.execute(update(Mail).where(Mail.id == mail.id).values(later))
