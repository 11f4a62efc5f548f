"""From SQLite to PostgreSQL and back with nothing changed; a backup that brings back what was destroyed."""

import shutil
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from ingest import models as ingest_models
from marketplace.cli import upgrade_database
from marketplace.config import Settings, read_settings
from marketplace.core.db import Database
from marketplace.core.files import FileStore
from marketplace.core.jobs import Job
from marketplace.core.outbox import promise
from marketplace.listings.models import Achievement
from marketplace.listings.rules import ListingState
from marketplace.safekeeping.backup import DATABASE, MANIFEST, back_up, restore
from marketplace.safekeeping.commands import copy_database as copy_command
from marketplace.safekeeping.copying import CopyRefused, copy_database, holdings
from tests.factories import make_listing, make_need, make_organisation, make_person
from tests.postgres import PostgresCluster

__all__ = ["ingest_models"]  # its tables belong to every installation


@pytest.fixture
def installation(tmp_path: Path, sqlite_template: Path) -> dict[str, str]:
    """On SQLite, whatever the other tests run on: moving begins here."""
    shutil.copy(sqlite_template, tmp_path / "tansuo.sqlite3")
    return {"TANSUO_ENV": "testing", "DATA_DIR": str(tmp_path)}


@pytest.fixture
def filled(database: Database, settings: Settings) -> Database:
    """People, organisations, records in several states, an upload, something promised."""
    with database.transaction() as session:
        firm = make_organisation(session, "ENT-A")
        make_person(session, "zhou@example.org", organisation=firm)
        make_need(session, firm, title="余热 🌱 与\u2028换行")
        for state in (ListingState.DRAFT, ListingState.PUBLISHED, ListingState.PUBLISHED):
            make_listing(session, state=state)
        promise(session, "need", "N-1")
    FileStore(settings.files_dir).put(BytesIO(b"an upload"))
    FileStore(settings.attachments_dir).put(BytesIO(b"a paper of a result"))
    return database


def _holdings(database: Database) -> dict[str, object]:
    with database.engine.connect() as connection:
        return dict(holdings(connection))


@pytest.mark.postgres
def test_sqlite_to_postgresql_and_back_changes_nothing_and_numbers_go_on(
    filled: Database, postgres_database: Database, tmp_path: Path
) -> None:
    before = _holdings(filled)

    copy_database(filled, postgres_database)
    upgrade_database(f"sqlite:///{tmp_path / 'back.sqlite3'}")
    back = Database(f"sqlite:///{tmp_path / 'back.sqlite3'}")
    copy_database(postgres_database, back)

    assert _holdings(postgres_database) == before
    assert _holdings(back) == before
    back.dispose()
    with postgres_database.transaction() as session:
        numbers = set(session.scalars(select(Achievement.id)))
        assert make_listing(session).achievement.id == max(numbers) + 1


@pytest.mark.postgres
def test_what_is_not_empty_is_not_copied_into(filled: Database, postgres_database: Database) -> None:
    with postgres_database.transaction() as session:
        promise(session, "need", "N-9")
    before = _holdings(postgres_database)

    with pytest.raises(CopyRefused, match="outbox is not empty"):
        copy_database(filled, postgres_database)

    assert _holdings(postgres_database) == before


@pytest.mark.postgres
def test_a_row_that_the_other_database_refuses_is_named_and_nothing_stays(
    filled: Database, postgres_database: Database
) -> None:
    empty = _holdings(postgres_database)
    with filled.transaction() as session:
        session.execute(text("UPDATE people SET name = 'a' || char(0) || 'b'"))

    with pytest.raises(CopyRefused, match="people"):
        copy_database(filled, postgres_database)

    assert _holdings(postgres_database) == empty


@pytest.mark.postgres
def test_the_command_migrates_the_target_and_says_how_many_rows(
    app: Flask, filled: Database, postgres_cluster: PostgresCluster
) -> None:
    app.cli.add_command(copy_command)
    url = postgres_cluster.create_database().replace("postgresql+psycopg://", "postgresql://")

    with app.app_context():
        done = app.test_cli_runner().invoke(args=["copy-database", url])
        again = app.test_cli_runner().invoke(args=["copy-database", url])

    rows = sum(each.rows for each in _holdings(filled).values())  # type: ignore[attr-defined]
    assert f"{rows} rows" in done.output, done.output
    assert again.exit_code == 1
    assert "is not empty" in again.output


@pytest.fixture
def other_house(tmp_path: Path) -> Settings:
    """An installation elsewhere, where nothing is."""
    home = tmp_path / "elsewhere"
    return read_settings({"TANSUO_ENV": "testing", "DATA_DIR": str(home)})


@pytest.fixture
def other_database(other_house: Settings) -> Iterator[Database]:
    upgrade_database(other_house.database_url)
    database = Database(other_house.database_url)
    yield database
    database.dispose()


def test_after_everything_was_destroyed_the_backup_brings_it_back(
    settings: Settings, filled: Database, tmp_path: Path, other_house: Settings, other_database: Database
) -> None:
    before = _holdings(filled)
    back_up(settings, filled, tmp_path / "backup")
    filled.dispose()
    Path(str(filled.engine.url.database)).unlink()
    shutil.rmtree(settings.files_dir)
    shutil.rmtree(settings.attachments_dir)

    made = restore(other_house, other_database, tmp_path / "backup")

    after = _holdings(other_database)
    assert {name: held for name, held in after.items() if name != "jobs"} == {
        name: held for name, held in before.items() if name != "jobs"
    }
    with other_database.reading() as session:
        assert session.scalars(select(Job.kind)).all() == ["search.reindex"]
    (key,) = made["files"]
    assert FileStore(other_house.files_dir).path(key).read_bytes() == b"an upload"
    (paper,) = made["attachments"]
    assert FileStore(other_house.attachments_dir).path(paper).read_bytes() == b"a paper of a result"


@pytest.mark.postgres
def test_a_backup_of_postgresql_is_of_one_moment_while_people_write(
    postgres_database: Database, settings: Settings, tmp_path: Path, other_house: Settings, other_database: Database
) -> None:
    """Each transaction writes two promises: a backup that holds an odd number was not of one moment."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with postgres_database.transaction() as session:
                promise(session, "need", "N-1")
                session.flush()
                promise(session, "achievement", "R-1")

    writing = threading.Thread(target=write)
    writing.start()
    made = back_up(settings, postgres_database, tmp_path / "backup")
    stop.set()
    writing.join()

    restore(other_house, other_database, tmp_path / "backup")

    rows = made["tables"]["outbox"]["rows"]
    assert rows % 2 == 0
    with other_database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM outbox")).scalar_one() == rows


@pytest.mark.parametrize("harm", ["file", "database", "manifest"])
def test_a_damaged_backup_is_refused_and_changes_nothing(
    harm: str, settings: Settings, filled: Database, tmp_path: Path, other_house: Settings, other_database: Database
) -> None:
    place = tmp_path / "backup"
    back_up(settings, filled, place)
    empty = _holdings(other_database)
    if harm == "file":
        next((place / "files").glob("*/*")).write_bytes(b"something else")
    elif harm == "database":
        hurt = Database(f"sqlite:///{place / DATABASE}")
        with hurt.transaction() as session:
            session.execute(text("UPDATE people SET name = 'somebody else'"))
        hurt.dispose()
    else:
        (place / MANIFEST).unlink()

    with pytest.raises(CopyRefused):
        restore(other_house, other_database, place)

    assert _holdings(other_database) == empty
