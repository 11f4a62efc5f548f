"""GET /needs/…/matches over 100,000 published results: how long the page of a need's results takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from bench.installation import bench_settings
from bench.invented import Inventor
from bench.registry import measurement
from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.app import create_app
from marketplace.core.actor import ANYONE
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.matching.asking import asked_by
from marketplace.matching.finding import find_results
from marketplace.matching.models import MatchRun
from marketplace.matching.pairs import MOST, NEED
from marketplace.matching.refreshing import store_pairs
from marketplace.needs.models import Need, NeedConstraint
from marketplace.needs.queries import get_need
from marketplace.needs.rules import NeedState
from marketplace.taxonomy.terms import Operator, Priority
from marketplace.web.search_index import reader
from marketplace.web.security import limiter

NEEDS, WARMING, ROUNDS = 30, 30, 8
CODE = "BENCH-NEEDS"
SHOWN = 'class="card match'


@measurement(name="match_page_p95_100k", unit="ms", bar=150, better="lower")
def match_page() -> float:
    """The page of a published need, whose pairs the worker has judged; each page of another need than the one before."""
    return _figures()["stored"]


@measurement(name="match_live_ms_100k", unit="ms, p50, judged while the reader waits", bar=1500, better="lower")
def match_live() -> float:
    """The page of a need published a moment ago: search, and thirty results judged, before it is drawn."""
    return _figures()["live"]


@lru_cache
def _figures() -> dict[str, float]:
    app = create_app(bench_settings())
    limiter.enabled = False  # one client asks for more pages than a person may
    database: Database = app.extensions["database"]
    with app.app_context(), _needs(database) as ids:
        live = _judge(app, database, ids)
        client = app.test_client()
        for public_id in ids[:WARMING]:
            _seconds(client, public_id)
        taken = [_seconds(client, public_id) for _ in range(ROUNDS) for public_id in ids]
    clock, spent = (sorted(each) for each in zip(*taken, strict=True))
    p95 = [1000 * each[int(0.95 * len(each))] for each in (clock, spent)]
    print(
        f"    p50 {1000 * median(clock):.1f} ms, p95 {p95[0]:.1f} ms by the clock; p95 {p95[1]:.1f} ms of the processor;"
        f" judged while the reader waits p50 {1000 * median(live):.0f} ms"
    )
    return {"stored": p95[0], "live": 1000 * median(live)}


def _seconds(client: FlaskClient, public_id: str) -> tuple[float, float]:
    clock, spent = time.perf_counter(), time.process_time()
    page = client.get(f"/needs/{public_id}/matches")
    taken = time.perf_counter() - clock, time.process_time() - spent
    if page.status_code != 200 or SHOWN not in page.get_data(as_text=True):
        raise RuntimeError(f"/needs/{public_id}/matches answered {page.status_code} without a result")
    return taken


def _judge(app: Flask, database: Database, ids: list[str]) -> list[float]:
    """Hold each need against all results, as the worker does; the first take longer, for results are new to it."""
    seconds = []
    for public_id in ids:
        begun = time.perf_counter()
        with database.reading() as session:
            need = get_need(session, ANYONE, public_id)
            find_results(session, reader(), ANYONE, asked_by(need), limit=30, candidates=30)
        seconds.append(time.perf_counter() - begun)
        with database.reading() as session:
            need = get_need(session, ANYONE, public_id)
            lock, matches = need.lock, find_results(session, reader(), ANYONE, asked_by(need), MOST)
        with database.transaction() as writing:
            store_pairs(writing, public_id, lock, matches)
    return seconds


@contextmanager
def _needs(database: Database) -> Iterator[list[str]]:
    """Published needs with two limits each, taken out again afterwards: the kept installation stays as it is."""
    inventor = Inventor(9)
    ids = [f"N-2025-{9000 + number}" for number in range(NEEDS)]
    _clear(database, ids)
    with database.transaction() as session:
        owner = Organisation(code=CODE, name="测量企业", kind=OrganisationKind.ENTERPRISE, region="420100")
        session.add(owner)
        session.flush()
        for public_id in ids:
            session.add(invented_need(inventor, owner.id, public_id))
    try:
        yield ids
    finally:
        _clear(database, ids)


def invented_need(inventor: Inventor, owner_id: int, public_id: str) -> Need:
    """A published need with two limits, in words that mean nothing."""
    need = Need(
        public_id=public_id, owner_id=owner_id, source_system="bench", source_key=public_id, state=NeedState.PUBLISHED,
        title=inventor.question()[:60], problem=inventor.paragraph(2), indicators=inventor.paragraph(1), goal="", modes=[],
        constraints=[
            NeedConstraint(position=0, parameter="单位能耗", operator=Operator.AT_MOST, value=40, unit="GJ/t", priority=Priority.MUST),
            NeedConstraint(position=1, parameter="减排率", operator=Operator.AT_LEAST, value=30, unit="%", priority=Priority.WANT),
        ],
    )  # fmt: skip
    need.submitted_at = need.published_at = need.response_due_at = now()
    return need


def _clear(database: Database, ids: list[str]) -> None:
    with database.transaction() as session:
        for need in session.scalars(select(Need).where(Need.public_id.in_(ids))):
            session.delete(need)
        session.flush()
        session.execute(delete(MatchRun).where(MatchRun.kind == NEED, MatchRun.public_id.in_(ids)))
        session.execute(delete(Organisation).where(Organisation.code == CODE))
