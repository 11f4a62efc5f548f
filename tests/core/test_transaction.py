"""The one place that commits."""

import threading

import pytest
from sqlalchemy import func, select

from marketplace.core.db import Database
from marketplace.core.outbox import OutboxEntry, promise


def _count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(OutboxEntry.id))) or 0


def test_a_transaction_is_committed_at_its_end(any_database: Database) -> None:
    with any_database.transaction() as session:
        promise(session, "achievement", "R-2026-0001")

    assert _count(any_database) == 1


def test_a_transaction_that_fails_leaves_nothing(any_database: Database) -> None:
    with pytest.raises(RuntimeError), any_database.transaction() as session:
        promise(session, "achievement", "R-2026-0001")
        session.flush()
        raise RuntimeError

    assert _count(any_database) == 0


def test_writers_at_the_same_time_wait_for_each_other(any_database: Database) -> None:
    def write() -> None:
        for _ in range(5):
            with any_database.transaction() as session:
                promise(session, "need", "N-2026-0001")

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert _count(any_database) == 20
