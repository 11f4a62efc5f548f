"""The pages of one's own settings, through the whole application."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from marketplace.accounts.models import ApiToken, Person, Registration, SignIn
from marketplace.accounts.rules import SEEN_EVERY, Topic
from marketplace.core.actor import Role
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.mail import Mail
from tests.accounts.letters import token_in_the_letter
from tests.factories import PASSWORD, make_person

Enter = Callable[[str], FlaskClient]
NEW = "seven grey herons over Donghu"


@pytest.fixture
def zhou(database: Database, sign_in: Enter) -> FlaskClient:
    with database.transaction() as session:
        make_person(session, "zhou@example.org", Role.ENTERPRISE)
    return sign_in("zhou@example.org")


def person(database: Database) -> Person:
    with database.reading() as session:
        return session.query(Person).filter(Person.email != "admin@example.org").one()


def test_from_registering_to_a_new_password(app: Flask, database: Database) -> None:
    client = app.test_client()
    form = {"name": "周工", "email": "zhou@example.org", "password": PASSWORD, "wanted": "enterprise", "consent": "y"}
    sent = client.post("/register", data=form)
    with database.reading() as session:
        confirm = f"/register/confirm/{token_in_the_letter(session)}"
    opened = client.get(confirm)
    refused = client.post(confirm, data={"password": "wrong"})
    entered = client.post(confirm, data={"password": PASSWORD})
    again = client.get(confirm)
    client.post("/password/forgotten", data={"email": "zhou@example.org"})
    with database.reading() as session:
        reset = f"/password/reset/{token_in_the_letter(session)}"
    weak = client.post(reset, data={"password": "password1234"})
    changed = client.post(reset, data={"password": NEW})

    assert (sent.status_code, sent.location) == (303, "/register/sent")
    assert opened.status_code == 200
    assert (refused.status_code, entered.status_code, again.status_code) == (422, 303, 404)
    assert "这个密码太容易被猜到" in weak.get_data(as_text=True)
    assert (changed.status_code, changed.location) == (303, "/login")
    assert client.get("/account").status_code == 303  # signed out
    assert client.post("/login", data={"email": "zhou@example.org", "password": NEW}).location == "/"


def test_a_registration_with_gaps_comes_back_with_what_was_typed(client: FlaskClient, database: Database) -> None:
    answer = client.post("/register", data={"name": "周工", "email": "zhou", "password": PASSWORD})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="周工"' in page
    assert 'value="zhou"' in page
    assert PASSWORD not in page
    for sentence in ("这不像一个邮箱地址", "请选择您所在单位的类型。", "同意使用条款和隐私说明后才能注册。"):
        assert sentence in page
    with database.reading() as session:
        assert session.query(Registration).count() == 0


def test_the_profile_is_kept_and_the_page_speaks_the_language_chosen(zhou: FlaskClient, database: Database) -> None:
    answer = zhou.post("/account", data={"name": "周明远", "phone": "027-5557982", "locale": "en"})

    assert (answer.status_code, answer.location) == (303, "/account?lang=en")
    assert "<h1>Account settings</h1>" in zhou.get(answer.location).get_data(as_text=True)
    kept = person(database)
    assert (kept.name, kept.phone, kept.locale) == ("周明远", "027-5557982", "en")
    assert zhou.post("/account", data={"name": "", "phone": "call me", "locale": "xx"}).status_code == 422


def test_letters_not_wanted_are_kept(zhou: FlaskClient, database: Database) -> None:
    zhou.post("/account/notices", data={"topics": ["needs", "curation"]})

    assert set(person(database).muted) == set(Topic) - {Topic.NEEDS, Topic.CURATION}
    page = zhou.get("/account/notices").get_data(as_text=True)
    assert re.findall(r'value="(\w+)" checked', page) == ["needs", "curation"]


def test_changing_the_password_keeps_this_device_and_ends_the_others(
    zhou: FlaskClient, sign_in: Enter, database: Database
) -> None:
    other = sign_in("zhou@example.org")

    wrong = zhou.post("/account/password", data={"password-current": "wrong", "password-password": NEW})
    right = zhou.post("/account/password", data={"password-current": PASSWORD, "password-password": NEW})

    assert wrong.status_code == 422
    assert "现在的密码不对。请再试一次。" in wrong.get_data(as_text=True)
    assert (right.status_code, right.location) == (303, "/account/security")
    assert zhou.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_the_address_changes_by_a_link_that_must_be_pressed(zhou: FlaskClient, database: Database, app: Flask) -> None:
    asked = zhou.post("/account/email", data={"address-current": PASSWORD, "address-email": "new@example.org"})
    with database.reading() as session:
        body = session.query(Mail).filter_by(recipient="new@example.org").one().body
    link = re.search(r"/account/email/\S+", body)
    assert link
    mailbox = app.test_client()
    opened = mailbox.get(link[0])
    before = person(database).email
    pressed = mailbox.post(link[0])

    assert (asked.status_code, opened.status_code, before) == (303, 200, "zhou@example.org")
    assert (pressed.status_code, pressed.location) == (303, "/login")
    assert person(database).email == "new@example.org"
    assert zhou.get("/account").status_code == 303


def test_devices_are_listed_and_signed_out_one_by_one(zhou: FlaskClient, sign_in: Enter, database: Database) -> None:
    other = sign_in("zhou@example.org")
    with database.reading() as session:
        first, second = session.query(SignIn.id).order_by(SignIn.id).all()

    page = zhou.get("/account/security").get_data(as_text=True)
    ended = zhou.post(f"/account/devices/{second[0]}/end")

    assert f"/account/devices/{second[0]}/end" in page
    assert f"/account/devices/{first[0]}/end" not in page  # this one
    assert (ended.status_code, other.get("/account").status_code, zhou.get("/account").status_code) == (303, 303, 200)


def test_signing_out_everywhere_ends_this_device_too(zhou: FlaskClient, sign_in: Enter) -> None:
    other = sign_in("zhou@example.org")

    assert zhou.post("/account/devices/end").location == "/login"
    assert (zhou.get("/account").status_code, other.get("/account").status_code) == (303, 303)


def test_the_last_use_of_a_device_is_noted_once_an_hour(zhou: FlaskClient, database: Database) -> None:
    def seen() -> object:
        with database.reading() as session:
            return session.query(SignIn.seen_at).scalar()

    began = seen()
    zhou.get("/account")
    soon = seen()
    later = now() + SEEN_EVERY * 1.1
    with held_at(later):
        zhou.get("/account")

    assert (soon, seen()) == (began, later)


def test_the_secret_of_a_token_is_shown_once(zhou: FlaskClient, database: Database) -> None:
    made = zhou.post("/account/tokens", data={"name": "同步", "scopes": ["read"], "days": "30"})
    secret = re.search(r'value="(tansuo_[\w-]+)"', made.get_data(as_text=True))

    assert secret
    assert secret[1] not in zhou.get("/account/tokens").get_data(as_text=True)
    assert made.headers["Cache-Control"] == "no-store"
    with database.reading() as session:
        assert session.query(ApiToken.scopes).all() == [(["read"],)]
    assert zhou.post("/account/tokens", data={"name": "", "days": "9"}).status_code == 422


def test_only_scopes_that_something_asks_for_are_offered(zhou: FlaskClient, app: Flask) -> None:
    asked = {getattr(view, "scope", None) for view in app.view_functions.values()} - {None}
    page = zhou.get("/account/tokens").get_data(as_text=True)

    assert set(re.findall(r'name="scopes" value="(\w+)"', page)) == {scope.value for scope in asked}


def test_the_page_of_leaving_says_what_stays(zhou: FlaskClient, database: Database) -> None:
    page = zhou.get("/account/delete").get_data(as_text=True)
    unsure = zhou.post("/account/delete", data={"current": PASSWORD})
    gone = zhou.post("/account/delete", data={"current": PASSWORD, "sure": "y"})

    assert "审计记录" in page
    assert (unsure.status_code, gone.status_code, gone.location) == (422, 303, "/")
    assert not person(database).active
    assert zhou.get("/account").status_code == 303


def test_the_only_administrator_is_told_what_to_do_first(sign_in: Enter, database: Database) -> None:
    with database.transaction() as session:
        make_person(session, "admin@example.org", Role.ADMIN)
    client = sign_in("admin@example.org")

    page = client.get("/account/delete").get_data(as_text=True)
    pressed = client.post("/account/delete", data={"current": PASSWORD, "sure": "y"})

    assert "您是唯一的系统管理员" in page
    assert pressed.status_code == 409


def test_an_export_of_another_is_not_there(zhou: FlaskClient, sign_in: Enter, database: Database) -> None:
    asked = zhou.post("/account/data/export")
    number = asked.location.split("/")[-1]
    with database.transaction() as session:
        make_person(session, "admin@example.org", Role.ADMIN)

    assert zhou.get(f"/account/data/{number}.zip").status_code == 404  # not made yet
    assert sign_in("admin@example.org").get(f"/account/data/{number}.zip").status_code == 404


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_the_lists_of_devices_and_tokens_cost_the_same_whatever_their_length(
    zhou: FlaskClient, sign_in: Enter, app: Flask
) -> None:
    costs = []
    for _round in range(2):
        with counted(app) as sent:
            for path in ("/account/security", "/account/tokens", "/account/data"):
                assert zhou.get(path).status_code == 200
        costs.append(len(sent))
        for _n in range(3):
            sign_in("zhou@example.org")
            zhou.post("/account/tokens", data={"name": "同步", "scopes": ["read"], "days": "30"})
            zhou.post("/account/data/export")

    assert costs[0] == costs[1]
