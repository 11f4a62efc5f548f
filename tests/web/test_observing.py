"""What the house tells whoever runs it: request ids, log lines, metrics, readiness, the page of operations."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace.app import create_app
from marketplace.config import Settings, read_settings
from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.core.db import Database, Limits
from marketplace.core.jobs import Job, JobState
from marketplace.core.mail import MAX_ATTEMPTS, Mail
from marketplace.core.outbox import promise
from marketplace.core.schedule import Round
from marketplace.web.access import allow, anyone
from tests.factories import make_person

TOKEN = "a token of sixteen and more"


@pytest.fixture
def settings(tmp_path: Path, installation: dict[str, str]) -> Settings:
    """As in production, behind one proxy."""
    environment = installation | {"TANSUO_ENV": "production", "SECRET_KEY": "x" * 40, "PROXIES": "1"}
    return read_settings(environment | {"METRICS_TOKEN": TOKEN, "MODEL_DIR": str(tmp_path), "SLOW_STATEMENT_MS": "0"})


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["database"].dispose()


def _lines(said: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def test_each_request_has_an_id_and_one_line_without_address_or_person(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.get("/password/reset/a-secret-in-an-address?email=zhou@example.org")

    said = capsys.readouterr().out
    (line,) = [each for each in _lines(said) if each["event"] == "request"]
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["endpoint"], line["method"], line["status"]) == ("accounts.reset", "GET", answer.status_code)
    assert "a-secret-in-an-address" not in said
    assert "zhou@example.org" not in said


@pytest.mark.parametrize(
    ("given", "kept"), [("from-the-proxy-1", True), ("short", False), ("bad id\twith space", False)]
)
def test_a_proxys_id_goes_on_when_it_is_one(client: FlaskClient, given: str, kept: bool) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": given})

    assert (answer.headers["X-Request-Id"] == given) is kept


def test_slow_statements_are_logged_without_their_values(
    database: Database, settings: Settings, app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    slow = Database(settings.database_url, Limits(slow=0.0))
    with slow.reading() as session:
        session.execute(text("SELECT id FROM people WHERE email = :email"), {"email": "zhou@example.org"})
    slow.dispose()

    said = capsys.readouterr().out
    assert re.search(r"SELECT id FROM people WHERE email = (\?|%\(email\)s)", said)
    assert "zhou@example.org" not in said


def test_what_nobody_foresaw_is_logged_with_its_place_and_without_values(
    app: Flask, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.transaction() as session:
        make_person(session, "zhou@example.org")

    @app.get("/broken")
    @allow(anyone)
    def broken() -> None:
        secret = "13800001234"
        with database.transaction() as session:
            make_person(session, "zhou@example.org").name = secret

    answer = app.test_client().get("/broken")

    said = capsys.readouterr().out
    (line,) = [each for each in _lines(said) if each["event"] == "unforeseen"]
    errors = line["exception"]
    assert isinstance(errors, list)
    assert (answer.status_code, errors[0]["exc_type"]) == (500, "IntegrityError")
    assert [frame["name"] for frame in errors[0]["frames"] if frame["name"] == "broken"] == ["broken"]
    assert "zhou@example.org" not in said
    assert "13800001234" not in said


def _metrics(client: FlaskClient, password: str = TOKEN) -> tuple[int, str]:
    given = b64encode(f"prometheus:{password}".encode()).decode()
    answer = client.get("/metrics", headers={"Authorization": f"Basic {given}"})
    return answer.status_code, answer.get_data(as_text=True)


def test_metrics_are_for_whoever_knows_the_token(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert _metrics(client, "wrong")[0] == 404
    assert _metrics(client)[0] == 200


def test_metrics_count_pages_and_what_waits(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        promise(session, "need", "N-1")
        session.add_all([Job(kind="x", state=JobState.FAILED), Job(kind="x"), Job(kind="x")])
    before = _value(_metrics(client)[1], 'tansuo_responses_total{endpoint="health.alive",status="200"}')
    client.get("/healthz")

    said = _metrics(client)[1]

    assert _value(said, 'tansuo_responses_total{endpoint="health.alive",status="200"}') == before + 1
    assert _value(said, 'tansuo_jobs{state="queued"}') == 2
    assert _value(said, 'tansuo_jobs{state="failed"}') == 1
    assert _value(said, "tansuo_outbox_waiting") == 1
    assert _value(said, "tansuo_database_up") == 1
    assert _value(said, "tansuo_search_up") == 0  # no model and no index here


def _value(said: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", said, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_a_host_whose_schema_is_behind_or_whose_database_is_gone_is_not_ready(
    client: FlaskClient, database: Database, settings: Settings
) -> None:
    assert client.get("/readyz").status_code == 200
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0004'"))
    behind = client.get("/readyz")
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'of_a_later_release'"))
    newer = client.get("/readyz")
    with database.transaction() as session:
        session.execute(text("DROP TABLE outbox"))
    broken = client.get("/readyz")

    assert (behind.status_code, behind.json["schema"]) == (503, "behind")  # type: ignore[index]
    assert (newer.status_code, newer.json["schema"]) == (200, "ok")  # type: ignore[index]
    assert (broken.status_code, broken.json["database"]) == (503, "unavailable")  # type: ignore[index]


def test_the_page_of_operations_shows_what_waits_and_what_failed(
    app: Flask, database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    app.config["SESSION_COOKIE_SECURE"] = False
    with database.transaction() as session:
        make_person(session, "admin@example.org", Role.ADMIN)
        failed = {"state": JobState.FAILED, "finished_at": now(), "attempts": 5}
        session.add(Job(kind="ingest.load", message="OSError: disk full", **failed))
        session.add(Job(kind="search.reindex"))
        session.add(
            Job(
                kind="ingest.harvest",
                message="找不到“%(host)s”这台服务器。请核对地址。",
                result={"params": {"host": "a.cn"}},
                **failed,
            )
        )
        session.add(Round(name="needs.clock", done_at=now(), error="ValueError: no day"))
        session.add(Mail(recipient="zhou@example.org", subject="x", body="x", attempts=MAX_ATTEMPTS))

    client = sign_in("admin@example.org")
    page = client.get("/admin/operations").get_data(as_text=True)
    english = client.get("/admin/operations?lang=en").get_data(as_text=True)

    assert "Harvest of a repository" in english
    assert "The server “a.cn” is not found. Check the address." in english
    for said in ("OSError: disk full", "重建索引", "needs.clock", "ValueError: no day", "1 封寄不出去"):
        assert said in page
    assert "zhou@example.org" not in page
