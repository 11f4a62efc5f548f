"""Letters leave only with the change that caused them, through a real SMTP server."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from sqlalchemy import select

from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.mail import CLAIM, LeftLetters, Mail, SmtpCarrier, carry_waiting, latest_mails, letter_of, post


class Inbox(Handler):
    def __init__(self) -> None:
        super().__init__()
        self.letters: list[tuple[str, str, str]] = []

    def handle_message(self, message) -> None:  # type: ignore[no-untyped-def]
        from email.header import decode_header, make_header

        subject = str(make_header(decode_header(message["Subject"])))
        self.letters.append((message["To"], subject, message.get_payload(decode=True).decode().replace("\r\n", "\n")))


@pytest.fixture
def smtp() -> Iterator[tuple[Inbox, str]]:
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def left(tmp_path: Path) -> LeftLetters:
    return LeftLetters(tmp_path / "left")


class Killed(Exception):
    """Stands for the end of the process."""


class Hasty:
    """Hands a letter over, then the process is killed; or before it."""

    def __init__(self, taken: list[int], *, before: bool) -> None:
        self._taken, self._before = taken, before

    def carry(self, sender: str, mail: Mail, handed: Callable[[], None]) -> None:
        if self._before:
            raise Killed
        self._taken.append(mail.id)
        handed()


class Away(LeftLetters):
    """The database goes away before the note is made."""

    def settle(self, database: Database) -> None:
        if any(self._folder.iterdir()):
            raise Killed


def test_a_letter_that_left_before_the_database_could_note_it_does_not_leave_again(
    any_database: Database, tmp_path: Path, left: LeftLetters
) -> None:
    with any_database.transaction() as session:
        post(session, "zhou@example.org", "主题", "正文")
    taken: list[int] = []

    with pytest.raises(Killed):
        carry_waiting(any_database, Hasty(taken, before=False), "no-reply@example.org", Away(tmp_path / "left"))
    with held_at(now() + 2 * CLAIM):
        assert carry_waiting(any_database, Hasty(taken, before=False), "no-reply@example.org", left) == 0

    assert len(taken) == 1
    with any_database.reading() as session:
        assert session.scalars(select(Mail)).one().sent_at is not None


def test_a_letter_whose_worker_was_killed_before_it_left_waits_for_its_claim_and_leaves_once(
    any_database: Database, left: LeftLetters
) -> None:
    with any_database.transaction() as session:
        post(session, "zhou@example.org", "主题", "正文")
    taken: list[int] = []

    with pytest.raises(Killed):
        carry_waiting(any_database, Hasty(taken, before=True), "no-reply@example.org", left)
    assert carry_waiting(any_database, Hasty(taken, before=False), "no-reply@example.org", left) == 0
    with held_at(now() + CLAIM):
        assert carry_waiting(any_database, Hasty(taken, before=False), "no-reply@example.org", left) == 1
        assert carry_waiting(any_database, Hasty(taken, before=False), "no-reply@example.org", left) == 0

    assert len(taken) == 1


def test_a_letter_is_sent_once_with_its_chinese_text(
    any_database: Database, smtp: tuple[Inbox, str], left: LeftLetters
) -> None:
    inbox, url = smtp
    with any_database.transaction() as session:
        post(session, "zhou@example.org", "成果已发布", "您的成果 R-2026-0001 已发布。\n")

    carrier = SmtpCarrier(url)
    assert carry_waiting(any_database, carrier, "碳索 <no-reply@example.org>", left) == 1
    assert carry_waiting(any_database, carrier, "碳索 <no-reply@example.org>", left) == 0
    assert inbox.letters == [("zhou@example.org", "成果已发布", "您的成果 R-2026-0001 已发布。\n")]


def test_a_letter_of_a_failed_transaction_never_leaves(
    any_database: Database, smtp: tuple[Inbox, str], left: LeftLetters
) -> None:
    inbox, url = smtp
    with pytest.raises(RuntimeError), any_database.transaction() as session:
        post(session, "zhou@example.org", "成果已发布", "正文")
        session.flush()
        raise RuntimeError

    assert carry_waiting(any_database, SmtpCarrier(url), "no-reply@example.org", left) == 0
    assert inbox.letters == []


def test_a_server_that_does_not_answer_keeps_the_letter_for_later(any_database: Database, left: LeftLetters) -> None:
    with any_database.transaction() as session:
        post(session, "zhou@example.org", "主题", "正文")

    assert carry_waiting(any_database, SmtpCarrier("smtp://127.0.0.1:9", timeout=1), "no-reply@example.org", left) == 0

    with any_database.reading() as session:
        mail = session.scalars(select(Mail)).one()
    assert (mail.sent_at, mail.attempts) == (None, 1)
    assert mail.send_after > mail.created_at


def test_a_subject_cannot_smuggle_a_header(any_database: Database) -> None:
    with any_database.transaction() as session:
        post(session, "zhou@example.org", "主题\r\nBcc: all@example.org", "正文")

    with any_database.reading() as session:
        assert session.scalars(select(Mail)).one().subject == "主题 Bcc: all@example.org"


def test_a_letter_that_may_be_stopped_says_so_to_the_mailbox_in_one_line(database: Database) -> None:
    link = f"https://tansuo.example.org/letters/stop/{'Wyzc' * 40}.sig-{'x' * 27}"
    with database.transaction() as session:
        post(session, "zhou@example.org", "新内容", "正文", unsubscribe=link)
        post(session, "zhou@example.org", "密码", "正文")
    with database.reading() as session:
        stopped, plain = (letter_of("no-reply@example.org", mail) for mail in session.scalars(select(Mail)))

    lines = stopped.as_bytes().decode().split("\n")
    assert f"List-Unsubscribe: <{link}>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert plain["List-Unsubscribe"] is None


class Rude:
    """Takes a letter, then breaks off before the good-bye."""

    def carry(self, sender: str, mail: Mail, handed: Callable[[], None]) -> None:
        handed()
        raise ConnectionResetError


def test_a_letter_that_was_taken_is_sent_however_the_connection_ends(any_database: Database, left: LeftLetters) -> None:
    with any_database.transaction() as session:
        post(session, "zhou@example.org", "主题", "正文")

    carry_waiting(any_database, Rude(), "noreply@example.org", left)

    with any_database.reading() as session:
        assert [(mail.sent_at is None, mail.error) for mail in latest_mails(session)] == [(False, "")]
