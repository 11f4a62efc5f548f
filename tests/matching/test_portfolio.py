"""All open needs against all results in one go: the same verdicts as one by one, and only what is new is done again."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import OrganisationKind
from marketplace.core.db import Database
from marketplace.matching.models import MatchPair
from marketplace.matching.portfolio import Outcome, match_portfolio
from marketplace.web.search_index import reader
from tests.discovery.conftest import Publish
from tests.factories import make_need, make_organisation
from tests.matching.test_pairs import LIMIT, capture, run_all, stored

Index = Callable[[], None]


def run(app: Flask, database: Database, everything: bool = False) -> tuple[Outcome, list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    with app.app_context():
        outcome = match_portfolio(database, reader(), lambda done, total: told.append((done, total)), everything)
    return outcome, told


def publish_needs(database: Database, *titles: str) -> None:
    with database.transaction() as session:
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        for title in titles:
            make_need(session, firm, title=title, constraints=(LIMIT,))


def test_the_whole_portfolio_is_judged_and_then_only_what_is_new(
    app: Flask, database: Database, publish: Publish, index: Index
) -> None:
    publish_needs(database, "燃煤烟气碳捕集吸收剂", "水泥窑烟气碳捕集")
    fits = publish(capture("甲类吸收剂碳捕集", 2.4)).public_id
    breaks = publish(capture("乙类吸收剂碳捕集", 3.1)).public_id
    index()

    first, told = run(app, database)
    again, _ = run(app, database)
    late = publish(capture("丙类吸收剂碳捕集", 2.5)).public_id
    index()
    called, _ = run(app, database)
    whole, _ = run(app, database, everything=True)

    assert first == Outcome(needs=2, results=2, judged=2, pairs=4)
    assert told[-1] == (2, 2)
    assert again == Outcome(needs=2, results=0, judged=0, pairs=0)
    assert called == Outcome(needs=2, results=3, judged=2, pairs=2)
    assert whole == Outcome(needs=2, results=3, judged=2, pairs=0)
    assert {row[0] for row in stored(database) if row[3]} == {breaks}
    assert {row[0] for row in stored(database) if row[1] == 1} == {fits, late}


def test_a_killed_run_is_gone_on_with_and_nothing_is_done_twice(
    app: Flask, database: Database, publish: Publish, index: Index
) -> None:
    publish_needs(database, "燃煤烟气碳捕集吸收剂", "水泥窑烟气碳捕集", "钢厂烟气碳捕集")
    publish(capture("甲类吸收剂碳捕集", 2.4))
    index()

    def killed(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with app.app_context(), pytest.raises(KeyboardInterrupt):
        match_portfolio(database, reader(), killed)
    rest, told = run(app, database)
    publish(capture("乙类吸收剂碳捕集", 2.5))
    index()
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        match_portfolio(database, reader(), killed)
    shown = stored(database)
    late, _ = run(app, database)

    assert (rest.judged, told[-1]) == (1, (1, 1))
    assert len(shown) == 5  # of the need that still waits, what there was
    assert (late.judged, len(stored(database))) == (1, 6)


def test_one_by_one_and_all_at_once_agree_on_verdicts_and_order(
    app: Flask, database: Database, publish: Publish, index: Index
) -> None:
    publish_needs(database, "燃煤烟气碳捕集吸收剂")
    for title, energy in (("甲类吸收剂碳捕集", 2.4), ("乙类吸收剂碳捕集", 3.1)):
        publish(capture(title, energy))
    index()
    run_all(app, database)
    one_by_one = stored(database)

    run(app, database, everything=True)

    assert stored(database) == one_by_one
    with database.reading() as session:
        pair = session.scalars(select(MatchPair).order_by(MatchPair.score.desc())).first()
        assert pair is not None
        assert pair.signals["fit"] == 1.0


def test_the_command_says_what_was_done(app: Flask, database: Database, publish: Publish, index: Index) -> None:
    publish_needs(database, "燃煤烟气碳捕集吸收剂")
    publish(capture("甲类吸收剂碳捕集", 2.4))
    index()

    result = app.test_cli_runner().invoke(args=["match-portfolio", "--json"])

    assert json.loads(result.stdout.splitlines()[-1]) == {"needs": 1, "results": 1, "judged": 1, "pairs": 1}
