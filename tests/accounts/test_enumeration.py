"""No page tells whether an address has an account: same status, same body, same headers, as many letters."""

import re
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.core.db import Database
from marketplace.core.mail import Mail
from tests.factories import PASSWORD, make_person, make_registration

KNOWN, WAITING, GONE, UNKNOWN = "known@example.org", "waiting@example.org", "gone@example.org", "unknown@example.org"


@dataclass(frozen=True, slots=True)
class Form:
    """A form that names an address."""

    path: str
    rest: dict[str, str] = field(default_factory=dict)
    letters: int = 0


FORMS = [
    Form("/login", {"password": "a wrong password"}),
    Form("/register", {"name": "周工", "password": PASSWORD, "wanted": "enterprise", "consent": "y"}, letters=1),
    Form("/register", {"name": "周工", "password": "short", "wanted": "enterprise", "consent": "y"}),
    Form("/register/resend", letters=1),
    Form("/password/forgotten", letters=1),
]


@pytest.fixture(autouse=True)
def people(database: Database) -> None:
    with database.transaction() as session:
        make_person(session, KNOWN)
        make_person(session, GONE).active = False
        make_registration(session, WAITING)


def send(app: Flask, form: Form, address: str, language: str) -> tuple[int, str, str | None, str, FlaskClient]:
    client = app.test_client()
    answer = client.post(form.path, data={"email": address} | form.rest, headers={"Accept-Language": language})
    followed = client.get(answer.location) if answer.location else answer
    return answer.status_code, plain(answer, address), answer.location, plain(followed, address), client


def plain(answer: TestResponse, address: str) -> str:
    """The page without the address typed and without what changes from one request to the next."""
    text = answer.get_data(as_text=True).replace(address, "ADDRESS")
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", text)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.path} {len(form.rest)} {form.letters}")
def test_a_known_a_waiting_a_deactivated_and_an_unknown_address_are_answered_alike(
    app: Flask, database: Database, form: Form, language: str
) -> None:
    answers, written = [], []
    for address in (KNOWN, WAITING, GONE, UNKNOWN):
        answers.append(send(app, form, address, language)[:4])
        with database.reading() as session:
            written.append(session.query(Mail).filter_by(recipient=address).count())

    assert answers[1:] == answers[:1] * 3
    assert written == [form.letters] * 4


def test_who_knows_the_password_of_a_waiting_registration_learns_that_it_waits(client: FlaskClient) -> None:
    answer = client.post("/login", data={"email": WAITING, "password": PASSWORD})

    assert answer.status_code == 422
    assert "注册还没有确认" in answer.get_data(as_text=True)


def test_a_deactivated_account_is_answered_like_a_wrong_password(client: FlaskClient) -> None:
    right = client.post("/login", data={"email": GONE, "password": PASSWORD})
    wrong = client.post("/login", data={"email": GONE, "password": "wrong"})

    assert right.status_code == wrong.status_code == 422
    assert plain(right, GONE) == plain(wrong, GONE)
