"""Signing in and out."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.models import Person
from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.factories import PASSWORD, make_person


@pytest.fixture
def zhou(database: Database) -> str:
    with database.transaction() as session:
        make_person(session, "zhou@example.org", Role.ENTERPRISE)
    return "zhou@example.org"


@pytest.mark.usefixtures("zhou")
def test_the_right_password_signs_in_and_returns_to_where_one_was(client: FlaskClient) -> None:
    response = client.post(
        "/login", data={"email": " Zhou@Example.org ", "password": PASSWORD, "next": "/search?q=钢渣"}
    )

    assert (response.status_code, response.location) == (303, "/search?q=%E9%92%A2%E6%B8%A3")


@pytest.mark.parametrize(
    ("email", "password"), [("zhou@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("zhou@example.org", "")]
)
@pytest.mark.usefixtures("zhou")
def test_a_wrong_pair_is_answered_alike_and_keeps_the_address(client: FlaskClient, email: str, password: str) -> None:
    response = client.post("/login", data={"email": email, "password": password})

    assert response.status_code == 422
    assert f'value="{email}"' in response.get_data(as_text=True)
    assert PASSWORD not in response.get_data(as_text=True)


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
@pytest.mark.usefixtures("zhou")
def test_signing_in_never_leads_out_of_the_house(client: FlaskClient, target: str) -> None:
    response = client.post("/login", data={"email": "zhou@example.org", "password": PASSWORD, "next": target})

    assert response.location == "/"


def test_signing_out_ends_the_session(zhou: str, sign_in: Callable[[str], FlaskClient]) -> None:
    client = sign_in(zhou)

    assert client.post("/logout").status_code == 303
    assert client.post("/logout").status_code == 401


def test_a_changed_session_key_ends_open_sessions(
    zhou: str, sign_in: Callable[[str], FlaskClient], database: Database
) -> None:
    client = sign_in(zhou)
    with database.transaction() as session:
        session.query(Person).one().session_key = "another"

    assert client.post("/logout").status_code == 401


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    assert app.test_client().post("/login", data={"email": "a@example.org", "password": "x"}).status_code == 400
