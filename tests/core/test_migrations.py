"""The revisions make the schema that the models describe, on both databases, and can be taken back."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, inspect, text

from marketplace.cli import ROOT, upgrade_database
from marketplace.core.db import make_engine
from marketplace.needs.mapping import snapshot
from marketplace.tables import Base
from tests.factories import need_content
from tests.postgres import PostgresCluster


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    cluster: PostgresCluster = request.getfixturevalue("postgres_cluster")
    return cluster.create_database()


def test_the_revisions_make_what_the_models_describe(empty_url: str) -> None:
    upgrade_database(empty_url)

    engine = make_engine(empty_url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()

    assert differences == []


def test_the_revisions_can_be_taken_back(empty_url: str) -> None:
    upgrade_database(empty_url)
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.attributes["url"] = empty_url
    command.downgrade(config, "base")

    engine = make_engine(empty_url)
    left = set(inspect(engine).get_table_names())
    engine.dispose()

    assert left == {"alembic_version"}


def test_upgrading_keeps_what_hangs_on_a_table_that_is_changed(empty_url: str) -> None:
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.attributes["url"] = empty_url
    command.upgrade(config, "0004")
    engine = make_engine(empty_url)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO people (email, name, password_hash, locale, active, session_key, created_at)"
                " VALUES ('zhou@example.org', 'Zhou', 'x', 'zh', true, 'k', '2026-11-24 00:00:00')"
            )
        )
        connection.execute(text("INSERT INTO person_roles (person_id, role) SELECT id, 'curator' FROM people"))

    upgrade_database(empty_url)

    with engine.connect() as connection:
        kept = connection.execute(text("SELECT count(*) FROM people JOIN person_roles ON person_id = id")).scalar_one()
    engine.dispose()
    assert kept == 1


def test_what_was_being_revised_stands_again_with_its_revision_beside_it(empty_url: str) -> None:
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.attributes["url"] = empty_url
    command.upgrade(config, "0052")
    engine = make_engine(empty_url)
    published = snapshot(need_content(title="已发布的名称"))
    with engine.execution_options(writes=True).begin() as connection:
        old = MetaData()
        old.reflect(connection, only=["needs", "organisations", "need_versions", "need_constraints"])
        number = _insert(connection, old.tables["organisations"], code="ENT-A", name="楚垣钢铁", kind="enterprise")
        need = _insert(
            connection, old.tables["needs"], owner_id=number, public_id="N-2026-0001", source_system="tansuo",
            source_key="N-2026-0001", state="returned", title="第二稿", published_at=datetime(2026, 1, 1, tzinfo=UTC), number=1,
            track="direct", keywords=[], industries=[], extra={}, response_due_at=None,
        )  # fmt: skip
        _insert(connection, old.tables["need_constraints"], need_id=need, parameter="热耗", operator="<=", value=2.6,
                value2=None, priority="must")  # fmt: skip
        _insert(connection, old.tables["need_versions"], need_id=need, number=1, content=published)

    upgrade_database(empty_url)

    with engine.connect() as connection:
        told = connection.execute(text("SELECT state, title, number FROM needs ORDER BY id")).all()
        limits = connection.execute(text("SELECT need_id, count(*) FROM need_constraints GROUP BY need_id ORDER BY 1"))
        promised = connection.execute(text("SELECT kind, subject_id FROM outbox")).all()
        assert told == [("published", "已发布的名称", 1), ("returned", "第二稿", 2)]
        assert [row[1] for row in limits] == [len(published["constraints"]), 1]
        assert promised == [("need", "N-2026-0001")]
    engine.dispose()


def _insert(connection: Connection, table: Table, **given: object) -> int:
    """A row with these values, and something harmless in every other column that must hold one."""
    blank = {
        sa.String: "",
        sa.Integer: 0,
        sa.Boolean: False,
        sa.DateTime: datetime(2026, 1, 1, tzinfo=UTC),
        sa.JSON: {},
    }
    for column in table.columns:
        if (
            not column.nullable
            and not column.primary_key
            and column.name not in given
            and column.server_default is None
        ):
            given[column.name] = next(value for kind, value in blank.items() if isinstance(column.type, kind))
    return connection.execute(table.insert().values(given).returning(table.c.id)).scalar_one()


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    upgrade_database(empty_url)
    upgrade_database(empty_url)

    engine = make_engine(empty_url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()

    assert names >= set(Base.metadata.tables)


def test_hosts_that_start_together_migrate_one_after_the_other(empty_url: str) -> None:
    command = [sys.executable, "-c", "import sys; from marketplace.cli import upgrade_database as up; up(sys.argv[1])"]
    hosts = [
        subprocess.Popen([*command, empty_url], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    said = [host.communicate(timeout=120)[0].decode() for host in hosts]

    assert [host.returncode for host in hosts] == [0, 0], said


@pytest.mark.postgres
def test_a_migration_gives_way_to_whoever_holds_a_table_and_tries_again(postgres_cluster: PostgresCluster) -> None:
    url = postgres_cluster.create_database()
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.attributes["url"] = url
    command.upgrade(config, "0004")
    engine = make_engine(url)
    migrating = threading.Thread(target=upgrade_database, args=(url,))
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE people IN ACCESS SHARE MODE"))  # a long read
        migrating.start()
        time.sleep(4)  # longer than the migration waits for a lock
        with engine.begin() as other:
            other.execute(text("SET LOCAL lock_timeout = '4s'"))
            assert other.execute(text("SELECT count(*) FROM people")).scalar_one() == 0
    migrating.join(60)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()
