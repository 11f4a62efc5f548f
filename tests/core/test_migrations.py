"""The revisions make the schema that the models describe, on both databases, and can be taken back."""

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
