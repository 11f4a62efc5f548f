"""Returning work is done once an interval by all workers together, and a failure stops nothing else."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.core.mail import Mail, latest_mails, post
from marketplace.core.schedule import RETURNING, Returning, Round, do_what_returned, every

START = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _write(session: Session, moment: datetime) -> None:
    post(session, "curator@example.org", "round", moment.isoformat())


def _letters(database: Database) -> list[Mail]:
    with database.reading() as session:
        return list(latest_mails(session))


@pytest.fixture
def pieces() -> dict[str, Returning]:
    return {"test.write": Returning(HOUR, _write)}


def test_work_returns_when_its_interval_has_passed_and_not_before(
    any_database: Database, pieces: dict[str, Returning]
) -> None:
    done = []
    for minutes in (0, 59, 60, 61, 200):
        with held_at(START + timedelta(minutes=minutes)):
            done.append(do_what_returned(any_database, pieces))

    assert done == [["test.write"], [], ["test.write"], [], ["test.write"]]
    assert len(_letters(any_database)) == 3


def test_two_workers_do_a_round_once(any_database: Database, pieces: dict[str, Returning]) -> None:
    start = threading.Barrier(2)
    done: list[str] = []

    def work() -> None:
        start.wait()
        done.extend(do_what_returned(any_database, pieces))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert done == ["test.write"]
    assert len(_letters(any_database)) == 1


def test_work_that_fails_leaves_nothing_half_done_and_lets_the_rest_go_on(any_database: Database) -> None:
    def break_off(session: Session, moment: datetime) -> None:
        _write(session, moment)
        raise OSError("disk away")

    pieces = {"test.break": Returning(HOUR, break_off), "test.write": Returning(HOUR, _write)}
    with held_at(START):
        assert do_what_returned(any_database, pieces) == ["test.write"]
        assert do_what_returned(any_database, pieces) == []

    assert len(_letters(any_database)) == 1
    with any_database.reading() as session:
        assert session.get_one(Round, "test.break").error == "OSError: disk away"


def test_registered_work_is_known_by_its_name() -> None:
    registered = every("test.registered", HOUR)(_write)
    assert RETURNING.pop("test.registered") == Returning(HOUR, registered)
