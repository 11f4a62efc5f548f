"""The desk of a broker with 5,000 open deals: how long the page with the board takes, and how many statements."""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from statistics import median

from flask import Flask
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from bench.installation import MODELS
from bench.registry import measurement
from bench.signed_in import cookie_of
from marketplace.accounts.models import (
    Mandate,
    MandateState,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    PersonRole,
)
from marketplace.accounts.services import note_device
from marketplace.app import create_app
from marketplace.cli import upgrade_database
from marketplace.config import read_settings
from marketplace.core.actor import Role
from marketplace.core.clock import now, today
from marketplace.core.db import Database
from marketplace.deals.models import Deal
from marketplace.deals.rules import NUMBERS, Origin, Pipeline, Stage, Turn
from marketplace.listings.models import Achievement
from marketplace.web.security import limiter

FEW, MANY = 50, 5_000
HOUSES = 40  # each with a mandate: half offer, half ask
WARMING, ROUNDS = 5, 60


@measurement(name="desk_board_p95", unit="ms", bar=150, better="lower")
def desk_board() -> float:
    """The whole desk over 5,000 open deals of one broker: lanes, clocks, pairs, forecast and the board by stage."""
    return _figures()["p95"]


@measurement(name="desk_board_statements_5000_vs_50", unit="SQL statements more", bar=0, better="lower")
def desk_statements() -> float:
    return _figures()["more"]


@lru_cache
def _figures() -> dict[str, float]:
    limiter.enabled = False  # one client asks for more pages than a person may
    with _desk(FEW) as (app, cookie):
        few = _statements(app, cookie)
    with _desk(MANY) as (app, cookie):
        many = _statements(app, cookie)
        taken = [_seconds(app, cookie) for _ in range(WARMING + ROUNDS)][WARMING:]
    clock, spent = (sorted(each) for each in zip(*taken, strict=True))
    p95, p95_spent = (1000 * each[int(0.95 * len(each))] for each in (clock, spent))
    print(
        f"    {many} statements; p50 {1000 * median(clock):.1f} ms, p95 {p95:.1f} ms by the clock;"
        f" p50 {1000 * median(spent):.1f} ms, p95 {p95_spent:.1f} ms of the processor"
    )
    return {"p95": p95, "more": many - few}


def _seconds(app: Flask, cookie: str) -> tuple[float, float]:
    """One page, by the clock and by the time of the processor."""
    clock, spent = time.perf_counter(), time.process_time()
    page = app.test_client(use_cookies=False).get("/desk", headers={"Cookie": cookie})
    taken = time.perf_counter() - clock, time.process_time() - spent
    if page.status_code != 200 or page.get_data(as_text=True).count("data-deal=") < FEW // 3:
        raise RuntimeError(f"/desk answered {page.status_code} without a board")
    return taken


def _statements(app: Flask, cookie: str) -> int:
    """How many statements a page takes, once nothing has to be read for the first time."""
    _seconds(app, cookie)
    said: list[str] = []
    event.listen(app.extensions["database"].engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    _seconds(app, cookie)
    return len(said)


@contextmanager
def _desk(count: int) -> Iterator[tuple[Flask, str]]:
    """An installation of its own, and the cookie of its broker."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"DATA_DIR": folder, "MODEL_DIR": str(MODELS)})
        upgrade_database(settings.database_url)
        app = create_app(settings)
        database: Database = app.extensions["database"]
        with database.transaction() as session:
            broker = _broker(session)
            _deals(session, broker, count)
            cookie = cookie_of(app, note_device(session, broker, "bench").key, broker)
        yield app, cookie
        database.dispose()


def _broker(session: Session) -> Person:
    """With mandates of every house, through the agency."""
    agency = Organisation(code="AGY-BENCH", name="测量转移中心", kind=OrganisationKind.AGENCY, region="420100")
    person = Person(email="broker@example.org", name="测量", password_hash="-", session_key="key")
    person.memberships.append(Membership(organisation=agency, role=MembershipRole.MANAGER))
    person.roles.append(PersonRole(role=Role.BROKER))
    session.add(person)
    for number in range(HOUSES):
        kind = OrganisationKind.ENTERPRISE if number % 2 else OrganisationKind.UNIVERSITY
        house = Organisation(code=f"H-{number}", name=f"某某单位第 {number} 号", kind=kind, region="420100")
        session.add(house)
        session.add(
            Mandate(
                public_id=f"M-{number}", owner=house, agency=agency, state=MandateState.ACCEPTED, may_answer=True,
                valid_from=today(), valid_until=today() + timedelta(days=90), decided_at=now(),
            )
        )  # fmt: skip
    session.flush()
    return person


def _deals(session: Session, broker: Person, count: int) -> None:
    """Over all stages, half a year of days and every turn, on a result each."""
    draw = random.Random(8)
    houses = {each.code: each.id for each in session.query(Organisation)}
    session.execute(
        insert(Achievement),
        [
            {"public_id": f"R-{number}", "owner_id": houses[f"H-{2 * draw.randrange(HOUSES // 2)}"],
             "source_system": "bench", "source_key": f"{number}"}
            for number in range(count)
        ],
    )  # fmt: skip
    agency, stages = houses["AGY-BENCH"], list(Stage)
    rows = []
    for result in session.query(Achievement.id, Achievement.owner_id, Achievement.public_id):
        stage = stages[result.id % len(stages)]
        rows.append(
            {
                "public_id": f"D-{result.id}", "title": f"第 {result.id} 号余热回收改造", "pipeline": Pipeline.LICENCE,
                "achievement_id": result.id, "pair": f"{result.public_id} X", "provider_id": result.owner_id,
                "seeker_id": houses[f"H-{2 * draw.randrange(HOUSES // 2) + 1}"], "broker_id": broker.id,
                "broker_organisation_id": agency, "origin": Origin.MATCH, "key_technology": "E5", "stage": stage,
                "probability": NUMBERS[stage], "value": Decimal(draw.randrange(20, 3000)),
                "expected_close": today() + timedelta(days=draw.randrange(180)),
                "expected_tco2e": float(draw.randrange(100, 90_000)), "turn": draw.choice(list(Turn)),
                "next_step": "答复对方的问题", "next_due": today() + timedelta(days=draw.randrange(-10, 60)),
            }
        )  # fmt: skip
    session.execute(insert(Deal), rows)
