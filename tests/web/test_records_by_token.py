"""What a program does by a token: read its organisations' records, write drafts, send a file; never more than its person."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from ingest import features
from marketplace.accounts import services
from marketplace.accounts.models import OrganisationKind, Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Role, Scope
from marketplace.core.audit import AuditEvent
from marketplace.core.db import Database
from marketplace.core.jobs import claim_next, run_job
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need
from tests.factories import make_listing, make_organisation, make_person

Call = Callable[..., TestResponse]
RESULT = {
    "organisation": "UNI-A",
    "title": "低温余热有机工质发电机组",
    "teaser": "用有机工质把 90 ℃ 的余热变成电。",
    "transfer_modes": ["ordinary_licence"],
    "parameters": [{"name": "发电效率", "minimum": 8.5, "unit": "%"}],
}


@pytest.fixture
def call(app: Flask, database: Database) -> Call:
    """Call the application with a token of the teacher of UNI-A, made with the scopes given."""
    features.install(app)
    with database.transaction() as session:
        university = make_organisation(session, "UNI-A")
        make_person(session, "teacher@example.org", Role.UNIVERSITY, organisation=university)
        other = make_organisation(session, "ENT-B", OrganisationKind.ENTERPRISE)
        make_person(session, "engineer@example.org", Role.ENTERPRISE, organisation=other)

    def send(method: str, path: str, scope: Scope, email: str = "teacher@example.org", **body: Any) -> TestResponse:
        with database.transaction() as session:
            person = session.scalars(select(Person).where(Person.email == email)).one()
            command = services.NewToken(name="sync", scopes=frozenset({scope}), days=30)
            secret = services.create_token(session, actor_for(person), command)[1]
        return app.test_client().open(path, method=method, headers={"Authorization": f"Bearer {secret}"}, **body)

    return send


def test_a_result_is_begun_read_and_changed_and_nothing_is_published(call: Call, database: Database) -> None:
    begun = call("POST", "/api/v1/results", Scope.WRITE, json=RESULT)
    assert begun.status_code == 201
    address = begun.headers["Location"]
    lock = begun.get_json()["lock"]

    changed = call("PATCH", address, Scope.WRITE, json={"lock": lock, "title": "低温余热发电机组"})
    read = call("GET", address, Scope.READ).get_json()

    assert changed.status_code == 200
    assert (read["title"], read["state"], read["owner"], read["version"]) == ("低温余热发电机组", "draft", "UNI-A", 1)
    assert read["content"]["parameters"][0]["minimum"] == 8.5
    assert read["content"]["teaser"] == RESULT["teaser"]
    with database.reading() as session:
        assert session.scalars(select(AchievementVersion.state)).all() == [ListingState.DRAFT]
        acts = session.scalars(select(AuditEvent.action).where(AuditEvent.subject_kind == "achievement")).all()
    assert acts == ["create", "edit"]


def test_a_need_is_begun_read_and_changed(call: Call, database: Database) -> None:
    wish = {"title": "烟气余热怎样回收", "constraints": [{"parameter": "能耗", "operator": "<=", "value": 2.6}]}
    begun = call("POST", "/api/v1/needs", Scope.WRITE, "engineer@example.org", json=wish)  # the only organisation
    address, lock = begun.headers["Location"], begun.get_json()["lock"]

    changed = call("PATCH", address, Scope.WRITE, "engineer@example.org", json={"lock": lock, "budget": 50})
    read = call("GET", address, Scope.READ, "engineer@example.org").get_json()

    assert (begun.status_code, changed.status_code) == (201, 200)
    assert (read["owner"], read["state"], read["content"]["budget"]) == ("ENT-B", "draft", 50.0)
    assert read["content"]["constraints"][0]["value"] == 2.6


def test_what_does_not_hold_names_field_value_and_remedy(call: Call, database: Database) -> None:
    wrong = RESULT | {"colour": "green", "stage": "nearly", "parameters": [{"name": "效率", "minimum": "high"}]}

    answer = call("POST", "/api/v1/results", Scope.WRITE, json=wrong)

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert {each["field"]: (each["value"], each["remedy"]) for each in answer.get_json()["errors"]} == {
        "colour": ("green", "没有这个字段。请对照接口文档改名，或删去它。"),
        "stage": ("nearly", "请从接口文档列出的值中选一个。"),
        "parameters-0-minimum": ("high", "这个值的类型不对。请按接口文档填写。"),
    }
    with database.reading() as session:
        assert session.scalar(select(func.count(Achievement.id))) == 0


def test_the_bounds_of_the_form_hold_for_programs(call: Call) -> None:
    answer = call("POST", "/api/v1/results", Scope.WRITE, json=RESULT | {"capex": -1, "sector": "x"})

    assert answer.status_code == 422
    assert sorted((each["field"], each["value"]) for each in answer.get_json()["errors"]) == [
        ("capex", -1),
        ("sector", "x"),
    ]


def test_what_is_no_json_object_is_refused_with_a_sentence(call: Call) -> None:
    answer = call("POST", "/api/v1/results", Scope.WRITE, data="title=x")

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_a_change_of_what_somebody_else_saved_is_refused(call: Call) -> None:
    address = call("POST", "/api/v1/results", Scope.WRITE, json=RESULT).headers["Location"]

    assert call("PATCH", address, Scope.WRITE, json={"lock": 0, "title": "x"}).status_code == 409


def test_a_program_writes_for_no_other_organisation(call: Call) -> None:
    address = call("POST", "/api/v1/results", Scope.WRITE, json=RESULT).headers["Location"]

    begun = call("POST", "/api/v1/results", Scope.WRITE, json=RESULT | {"organisation": "ENT-B"})
    others = [
        call("GET", address, Scope.READ, "engineer@example.org"),
        call("PATCH", address, Scope.WRITE, "engineer@example.org", json={"lock": 1, "title": "x"}),
    ]

    assert (begun.status_code, begun.get_json()["errors"][0]["field"]) == (422, "organisation")
    assert [answer.status_code for answer in others] == [404, 404]


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", "/api/v1/results", Scope.READ),
        ("POST", "/api/v1/needs", Scope.IMPORT),
        ("POST", "/api/v1/imports", Scope.WRITE),
        ("GET", "/api/v1/results", Scope.IMPORT),
    ],
)
def test_a_token_without_the_scope_does_nothing(call: Call, method: str, path: str, scope: Scope) -> None:
    assert call(method, path, scope, json=RESULT).status_code == 403


def test_the_list_pages_and_costs_the_same_for_more_rows(call: Call, app: Flask, database: Database) -> None:
    statements: list[str] = []

    @event.listens_for(app.extensions["database"].engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    counts = []
    for more in (1, 2, 48):
        with database.transaction() as session:
            owner = session.scalars(select(Person).where(Person.email == "teacher@example.org")).one()
            for _each in range(more):
                make_listing(session, owner=owner.memberships[0].organisation)
        statements.clear()
        page = call("GET", "/api/v1/results", Scope.READ).get_json()
        counts.append(len(statements))

    rest = call("GET", f"/api/v1/results?cursor={page['next']}", Scope.READ).get_json()

    assert len(set(counts)) == 1
    assert (page["total"], len(page["items"]), len(rest["items"]), rest["next"]) == (51, 50, 1, None)
    assert call("GET", "/api/v1/results?cursor=zzz", Scope.READ).status_code == 422


def test_a_file_is_sent_checked_and_its_problems_told(call: Call, app: Flask, database: Database) -> None:
    table = "成果名称,成果简介,投资额（万元）\n赤泥固碳建材,赤泥压制成砖。,很多\n,没有名称,3\n"
    sent = call(
        "POST",
        "/api/v1/imports",
        Scope.IMPORT,
        data={"kind": "achievement", "file": (io.BytesIO(table.encode()), "a.csv")},
    )
    with app.app_context():
        while claimed := claim_next(database, "test"):
            run_job(database, *claimed)

    read = call("GET", sent.headers["Location"], Scope.IMPORT).get_json()

    assert (sent.status_code, sent.get_json()["state"]) == (202, "uploaded")
    assert (read["state"], read["owner"], read["counts"]["read"]) == ("planned", "UNI-A", 2)
    assert {(each["row"], each["heading"], each["value"]) for each in read["problems"] if each["error"]} >= {
        (3, "成果名称", "")
    }
    assert all(each["reason"] for each in read["problems"])
    assert call("GET", sent.headers["Location"], Scope.IMPORT, "engineer@example.org").status_code == 404
    with database.reading() as session:
        assert (session.scalar(select(func.count(Achievement.id))), session.scalar(select(func.count(Need.id)))) == (
            0,
            0,
        )


def test_a_file_that_gives_no_rows_is_refused_with_one_sentence(call: Call) -> None:
    body = {"kind": "need", "file": (io.BytesIO(b"\x00\x01\x02"), "a.xlsx")}

    answer = call("POST", "/api/v1/imports", Scope.IMPORT, data=body)

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    lacks = call("POST", "/api/v1/imports", Scope.IMPORT, data={"kind": "x"}).get_json()
    assert [each["field"] for each in lacks["errors"]] == ["file", "kind"]


def test_the_description_names_every_call_of_programs(app: Flask) -> None:
    features.install(app)
    described = app.test_client().get("/api/v1/openapi.json").get_json()["paths"]
    served = {
        (str(rule).replace("<public_id>", "{id}"), method.lower())
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/v1/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, calls in described.items() for method in calls} == served
