"""The command `flask --app wsgi match`: results in order with reasons, those that break a must last."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import event

from marketplace.accounts.models import OrganisationKind
from marketplace.core.actor import ANYONE
from marketplace.core.db import Database
from marketplace.listings.content import Parameter
from marketplace.matching.asking import asked_in
from marketplace.matching.finding import find_results
from marketplace.needs.content import Constraint
from marketplace.needs.rules import NeedState
from marketplace.taxonomy.terms import DisclosureTier, Operator
from marketplace.web.search_index import reader
from tests.discovery.conftest import Publish
from tests.factories import content, make_need, make_organisation

Run = Callable[..., Result]


def _capture(title: str, *parameters: Parameter) -> Any:
    return content(
        title=title, teaser="燃煤烟气碳捕集吸收剂。", principle="", advantage="", timing="", parameters=parameters
    )


@pytest.fixture
def run(app: Flask) -> Run:
    def run(*arguments: str) -> Result:
        result = app.test_cli_runner().invoke(args=["match", *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def captures(publish: Publish, index: Callable[[], None]) -> dict[str, str]:
    """A result that fits, one that breaks the limit by its unit, one whose value nobody may read yet."""
    energy = {"name": "再生热耗", "unit": "kWh/t"}
    said = {
        "fits": _capture("甲类吸收剂碳捕集", Parameter(minimum=650, maximum=700, **energy)),
        "breaks": _capture("乙类吸收剂碳捕集", Parameter(minimum=800, maximum=830, **energy)),
        "silent": _capture(
            "丙类吸收剂碳捕集", Parameter(minimum=600, maximum=620, tier=DisclosureTier.SIGNED_IN, **energy)
        ),
    }
    ids = {role: publish(each).public_id for role, each in said.items()}
    index()
    return ids


def test_a_text_finds_what_fits_first_and_what_breaks_a_must_last(
    run: Run, captures: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "need.txt"
    file.write_text("燃煤烟气碳捕集\n要求吸收剂再生能耗不高于2.6GJ/tCO2。", encoding="utf-8")

    result = run("--text", str(file), "--json")

    found = json.loads(result.stdout)
    assert [each["id"] for each in found] == [captures["fits"], captures["silent"], captures["breaks"]]
    assert [each["constraints"] for each in found] == [
        [{"text": "吸收剂再生能耗不高于 2.6 GJ/tCO2", "verdict": verdict}] for verdict in ("met", "unknown", "unmet")
    ]
    assert (
        found[2]["reasons"][0]
        == "成果的再生热耗为 2.88~2.988 GJ/tCO2（原为 800~830 kWh/t），按最不利的 2.988 计，高于要求的 2.6 GJ/tCO2。"
    )


def test_a_recorded_need_is_judged_by_the_limits_that_its_owner_confirmed(
    run: Run, captures: dict[str, str], database: Database
) -> None:
    limit = Constraint(parameter="再生能耗", operator=Operator.AT_MOST, value=750, unit="kWh/t")
    with database.transaction() as session:
        owner = make_organisation(session, "ENT-DEMO", OrganisationKind.ENTERPRISE)
        need = make_need(session, owner, NeedState.PUBLISHED, title="碳捕集吸收剂", constraints=(limit,)).public_id

    found = json.loads(run(need, "--top", "1", "--json").stdout)

    assert [(each["id"], each["constraints"]) for each in found] == [
        (captures["fits"], [{"text": "再生能耗不高于 750 kWh/t", "verdict": "met"}])
    ]


def test_what_cannot_be_read_is_one_sentence(run: Run, tmp_path: Path) -> None:
    unknown, both, missing = run("N-0000"), run(), run("--text", str(tmp_path / "none.txt"))

    assert [each.exit_code for each in (unknown, both, missing)] == [2, 2, 2]
    assert unknown.stderr == "没有这条需求。它可能已被移走，或地址有误。\n"


def test_statements_do_not_grow_with_results(
    app: Flask, database: Database, publish: Publish, index: Callable[[], None]
) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    asked = asked_in("燃煤烟气碳捕集吸收剂\n再生能耗不高于2.6GJ/tCO2")
    counts = []
    for said in ((_capture("丙类吸收剂碳捕集"),), (_capture("甲类吸收剂碳捕集"), _capture("乙类吸收剂碳捕集"))):
        for each in said:
            publish(each)
        index()
        statements.clear()
        with app.app_context(), database.reading() as session:
            found = find_results(session, reader(), ANYONE, asked)
        counts.append((len(found), len(statements)))

    assert [number for number, _statements in counts] == [1, 3]
    assert len({statements for _number, statements in counts}) == 1
