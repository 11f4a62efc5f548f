"""A worker killed in the middle of an import loses nothing and writes nothing twice."""

import subprocess
import sys
import time
from datetime import timedelta
from io import BytesIO

from flask import Flask
from sqlalchemy import func, select

from ingest import features, runs
from ingest.models import ImportedRow, ImportRun, RowOutcome, RunState
from ingest.preview import kept
from ingest.records import Kind
from marketplace.accounts.queries import actor_for
from marketplace.config import Settings
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.files import FileStore
from marketplace.core.jobs import HEARTBEAT, claim_next, run_job
from marketplace.listings.models import Achievement, AchievementVersion
from tests.conftest import ROOT
from tests.factories import make_organisation, make_person

ROWS = 600


def work(app: Flask, database: Database) -> None:
    with app.app_context():
        while claimed := claim_next(database, "second"):
            run_job(database, *claimed)


def begin(settings: Settings, database: Database) -> tuple[Actor, str]:
    """An import of many rows, uploaded."""
    lines = ["成果名称,成果简介", *(f"第{n}号固碳建材与{n * 7919}型工艺,第 {n} 种做法。" for n in range(ROWS))]
    content = "\n".join(lines).encode()
    with database.transaction() as session:
        organisation = make_organisation(session, "UNI-A")
        actor = actor_for(make_person(session, "teacher@example.org", Role.UNIVERSITY, organisation=organisation))
        command = runs.NewRun(
            organisation_id=organisation.id,
            kind=Kind.ACHIEVEMENT,
            filename="results.csv",
            file_hash=FileStore(settings.files_dir).put(BytesIO(content)),
            file_size=len(content),
        )
        return actor, runs.begin_run(session, actor, command).public_id


def written(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(Achievement.id))) or 0


def test_every_row_is_there_once_after_a_kill_in_the_middle(app: Flask, settings: Settings, database: Database) -> None:
    features.install(app)
    actor, run_id = begin(settings, database)
    work(app, database)
    with database.transaction() as session:
        run = runs.get_run(session, actor, run_id)
        runs.change_run(session, actor, run_id, runs.Changes(decisions={"*": "separate"}))
        runs.start_loading(session, actor, run_id, kept(FileStore(settings.files_dir), run.preview))

    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.ingest.killed_worker", str(settings.data_dir), settings.database_url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    deadline = time.monotonic() + 120
    while not written(database) and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.kill()
    worker.communicate()
    before = written(database)
    assert 0 < before < ROWS

    with held_at(now() + HEARTBEAT + timedelta(seconds=1)):
        work(app, database)

    assert written(database) == ROWS
    with database.reading() as session:
        assert session.scalars(select(ImportRun.state)).all() == [RunState.DONE]
        outcomes = session.execute(select(ImportedRow.outcome, func.count()).group_by(ImportedRow.outcome)).all()
        assert [tuple(each) for each in outcomes] == [(RowOutcome.CREATED, ROWS)]
        assert session.scalar(select(func.count(func.distinct(AchievementVersion.title)))) == ROWS
        assert session.scalar(select(func.count(AchievementVersion.id))) == ROWS


def test_a_worker_killed_while_taking_back_leaves_nothing_over(
    app: Flask, settings: Settings, database: Database
) -> None:
    features.install(app)
    actor, run_id = begin(settings, database)
    work(app, database)
    with database.transaction() as session:
        run = runs.get_run(session, actor, run_id)
        runs.change_run(session, actor, run_id, runs.Changes(decisions={"*": "separate"}))
        runs.start_loading(session, actor, run_id, kept(FileStore(settings.files_dir), run.preview))
    work(app, database)
    rows = written(database)
    with database.transaction() as session:
        runs.start_undoing(session, actor, run_id)

    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.ingest.killed_worker", str(settings.data_dir), settings.database_url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    deadline = time.monotonic() + 120
    while written(database) == rows and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.kill()
    worker.communicate()
    assert 0 < written(database) < rows

    with held_at(now() + HEARTBEAT + timedelta(seconds=1)):
        work(app, database)

    with database.reading() as session:
        assert session.scalar(select(func.count(Achievement.id))) == 0
        assert session.scalars(select(ImportRun.state)).all() == [RunState.UNDONE]
        assert set(session.scalars(select(ImportedRow.outcome))) == {RowOutcome.UNDONE}
