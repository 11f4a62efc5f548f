"""The pages of matching: who sees which pairs, what they say, and that they ask the database no more as pairs grow."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from tests.discovery.conftest import Publish
from tests.factories import make_need, make_organisation, make_person
from tests.matching.test_pairs import LIMIT, capture, run_all

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def firm(database: Database) -> Organisation:
    with database.transaction() as session:
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁集团有限公司")
        make_person(session, "member@example.org", Role.ENTERPRISE, organisation=firm)
        make_person(session, "broker@example.org", Role.BROKER)
    return firm


@pytest.fixture
def ask(database: Database, firm: Organisation) -> Callable[..., str]:
    """Put a need for a capture solvent before the public, or leave it a draft."""

    def put(state: NeedState = NeedState.PUBLISHED, **changes: object) -> str:
        with database.transaction() as session:
            said = {"title": "燃煤烟气碳捕集吸收剂", "constraints": (LIMIT,)} | changes
            return make_need(session, session.merge(firm), state, **said).public_id

    return put


@pytest.fixture
def judged(
    app: Flask, database: Database, publish: Publish, index: Callable[[], None], ask: Callable[..., str]
) -> tuple[str, str, str]:
    """A need, a result that fits and one that breaks its must, judged by the worker."""
    wanted = ask()
    fits, breaks = (
        publish(capture(f"{name}类吸收剂碳捕集", value)).public_id for name, value in (("甲", 2.4), ("乙", 3.1))
    )
    index()
    run_all(app, database)
    return wanted, fits, breaks


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return unescape(response.get_data(as_text=True))


def test_a_need_lists_what_fits_first_and_what_breaks_a_must_last(
    client: FlaskClient, judged: tuple[str, str, str]
) -> None:
    wanted, fits, breaks = judged
    everything = text_of(client, f"/needs/{wanted}/matches")
    fitting, breaking = (text_of(client, f"/needs/{wanted}/matches?show={show}") for show in ("fits", "breaks"))

    assert everything.index(fits) < everything.index(breaks)
    assert (fits in fitting, breaks in fitting) == (True, False)
    assert (fits in breaking, breaks in breaking) == (False, True)


def test_a_pair_says_both_values_in_one_unit_and_what_was_compared(
    client: FlaskClient, judged: tuple[str, str, str]
) -> None:
    wanted, fits, breaks = judged
    met, unmet = (text_of(client, f"/needs/{wanted}/matches/{result}") for result in (fits, breaks))

    assert "逐项满足，值得谈" in met
    assert "比的是“再生热耗”，原文 2.4 GJ/t，已换算" in met
    assert "先解决：再生能耗" in unmet
    assert "差 0.5 GJ/tCO2" in unmet
    assert "再生能耗能否做到" in unmet


def test_a_draft_is_matched_for_its_owner_alone_and_leaves_no_pairs(
    app: Flask,
    database: Database,
    client: FlaskClient,
    sign_in: SignIn,
    ask: Callable[..., str],
    publish: Publish,
    index: Callable[[], None],
) -> None:
    draft, fits = ask(NeedState.DRAFT), publish(capture("甲类吸收剂碳捕集", 2.4)).public_id
    index()
    run_all(app, database)
    member = sign_in("member@example.org")

    assert fits in text_of(member, f"/needs/{draft}/matches")
    assert "逐项满足" in text_of(member, f"/needs/{draft}/matches/{fits}")
    text_of(client, f"/needs/{draft}/matches", 404)
    text_of(client, f"/needs/{draft}/matches/{fits}", 404)
    assert draft not in text_of(client, f"/results/{fits}/matches")


def test_an_anonymous_need_stays_anonymous_wherever_it_is_paired(
    app: Flask,
    database: Database,
    client: FlaskClient,
    sign_in: SignIn,
    ask: Callable[..., str],
    publish: Publish,
    index: Callable[[], None],
) -> None:
    wanted, fits = ask(anonymous=True), publish(capture("甲类吸收剂碳捕集", 2.4)).public_id
    with database.transaction() as session:
        owner = session.scalars(select(Organisation).where(Organisation.code == "UNI-A")).one()
        make_person(session, "owner@example.org", Role.UNIVERSITY, organisation=owner)
    index()
    run_all(app, database)
    owner_of_result = sign_in("owner@example.org")
    pages = [f"/results/{fits}/matches", f"/needs/{wanted}/matches/{fits}", f"/needs/{wanted}/matches"]

    seen = [text_of(reader, page) for reader in (client, owner_of_result) for page in pages]
    seen.append(text_of(owner_of_result, "/my/pairs"))

    assert [wanted in page for page in seen] == [True] * 7
    assert ["楚垣钢铁" in page for page in seen] == [False] * 7


def test_what_leaves_the_public_leaves_every_list(
    client: FlaskClient, sign_in: SignIn, database: Database, judged: tuple[str, str, str]
) -> None:
    wanted, fits, _breaks = judged
    with database.transaction() as session:
        session.scalars(select(Need)).one().state = NeedState.DRAFT

    assert wanted not in text_of(client, f"/results/{fits}/matches")
    assert wanted not in text_of(sign_in("member@example.org"), "/my/pairs")


def test_a_portfolio_holds_the_pairs_of_own_records_and_no_others(
    sign_in: SignIn, judged: tuple[str, str, str]
) -> None:
    _wanted, fits, breaks = judged
    member, broker = sign_in("member@example.org"), sign_in("broker@example.org")
    promising, everything, nothing = (
        text_of(member, "/my/pairs"),
        text_of(member, "/my/pairs?all=1"),
        text_of(broker, "/my/pairs"),
    )

    assert (fits in promising, breaks in promising) == (True, False)
    assert (fits in everything, breaks in everything) == (True, True)
    assert "还没有配对" in nothing


def test_statements_do_not_grow_with_pairs(
    app: Flask,
    database: Database,
    client: FlaskClient,
    ask: Callable[..., str],
    publish: Publish,
    index: Callable[[], None],
) -> None:
    statements: list[str] = []
    event.listen(app.extensions["database"].engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    wanted, fits = ask(), publish(capture("甲类吸收剂碳捕集", 2.4)).public_id
    counts = []
    for more in ((), ("乙", "丙")):
        for name in more:
            publish(capture(f"{name}类吸收剂碳捕集", 2.5))
            ask()
        index()
        run_all(app, database)
        for page in (f"/needs/{wanted}/matches", f"/results/{fits}/matches", f"/needs/{wanted}/matches/{fits}"):
            statements.clear()
            text_of(client, page)
            counts.append(len(statements))

    assert counts[:3] == counts[3:]
