"""How long records wait: the figures as pure rules, the reading on both databases, the page and its file."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, Role
from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.core.errors import Forbidden
from marketplace.curation import times
from marketplace.curation.models import QueueDecision
from marketplace.curation.queries.times import waited_since, waiting_now
from marketplace.curation.rules import Kind, Nature
from marketplace.curation.times import Waited
from marketplace.needs.rules import NeedState
from tests.curation.conftest import Cast
from tests.factories import make_need, make_person

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
HOURS = st.lists(st.integers(0, 80_000).map(lambda eighths: eighths / 8), min_size=1, max_size=60).map(sorted)


def _waited(hours: float, kind: Kind = Kind.NEED, at: datetime = NOON, person: str = "沈审核") -> Waited:
    return Waited(kind=kind, hours=hours, decided_at=at, person=person)


@given(HOURS)
def test_nine_of_ten_wait_no_longer_than_the_ninetieth(hours: list[float]) -> None:
    bound = times.ninetieth(hours)

    assert hours[0] - 1e-9 <= bound <= hours[-1] + 1e-9
    assert sum(each > bound + 1e-9 for each in hours) <= -(-(len(hours) - 1) // 10)
    assert times.summary("", None, [_waited(each) for each in hours]).median <= bound + 1e-9


@given(st.lists(st.tuples(st.sampled_from(Kind), st.floats(0, 100), st.integers(0, 400)), min_size=1, max_size=40))
def test_every_decision_is_counted_once_in_every_grouping(drawn: list[tuple[Kind, float, int]]) -> None:
    waited = [_waited(hours, kind, NOON - timedelta(days=days), f"P{days % 3}") for kind, hours, days in drawn]

    counted = [
        sum(row.count for row in rows)
        for rows in (times.by_kind(waited), times.by_month(waited), times.by_person(waited))
    ]

    assert counted == [len(drawn)] * 3


def test_the_share_in_time_counts_needs_alone_and_the_limit_itself_is_in_time() -> None:
    mixed = [_waited(48.0), _waited(48.1), _waited(1.0), _waited(500.0, Kind.ACHIEVEMENT)]

    assert times.summary("", None, mixed).in_time == pytest.approx(2 / 3)
    assert times.summary("", None, [_waited(1.0, Kind.ACHIEVEMENT)]).in_time is None


def test_a_month_begins_at_midnight_in_china() -> None:
    last = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)

    rows = times.by_month([_waited(1, at=last), _waited(3, at=last + timedelta(minutes=1))])

    assert [(row.name, row.count) for row in rows] == [("2026-11", 1), ("2026-10", 1)]


def _decided(session: Session, person: int | None, at: datetime, hours: float, act: str = "publish") -> None:
    decision = QueueDecision(
        kind=Kind.NEED, subject_id="N-2026-0001", act=act, nature=Nature.NEW, submitted_at=at - timedelta(hours=hours),
        decided_at=at, person_id=person,
    )  # fmt: skip
    session.add(decision)
    session.flush()


def test_decisions_of_the_period_are_read_without_diagnoses(session: Session, cast: Cast) -> None:
    curator = cast.curator.person_id
    with held_at(NOON):
        _decided(session, curator, NOON, 5)
        _decided(session, curator, NOON, 6, "diagnose")
        _decided(session, curator, datetime(2026, 8, 31, 15, 59, tzinfo=UTC), 7)
        _decided(session, curator, datetime(2026, 8, 31, 16, 0, tzinfo=UTC), 8)

        assert [each.hours for each in waited_since(session, cast.colleague, 3)] == [8, 5]
        assert [each.hours for each in waited_since(session, cast.colleague, 12)] == [7, 8, 5]
    with pytest.raises(Forbidden):
        waited_since(session, ANYONE, 3)


def test_what_waits_now_is_counted_with_its_hours(session: Session, cast: Cast) -> None:
    for hours in (10, 20, 60):
        with held_at(NOON - timedelta(hours=hours)):
            make_need(session, cast.enterprise, NeedState.SUBMITTED)

    with held_at(NOON):
        listings, needs = waiting_now(session, cast.curator)

    assert (listings.count, needs.count, needs.median, needs.longest, needs.late) == (0, 3, 20, 60, 1)


def test_page_and_file_tell_the_same_and_no_formula_runs(
    database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        sly = make_person(session, "sly@example.org", Role.CURATOR)
        sly.name = "=HYPERLINK(1)"
        make_person(session, "admin@example.org", Role.ADMIN)
        for hours in (2, 4, 60):
            _decided(session, sly.id, session.scalars(select(func.max(QueueDecision.decided_at))).one() or NOON, hours)
    client = sign_in("admin@example.org")

    page = client.get("/curation/waiting-times?months=24").get_data(as_text=True)
    file = client.get("/curation/waiting-times.csv?months=24")

    rows = list(csv.reader(io.StringIO(file.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row[:2] + row[3:] for row in rows[1:]] == [
        ["种类", "需求", "3", "4.0", "48.8", "66.7"],
        ["月份", "2026-11", "3", "4.0", "48.8", "66.7"],
        ["审核员", "'=HYPERLINK(1)", "3", "4.0", "48.8", "66.7"],
    ]
    assert ("48.8 小时" in page, "66.7%" in page, 'role="img"' in page) == (True, True, True)
    assert client.get("/curation/waiting-times?lang=en").status_code == 200
