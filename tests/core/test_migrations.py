"""The revisions make the schema that the models describe, on both databases, and can be taken back."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from marketplace.cli import ROOT, upgrade_database
from marketplace.core.db import make_engine
from marketplace.tables import Base
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
