"""The conversation: letters out, answers by mail in, tasks with a reminder, contacts who leave."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership
from marketplace.core.clock import now, today
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.core.mail import Mail
from marketplace.deals import services
from marketplace.deals.jobs import remind
from marketplace.deals.models import Deal, DealMessage
from marketplace.deals.queries import records
from marketplace.deals.replies import read_letter, reply_address, without_quotes
from marketplace.deals.rules import Turn
from marketplace.deals.services import NewContact, NewTask
from tests.deals.conftest import Room

SECRET = "s" * 32
RAW = """From: Asker <asker@example.org>
To: {to}
Subject: Re: x
Message-ID: <one@example.org>
Content-Type: text/plain; charset=utf-8

下周三可以。

在 2026-11-24 写道：
> 何时方便？
"""


def letter_to(room: Room, deal: Deal, name: str = "asker") -> bytes:
    address = reply_address(SECRET, "post@example.org", deal.public_id, room.people[name].id)
    return RAW.format(to=address).encode()


def test_a_message_goes_to_the_other_sides_alone(room: Room, session: Session) -> None:
    deal = room.open()
    services.say(session, room.actor("owner"), deal.public_id, "样机数据已备好。")

    assert sorted(mail.recipient for mail in session.scalars(select(Mail))) == [
        "asker@example.org", "broker@example.org",
    ]  # fmt: skip


def test_an_answer_by_mail_is_filed_once_without_what_it_quotes(room: Room, session: Session) -> None:
    deal = room.open()
    letter = read_letter(SECRET, letter_to(room, deal))
    assert letter is not None
    first = services.file_letter(session, letter)
    second = services.file_letter(session, letter)
    filed = session.scalars(select(DealMessage)).one()

    assert (first.again, second.again, first.deal) == (False, True, deal.public_id)
    assert (filed.text, filed.turn, filed.person_id) == ("下周三可以。", Turn.SEEKER, room.people["asker"].id)


def test_a_letter_with_a_false_seal_or_from_somebody_else_is_not_filed(room: Room, session: Session) -> None:
    deal = room.open()
    genuine = read_letter(SECRET, letter_to(room, deal, "owner"))  # sent on to somebody else, who answers
    assert genuine is not None

    assert read_letter("another secret", letter_to(room, deal)) is None
    with pytest.raises(NotFound):
        services.file_letter(session, genuine)


def test_who_left_the_organisation_files_nothing_and_is_marked(room: Room, session: Session) -> None:
    deal = room.open()
    asker = room.actor("asker")
    contact = NewContact(turn=Turn.SEEKER, name="陈工", email="asker@example.org")
    services.add_contact(session, asker, deal.public_id, contact)
    session.delete(session.scalars(select(Membership).where(Membership.person_id == asker.person_id)).one())
    session.flush()
    session.expire_all()
    letter = read_letter(SECRET, letter_to(room, deal))
    assert letter is not None

    assert [left for _contact, left in records.contacts_of(session, deal)] == [True]
    with pytest.raises(NotFound):
        services.file_letter(session, letter)


def test_a_task_is_reminded_of_once_the_day_before(room: Room, session: Session) -> None:
    deal = room.open()
    task = NewTask(title="寄样品", turn=Turn.PROVIDER, due=today() + timedelta(days=1))
    services.add_task(session, room.actor("broker"), deal.public_id, task)
    for _round in range(2):
        remind(session, now())

    assert [mail.recipient for mail in session.scalars(select(Mail))] == ["owner@example.org"]


def test_a_task_due_before_the_deal_began_is_refused(room: Room, session: Session) -> None:
    deal = room.open()

    with pytest.raises(InvalidInput):
        services.add_task(
            session, room.actor("broker"), deal.public_id,
            NewTask(title="寄样品", turn=Turn.BROKER, due=today() - timedelta(days=9)),
        )  # fmt: skip


@pytest.mark.parametrize("quote", ["> 原文", "-----Original Message-----", "On Mon, 23 Nov 2026 at 10:00, A wrote:"])
def test_what_is_quoted_is_left_out(quote: str) -> None:
    assert without_quotes(f"好的。\r\n\r\n{quote}\r\n旧的") == "好的。"


def test_the_door_of_the_mail_server_asks_for_its_token(app: Flask) -> None:
    from dataclasses import replace

    client = app.test_client()
    without = client.post("/mail/in", data=b"x").status_code
    app.extensions["settings"] = replace(app.extensions["settings"], mail_in_token="t" * 20)
    wrong = client.post("/mail/in", data=b"x", headers={"Authorization": "Bearer no"}).status_code
    strange = client.post("/mail/in", data=b"x", headers={"Authorization": f"Bearer {'t' * 20}"}).status_code

    assert (without, wrong, strange) == (404, 401, 422)
