"""Headers, policies and error pages."""

from dataclasses import replace

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.core.db import Database
from marketplace.web.access import refuse_views_without_policy
from marketplace.web.security import POLICY


def test_every_view_states_its_policy(app: Flask) -> None:
    refuse_views_without_policy(app)


def test_pages_forbid_inline_code_and_framing(client: FlaskClient) -> None:
    response = client.get("/login")

    assert response.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_an_unknown_page_is_a_sentence_in_the_readers_language(client: FlaskClient) -> None:
    chinese = client.get("/no-such-page")
    english = client.get("/no-such-page?lang=en")

    assert (chinese.status_code, english.status_code) == (404, 404)
    assert "没有这一页" in chinese.get_data(as_text=True)
    assert "There is no such page" in english.get_data(as_text=True)


def test_an_unknown_address_of_the_api_is_a_problem_document(client: FlaskClient) -> None:
    response = client.get("/api/v1/no-such-thing")

    assert response.mimetype == "application/problem+json"
    assert response.get_json()["status"] == 404


def test_what_is_asked_for_holds_no_nul(app: Flask) -> None:
    with app.test_request_context("/search?q=a%00b&q=c"):
        assert request.args.getlist("q") == ["ab", "c"]


@pytest.mark.postgres
def test_a_nul_in_an_address_is_no_failure_of_ours(settings: Settings, postgres_database: Database) -> None:
    url = postgres_database.engine.url.render_as_string(hide_password=False)
    app = create_app(replace(settings, database_url=url))

    assert app.test_client().get("/results/%00").status_code == 400
    app.extensions["database"].dispose()


def test_the_process_says_that_it_lives(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
