"""Stored pairs: made when a need or a result comes before the public, made anew when one changes, never twice."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import OrganisationKind
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobState, claim_next, run_job
from marketplace.listings.content import Parameter
from marketplace.matching import jobs, pairs
from marketplace.matching.models import MatchPair
from marketplace.needs.content import Constraint
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.taxonomy.terms import Operator
from tests.discovery.conftest import Publish
from tests.factories import content, make_need, make_organisation

LIMIT = Constraint(parameter="再生能耗", operator=Operator.AT_MOST, value=2.6, unit="GJ/tCO2")


def capture(title: str, energy: float) -> object:
    parameter = Parameter(name="再生热耗", minimum=energy, maximum=energy, unit="GJ/t")
    return content(
        title=title, teaser="燃煤烟气碳捕集吸收剂。", principle="", advantage="", timing="", parameters=(parameter,)
    )


@pytest.fixture
def wanted(database: Database) -> str:
    with database.transaction() as session:
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        return make_need(session, firm, title="燃煤烟气碳捕集吸收剂", constraints=(LIMIT,)).public_id


def run_all(app: Flask, database: Database) -> None:
    """What the worker does until nothing is left to match."""
    with app.app_context():
        while True:
            with database.transaction() as session:
                jobs.watch(session, now())
            claimed = claim_next(database, uuid4().hex)
            if claimed is None:
                return
            run_job(database, *claimed)


def stored(database: Database) -> list[tuple[str, int, int, bool]]:
    with database.reading() as session:
        rows = session.scalars(select(MatchPair).order_by(MatchPair.score.desc()))
        return [(row.achievement.public_id, row.met, row.unmet, row.broken) for row in rows]


def test_a_need_finds_its_results_and_a_new_result_finds_the_need(
    app: Flask, database: Database, publish: Publish, index: Callable[[], None], wanted: str
) -> None:
    fits = publish(capture("甲类吸收剂碳捕集", 2.4)).public_id
    index()
    run_all(app, database)
    first = stored(database)

    breaks = publish(capture("乙类吸收剂碳捕集", 3.1)).public_id
    index()
    run_all(app, database)

    assert first == [(fits, 1, 0, False)]
    assert stored(database) == [(fits, 1, 0, False), (breaks, 0, 1, True)]


def test_doing_the_work_again_changes_nothing(
    app: Flask, database: Database, publish: Publish, index: Callable[[], None], wanted: str
) -> None:
    publish(capture("甲类吸收剂碳捕集", 2.4))
    index()
    run_all(app, database)
    with database.reading() as session:
        before = session.scalars(select(MatchPair)).one()
        asked = session.scalars(select(Job.state)).all()
    with app.app_context():
        jobs.match_need(database, wanted)
    with database.transaction() as session:
        jobs.watch(session, now())
    with database.reading() as session:
        after = session.scalars(select(MatchPair)).one()
        again = session.scalars(select(Job.state)).all()

    assert (after.id, after.found_at, after.score) == (before.id, before.found_at, before.score)
    assert asked == again == [JobState.DONE]


def test_a_need_that_changed_is_judged_anew_and_one_that_left_waits_for_nobody(
    app: Flask, database: Database, publish: Publish, index: Callable[[], None], wanted: str
) -> None:
    publish(capture("甲类吸收剂碳捕集", 2.4))
    index()
    run_all(app, database)
    with database.transaction() as session:
        need = session.scalars(select(Need)).one()
        need.lock += 1
    with database.reading() as session:
        waits = pairs.unjudged_needs(session, 10)
    with database.transaction() as session:
        session.scalars(select(Need)).one().state = NeedState.DRAFT
    with database.reading() as session:
        left = pairs.unjudged_needs(session, 10)

    assert (waits, left) == ([wanted], [])
