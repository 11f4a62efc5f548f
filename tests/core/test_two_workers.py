"""Work that one process does alone, transactions that are repeated, and jobs that a leaving worker hands back."""

import threading
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from marketplace.config import Limits
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobState, Progress, claim_next, enqueue, handles, run_job
from marketplace.core.outbox import OutboxEntry, promise

WORK = 99


@handles("test.long")
def _long(_database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    for step in range(payload["steps"]):
        progress.report(step + 1, payload["steps"])
    return {}


@pytest.mark.postgres
def test_a_piece_of_work_is_done_by_one_process_at_a_time(postgres_database: Database) -> None:
    with postgres_database.alone(WORK) as mine:
        assert mine is not None
        assert mine()
        with postgres_database.alone(WORK) as other:
            assert other is None

    with postgres_database.alone(WORK) as again:
        assert again is not None


@pytest.mark.postgres
def test_whose_connection_is_cut_has_lost_the_right(postgres_database: Database) -> None:
    with postgres_database.alone(WORK) as mine:
        assert mine is not None
        _cut_all_connections(postgres_database)
        assert not mine()

    with postgres_database.alone(WORK) as again:
        assert again is not None


@pytest.mark.postgres
def test_two_that_wait_for_each_other_both_succeed_by_repeating(postgres_database: Database) -> None:
    with postgres_database.transaction() as session:
        for name in ("a", "b"):
            promise(session, name, "0")
    met = threading.Barrier(2, timeout=5)

    def change(first: str, second: str) -> None:
        tries = 0

        def work(session: Session) -> None:
            nonlocal tries
            tries += 1
            _add_one(session, first)
            if tries == 1:
                met.wait()  # both hold one row and want the other
            _add_one(session, second)

        postgres_database.attempt(work)

    threads = [threading.Thread(target=change, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with postgres_database.reading() as session:
        counted = session.execute(select(OutboxEntry.kind, OutboxEntry.subject_id).order_by(OutboxEntry.kind)).all()
    assert [tuple(row) for row in counted] == [("a", "2"), ("b", "2")]


@pytest.mark.postgres
def test_a_statement_that_takes_too_long_is_stopped(postgres_database: Database) -> None:
    hasty = Database(
        postgres_database.engine.url.render_as_string(hide_password=False), Limits(statement=2, lock=1, pool=1)
    )
    with hasty.reading() as session, pytest.raises(OperationalError, match="statement timeout"):
        session.execute(text("SELECT pg_sleep(5)"))
    with postgres_database.transaction() as holding, pytest.raises(OperationalError, match="lock timeout"):
        holding.execute(text("LOCK TABLE outbox"))
        with hasty.transaction() as session:
            promise(session, "need", "N-1")
            session.flush()
    hasty.dispose()


def test_a_leaving_worker_hands_its_job_back_and_the_next_one_ends_it(any_database: Database) -> None:
    with any_database.transaction() as session:
        job_id = enqueue(session, "test.long", {"steps": 3}).id

    first = claim_next(any_database, "leaving")
    assert first is not None
    run_job(any_database, *first, stopping=lambda: True)
    with any_database.reading() as session:
        handed = session.get_one(Job, job_id)
    second = claim_next(any_database, "staying")
    assert second is not None
    run_job(any_database, *second)

    assert (handed.state, handed.attempts, handed.progress_done) == (JobState.QUEUED, 0, 1)
    with any_database.reading() as session:
        assert session.get_one(Job, job_id).state == JobState.DONE


def _add_one(session: Session, kind: str) -> None:
    session.execute(
        text("UPDATE outbox SET subject_id = CAST(CAST(subject_id AS integer) + 1 AS varchar) WHERE kind = :kind"),
        {"kind": kind},
    )


def _cut_all_connections(database: Database) -> None:
    """As an administrator or a failing server does."""
    other = Database(database.engine.url.render_as_string(hide_password=False))
    with other.engine.connect() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(cut))
    other.dispose()
