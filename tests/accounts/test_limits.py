"""Floods are stopped, by where they come from and by the account they are aimed at."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.core.db import Database
from tests.factories import PASSWORD, make_person

REGISTER = {"name": "周工", "password": PASSWORD, "wanted": "enterprise", "consent": "y"}


@pytest.fixture
def limited(settings: Settings) -> Iterator[Flask]:
    """The application as it runs outside tests, with its limits."""
    app = create_app(replace(settings, environment="development"))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["database"].dispose()


def from_somewhere(app: Flask, number: int) -> FlaskClient:
    """A client with an address of its own."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
    return client


def statuses(app: Flask, path: str, tries: int, data: dict[str, str]) -> list[int]:
    """The answers to the same form from ever new addresses."""
    return [from_somewhere(app, n).post(path, data=data).status_code for n in range(tries)]


@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
def test_guessing_one_accounts_password_from_everywhere_stops(limited: Flask, database: Database, email: str) -> None:
    with database.transaction() as session:
        make_person(session, "known@example.org")

    assert statuses(limited, "/login", 12, {"email": email, "password": "wrong"}) == [422] * 10 + [429] * 2


def test_signing_in_rightly_is_not_counted_against_the_account(limited: Flask, database: Database) -> None:
    with database.transaction() as session:
        make_person(session, "known@example.org")

    right = {"email": "known@example.org", "password": PASSWORD}
    assert statuses(limited, "/login", 12, right) == [303] * 12


def test_guessing_from_one_address_stops(limited: Flask) -> None:
    client = from_somewhere(limited, 1)
    seen = [
        client.post("/login", data={"email": f"p{n}@example.org", "password": "wrong"}).status_code for n in range(22)
    ]

    assert seen == [422] * 20 + [429] * 2


@pytest.mark.parametrize(
    ("path", "data", "allowed"),
    [("/register", REGISTER, 5), ("/register/resend", {}, 3), ("/password/forgotten", {}, 3)],
)
def test_one_mailbox_is_not_flooded_with_letters(limited: Flask, path: str, data: dict[str, str], allowed: int) -> None:
    seen = statuses(limited, path, allowed + 2, {"email": "zhou@example.org"} | data)

    assert seen == [303] * allowed + [429] * 2


@pytest.mark.parametrize(
    ("path", "data"), [("/register", REGISTER), ("/register/resend", {}), ("/password/forgotten", {})]
)
def test_one_address_does_not_write_to_many_mailboxes(limited: Flask, path: str, data: dict[str, str]) -> None:
    client = from_somewhere(limited, 1)
    seen = [client.post(path, data={"email": f"p{n}@example.org"} | data).status_code for n in range(12)]

    assert seen == [303] * 10 + [429] * 2
