"""The pages of what is followed: keep, name, delete and take back, each only their own; a letter stops without signing in."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.exporting import collect
from marketplace.accounts.models import Person
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.discovery.question import Kind
from marketplace.following.links import Reach, StopLink, token
from marketplace.following.models import LetterPace, Watch, WatchFind
from tests.factories import make_listing, make_organisation, make_person

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def reader(database: Database, sign_in: SignIn) -> FlaskClient:
    with database.transaction() as session:
        home = make_organisation(session, "ENT-A")
        for name in ("reader", "other"):
            make_person(session, f"{name}@example.org", organisation=home)
    return sign_in("reader@example.org")


def save(client: FlaskClient, name: str = "碳捕集") -> str:
    """Save a search; its address."""
    answer = client.post("/my/watches/new?q=烟气碳捕集&sector=energy", data={"name": name})
    assert answer.status_code == 303
    return str(answer.location)


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.get_data(as_text=True))


def test_a_search_is_saved_named_anew_deleted_and_taken_back(reader: FlaskClient) -> None:
    form = text_of(reader, "/my/watches/new?q=烟气碳捕集&sector=energy")
    nameless = reader.post("/my/watches/new?q=烟气碳捕集", data={"name": " "}).status_code
    here = save(reader)
    reader.post(f"{here}/edit", data={"name": "捕集", "by_mail": "y"})
    named = text_of(reader, "/my/watches")
    deleted = reader.post(f"{here}/delete", follow_redirects=True).get_data(as_text=True)
    gone = reader.get(here).status_code
    reader.post(f"{here}/restore")

    assert 'value="烟气碳捕集"' in form
    assert nameless == 422
    assert "“烟气碳捕集”" in named
    assert ">捕集</a>" in named
    assert f"{here}/restore" in deleted
    assert gone == 404
    assert ">捕集</a>" in text_of(reader, "/my/watches")


def test_the_question_leads_back_to_the_same_search(reader: FlaskClient) -> None:
    page = text_of(reader, save(reader))

    assert "/search?q=%E7%83%9F%E6%B0%94%E7%A2%B3%E6%8D%95%E9%9B%86&sector=energy" in page


def test_nobody_sees_what_somebody_else_follows(reader: FlaskClient, sign_in: SignIn) -> None:
    here, other = save(reader), sign_in("other@example.org")

    statuses = [other.get(here).status_code, other.post(f"{here}/delete").status_code]
    assert statuses == [404, 404]
    assert "碳捕集" not in text_of(other, "/my/watches")


def test_what_is_new_since_the_last_visit_is_marked(reader: FlaskClient, database: Database) -> None:
    here = save(reader)
    find(database, "旧")
    before = text_of(reader, "/my/watches")
    with held_at(now() + timedelta(minutes=1)):
        first = text_of(reader, here)
        seen = text_of(reader, "/my/watches")
    with held_at(now() + timedelta(hours=1)):
        find(database, "新")
    with held_at(now() + timedelta(hours=2)):
        again = text_of(reader, "/my/watches")
        second = text_of(reader, here)

    mark = '<span class="tag tag--moss">新</span>'
    assert ["项新内容" in page for page in (before, seen, again)] == [True, False, True]
    assert [first.count(mark), second.count(mark)] == [1, 1]


def find(database: Database, _name: str) -> None:
    with database.transaction() as session:
        watch = session.query(Watch).one()
        record = make_listing(session).public_id
        session.add(WatchFind(watch_id=watch.id, kind=Kind.ACHIEVEMENT, record=record, found_at=now()))


def test_a_letter_is_stopped_by_one_click_without_signing_in_and_not_by_opening_its_link(
    app: Flask, reader: FlaskClient, database: Database, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    with database.reading() as session:
        person_id = session.query(Person).filter_by(email="reader@example.org").one().id
    app.config["WTF_CSRF_ENABLED"] = False
    save(reader)
    app.config["WTF_CSRF_ENABLED"] = True
    link = f"/letters/stop/{token(app.extensions['settings'].secret_key, StopLink(Reach.ALL, person_id))}"

    def due() -> bool:
        with database.reading() as session:
            return session.get_one(LetterPace, person_id).due_at is not None

    opened = (client.get(link).status_code, due())
    clicked = (client.post(link, data={"List-Unsubscribe": "One-Click"}).status_code, due())
    resumed = (client.post(link, data={"act": "resume"}).status_code, due())
    forged = client.post(f"{link}x").status_code

    assert (opened, clicked, resumed, forged) == ((200, True), (200, False), (303, True), 404)


def test_what_somebody_follows_is_part_of_what_is_kept_about_them(reader: FlaskClient, database: Database) -> None:
    save(reader)
    with database.reading() as session:
        kept = collect(session, session.query(Person).filter_by(email="reader@example.org").one())

    assert [(row["name"], row["pace"]) for row in kept["watches"]] == [("碳捕集", "daily")]


def test_the_pace_is_set_for_an_hour_and_other_hours_are_refused(reader: FlaskClient) -> None:
    set_to = reader.post("/my/watches/pace", data={"pace": "weekly", "hour": "7", "weekday": "4"})
    wrong = reader.post("/my/watches/pace", data={"pace": "weekly", "hour": "25", "weekday": "4"})

    assert (set_to.status_code, wrong.status_code) == (303, 422)
    assert re.search(r"下一封：\d{4}-\d\d-\d\d 07:00", text_of(reader, "/my/watches"))
