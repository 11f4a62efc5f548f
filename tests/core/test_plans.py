"""PostgreSQL reads what every page and worker asks for all day by an index, however much there is."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from marketplace.core import standing
from marketplace.core.actor import ANYONE
from marketplace.core.db import Database
from marketplace.core.jobs import claim_next
from marketplace.core.mail import LeftLetters, carry_waiting
from marketplace.core.outbox import promised
from marketplace.listings import queries as listings
from marketplace.listings.rules import ListingState
from marketplace.needs import queries as needs
from tests.factories import make_listing, make_need, make_organisation

pytestmark = pytest.mark.postgres
MANY = 20_000
ROWS = {
    "jobs": (
        "(public_id, kind, payload, state, progress_done, progress_total, message, result, attempts, run_after, claimed_by, created_at)",
        "'j' || n, 'x', '{}', 'done', 0, 0, '', '{}', 1, now() - n * interval '1 second', '', now()",
    ),
    "mails": (
        "(recipient, subject, body, created_at, send_after, sent_at, attempts, error, unsubscribe, reply_to)",
        "'a@example.org', 's', 'b', now(), now(), now(), 1, '', '', ''",
    ),
    "audit_events": (
        "(at, person_name, action, subject_kind, subject_id, detail)",
        "now() - n * interval '1 second', '', 'edit', 'achievement', 'R-' || n, '{}'",
    ),
    "outbox": ("(kind, subject_id, created_at)", "'need', 'N-' || n, now()"),
}


@pytest.fixture
def crowded(postgres_database: Database) -> Database:
    """Much that is done and much that is public."""
    with postgres_database.transaction() as session:
        make_listing(session, state=ListingState.PUBLISHED)
        make_need(session, make_organisation(session, "ENT-A"))
        for table, (columns, values) in ROWS.items():
            session.execute(text(f"INSERT INTO {table} {columns} SELECT {values} FROM generate_series(1, {MANY}) n"))
        for table, changes in (
            ("achievements", {"public_id": "'R-X-' || n", "source_key": "n::text"}),
            ("achievement_versions", {"achievement_id": "id + n", "published_at": "now() - n * interval '1 minute'"}),
            (
                "needs",
                {
                    "public_id": "'N-X-' || n",
                    "source_key": "n::text",
                    "published_at": "now() - n * interval '1 minute'",
                },
            ),
        ):
            _multiply(session, table, changes)
    with postgres_database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return postgres_database


def _multiply(session: Session, table: str, changes: dict[str, str]) -> None:
    """Copy the one row of a table many times under new ids."""
    columns = session.scalars(
        text("SELECT column_name FROM information_schema.columns WHERE table_name = :t AND is_generated = 'NEVER'"),
        {"t": table},
    ).all()
    changes = {"id": "id + n"} | changes
    values = ", ".join(changes.get(column, column) for column in columns)
    session.execute(
        text(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table}, generate_series(1, {MANY}) n")
    )


def _plans(database: Database, ask: Callable[[], object]) -> list[str]:
    """The plans of all statements that reading or working sends."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Connection, _cursor: object, statement: str, values: Any, _context: object, _many: bool) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    ask()
    event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.connect() as connection:
        return ["\n".join(_explain(connection, statement, values)) for statement, values in sent]


def _explain(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values):
        yield row[0]


def _read_whole(plans: Sequence[str], *tables: str) -> list[str]:
    return [plan for plan in plans if any(f"Seq Scan on {table} " in f"{plan} " for table in tables)]


def test_a_worker_that_looks_for_work_reads_no_whole_table(crowded: Database, tmp_path: Path) -> None:
    class Nobody:
        def carry(self, *_letter: object) -> None: ...

    def look() -> None:
        claim_next(crowded, "w")
        carry_waiting(crowded, Nobody(), "x", LeftLetters(tmp_path))
        with crowded.reading() as session:
            promised(session, 200)

    plans = _plans(crowded, look)

    assert len(plans) == 3
    assert _read_whole(plans, "jobs", "mails", "outbox") == []


def test_lists_and_single_records_read_no_whole_table(crowded: Database) -> None:
    def read() -> None:
        with crowded.reading() as session:
            listings.cards(session, ANYONE, ["R-X-7", "R-X-9"])
            listings.latest_published(session, ANYONE)
            needs.cards(session, ANYONE, ["N-X-7"])
            needs.waiting_for_answer(session, ANYONE)
            standing.failed_jobs(session)
            standing.unfinished_jobs(session)

    plans = _plans(crowded, read)

    assert len(plans) >= 6
    assert _read_whole(plans, "achievements", "achievement_versions", "needs", "jobs") == []


def test_the_trail_of_a_record_reads_no_whole_table(crowded: Database) -> None:
    def read() -> None:
        with crowded.reading() as session:
            session.execute(
                text(
                    "SELECT id FROM audit_events WHERE subject_kind = 'achievement' AND subject_id = 'R-7' ORDER BY id"
                )
            )

    assert _read_whole(_plans(crowded, read), "audit_events") == []
