"""Tokens: made once, kept as a hash, limited to their scopes, and never good for a page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from marketplace.accounts import services
from marketplace.accounts.models import ApiToken, Person
from marketplace.accounts.queries import actor_for, get_token, tokens_of
from marketplace.core.actor import Role, Scope
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from tests.accounts.letters import letters
from tests.factories import make_organisation, make_person

READ = services.NewToken(name="sync", scopes=frozenset({Scope.READ}), days=30)


@pytest.fixture
def zhou(session: Session) -> Person:
    return make_person(session, "zhou@example.org", Role.ADMIN)


def test_a_token_is_kept_as_a_hash_and_its_owner_is_told(session: Session, zhou: Person) -> None:
    token, secret = services.create_token(session, actor_for(zhou), READ)

    assert secret.startswith(f"tansuo_{token.hint.removeprefix('tansuo_')}")
    assert secret not in {token.secret_hash, token.hint, token.name}
    found = get_token(session, services.hash_secret(secret))
    assert found is not None
    assert (found[0], found[1]) == (token, zhou)
    assert letters(session) == [("zhou@example.org", "新建了接口令牌")]
    event = session.query(AuditEvent).one()
    assert (event.action, event.detail) == ("create-token", {"token": token.id, "scopes": ["read"]})


def test_a_token_ends_with_its_time_its_revocation_and_its_person(session: Session, zhou: Person) -> None:
    _token, secret = services.create_token(session, actor_for(zhou), READ)
    revoked, gone = services.create_token(session, actor_for(zhou), READ)
    services.revoke_token(session, actor_for(zhou), revoked.id)
    session.flush()

    assert get_token(session, services.hash_secret(gone)) is None
    with held_at(now() + timedelta(days=30, seconds=1)):
        assert get_token(session, services.hash_secret(secret)) is None
    zhou.active = False
    session.flush()
    assert get_token(session, services.hash_secret(secret)) is None


def test_who_revokes_a_token_agrees_or_asks_for_their_data_is_told(session: Session, zhou: Person) -> None:
    actor = actor_for(zhou)
    token, _secret = services.create_token(session, actor, READ)
    for _again in range(2):
        services.revoke_token(session, actor, token.id)
        session.flush()
        services.give_consent(session, actor)
        session.flush()
    services.ask_for_export(session, actor)

    subjects = ["新建了接口令牌", "接口令牌已作废", "已记下您的同意", "正在导出您的数据"]
    assert letters(session) == [("zhou@example.org", subject) for subject in subjects]


def test_anothers_token_is_not_there(session: Session, zhou: Person) -> None:
    token, _secret = services.create_token(session, actor_for(zhou), READ)
    wu = make_person(session, "wu@example.org")

    with pytest.raises(NotFound):
        services.revoke_token(session, actor_for(wu), token.id)

    assert token.revoked_at is None
    assert tokens_of(session, actor_for(wu)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        services.NewToken(name="x", scopes=frozenset(), days=30),
        services.NewToken(name="x", scopes=READ.scopes, days=3650),
    ],
)
def test_a_token_without_scope_or_end_is_refused(session: Session, zhou: Person, wrong: services.NewToken) -> None:
    with pytest.raises(InvalidInput):
        services.create_token(session, actor_for(zhou), wrong)


def test_there_are_at_most_twenty_tokens(session: Session, zhou: Person) -> None:
    for _n in range(20):
        services.create_token(session, actor_for(zhou), READ)

    with pytest.raises(Conflict):
        services.create_token(session, actor_for(zhou), READ)


Call = Callable[..., TestResponse]


@pytest.fixture
def call(app: Flask, database: Database) -> Call:
    """Call the application with a token of an administrator, made with the scopes given."""

    def send(
        path: str, *scopes: Scope, secret: str = "", client: FlaskClient | None = None, method: str = "GET"
    ) -> TestResponse:
        if not secret:
            with database.transaction() as session:
                person = session.query(Person).filter_by(email="admin@example.org").one_or_none() or make_person(
                    session, "admin@example.org", Role.ADMIN, organisation=make_organisation(session, "ENT-A")
                )
                command = services.NewToken(name="sync", scopes=frozenset(scopes), days=30)
                secret = services.create_token(session, actor_for(person), command)[1]
        headers = {"Authorization": f"Bearer {secret}"}
        return (client or app.test_client()).open(path, method=method, headers=headers)

    return send


def test_a_token_acts_for_its_person(call: Call, database: Database) -> None:
    answer = call("/api/v1/me", Scope.READ)

    assert answer.get_json() == {
        "id": "P-1",
        "name": "admin",
        "roles": ["admin"],
        "organisations": [{"code": "ENT-A", "name": "单位 ENT-A", "role": "manager"}],
        "scopes": ["read"],
    }
    assert "Set-Cookie" not in answer.headers
    with database.reading() as session:
        assert session.query(ApiToken).one().last_used_at is not None


def test_a_token_without_the_scope_is_refused(call: Call) -> None:
    answer = call("/api/v1/me", Scope.IMPORT)

    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert answer.get_json()["title"] == "这个令牌没有“read”权限。"


@pytest.mark.parametrize("path", ["/admin", "/account", "/account/tokens", "/my/results", "/inbox"])
def test_a_token_opens_no_page(call: Call, path: str) -> None:
    answer = call(path, *Scope)

    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/login")


def test_a_token_makes_no_token(call: Call) -> None:
    assert call("/account/tokens", *Scope, method="POST").status_code == 401


@pytest.mark.parametrize("secret", ["tansuo_forged", "x", "§"])
def test_what_is_no_token_is_refused_where_anybody_may_read(call: Call, secret: str) -> None:
    answer = call("/api/v1/openapi.json", secret=secret.encode("utf8").decode("latin-1"))

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer error=invalid_token"


def test_a_cookie_beside_a_token_gives_nothing_more(
    call: Call, sign_in: Callable[[str], FlaskClient], database: Database
) -> None:
    with database.transaction() as session:
        make_person(session, "wu@example.org")
    client = sign_in("wu@example.org")

    assert call("/api/v1/me", Scope.READ, client=client).get_json()["name"] == "admin"
    assert call("/api/v1/me", client=client, secret="tansuo_forged").status_code == 401
    assert client.get("/api/v1/me").get_json()["name"] == "wu"


def test_the_description_tells_what_a_token_needs(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()

    assert described["paths"]["/api/v1/me"]["get"]["security"] == [{"token": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
