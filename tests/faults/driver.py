"""Kill processes at random moments while people edit, imports run, letters leave and the index follows; then look what is missing.

Victims: the process that edits, the worker, and connection processes of PostgreSQL. Children are forked from a parent that has
imported everything and opened nothing, so that a kill costs little more than the work it interrupts.
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import func, select

from ingest import features as ingest_features
from ingest import runs
from ingest.models import ImportRun, RunState
from ingest.preview import kept
from ingest.records import Kind
from marketplace.accounts.queries import actor_for
from marketplace.app import create_app
from marketplace.cli import upgrade_database
from marketplace.config import read_settings
from marketplace.core import jobs
from marketplace.core.actor import SYSTEM, Role
from marketplace.core.db import AWAY, Database
from marketplace.core.files import FileStore
from marketplace.core.mail import Mail, carry_waiting, letter_of, post
from marketplace.core.outbox import backlog, promise
from marketplace.discovery.indexing import ALL_IDS, drain_outbox
from marketplace.listings import services as listings
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import WithdrawalReason
from search.engines.embedded.engine import EmbeddedEngine
from search.types import Query, Scope
from tests.factories import content, make_listing, make_organisation, make_person
from tests.postgres import PostgresCluster
from tests.search.hashing import HashingEmbedder

ROWS = 40  # of one import
PATIENCE = 180.0  # seconds for what is left to do after the last kill
FORK = multiprocessing.get_context("fork")
Environment = Mapping[str, str]


@dataclass(slots=True)
class Outcome:
    """What was found afterwards; all lists are empty when nothing was lost and nothing doubled."""

    kills: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    imported: int = 0
    letters: int = 0
    letters_repeated: int = (
        0  # handed over again under the same Message-ID, because the kill came before the note of it
    )
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def run(cluster: PostgresCluster, url: str, home: Path, *, kills: int, seed: int = 5, imports: int = 0) -> Outcome:
    """Kill so many times, let the rest be done, and compare."""
    environ = {"TANSUO_ENV": "testing", "DATA_DIR": str(home), "DATABASE_URL": url}
    chance = random.Random(seed)
    imports = imports or max(1, kills // 10)
    _in_a_child(_begin_imports, environ, imports)
    children = {"web": _start(_edit, environ), "worker": _start(_work, environ)}
    outcome = Outcome()
    for _ in range(kills):
        time.sleep(chance.uniform(0.1, 2.0))
        victim = chance.choice(("web", "worker", "worker", "postgres"))
        outcome.kills[victim] += 1
        if victim == "postgres":
            _kill_a_backend(cluster, chance)
            continue
        _kill(children[victim])
        children[victim] = _start(_edit if victim == "web" else _work, environ)
    _kill(children["web"])
    _wait_until_nothing_waits(url)
    _kill(children["worker"])
    _compare(outcome, url, home, imports)
    return outcome


def empty_database(cluster: PostgresCluster) -> str:
    """A database at the newest revision."""
    url = cluster.create_database()
    upgrade_database(url)
    return url


def _start(work: Callable[..., None], *arguments: Any) -> Any:
    child = FORK.Process(target=work, args=arguments, daemon=True)
    child.start()
    return child


def _in_a_child(work: Callable[..., None], *arguments: Any) -> None:
    child = _start(work, *arguments)
    child.join()
    if child.exitcode:
        raise RuntimeError(f"{work.__name__} ended with {child.exitcode}")


def _kill(child: Any) -> None:
    os.kill(child.pid, signal.SIGKILL)
    child.join()


def _kill_a_backend(cluster: PostgresCluster, chance: random.Random) -> None:
    """The server then ends every connection and recovers, as after a crash."""
    try:
        with psycopg.connect(f"host={cluster.home} user=tansuo dbname=postgres", autocommit=True) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'tansuo' AND pid <> pg_backend_pid()"
            ).fetchall()
    except psycopg.OperationalError:
        return  # it is still recovering from the last one
    if found:
        os.kill(chance.choice(found)[0], signal.SIGKILL)


def _begin_imports(environ: Environment, imports: int) -> None:
    """Read and plan the imports in peace, so that their loading waits as jobs."""
    app, database = _house(environ)
    store = FileStore(read_settings(environ).files_dir)
    with database.transaction() as session:
        organisation = make_organisation(session, "UNI-A")
        actor = actor_for(make_person(session, "teacher@example.org", Role.UNIVERSITY, organisation=organisation))
    with app.app_context():
        for number in range(imports):
            lines = [f"导入{number}之{n}号固碳建材工艺{n * 7919},第 {n} 种做法。" for n in range(ROWS)]
            text = "\n".join(["成果名称,成果简介", *lines]).encode()
            command = runs.NewRun(
                organisation_id=organisation.id,
                kind=Kind.ACHIEVEMENT,
                filename=f"{number}.csv",
                file_hash=store.put(BytesIO(text)),
                file_size=len(text),
            )
            with database.transaction() as session:
                run_id = runs.begin_run(session, actor, command).public_id
            while claimed := jobs.claim_next(database, "planning"):
                jobs.run_job(database, *claimed)
            with database.transaction() as session:
                planned = runs.get_run(session, actor, run_id)
                runs.change_run(session, actor, run_id, runs.Changes(decisions={"*": "separate"}))
                runs.start_loading(session, actor, run_id, kept(store, planned.preview))


def _house(environ: Environment) -> tuple[Any, Database]:
    app = create_app(read_settings(environ))
    ingest_features.install(app)
    return app, app.extensions["database"]


def _edit(environ: Environment) -> None:
    """Publish, and now and then withdraw; write down what the database has confirmed."""
    _app, database = _house(environ)
    chance = random.Random(os.getpid())
    confirmed = os.open(Path(environ["DATA_DIR"]) / "confirmed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    mine: list[str] = []
    while True:
        token = f"{os.getpid()}x{time.monotonic_ns()}"
        try:
            with database.transaction() as session:
                version = make_listing(session, said=content(title=f"第 {token} 号余热回收装置"))
                promise(session, "achievement", version.public_id)
                post(session, f"{token}@example.org", token, "已发布。")
            os.write(confirmed, f"+ {version.public_id} {token}\n".encode())
            mine.append(version.public_id)
            if chance.random() < 0.3:
                gone = mine.pop(chance.randrange(len(mine)))
                with database.transaction() as session:
                    listings.withdraw(session, SYSTEM, gone, listings.Withdraw(reason=WithdrawalReason.OUTDATED))
                os.write(confirmed, f"- {gone} {token}\n".encode())
        except AWAY:
            time.sleep(0.1)
        time.sleep(0.03)


class _Postman:
    """Writes down the Message-ID of every letter that left."""

    def __init__(self, path: Path) -> None:
        self._letters = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def carry(self, sender: str, mail: Mail) -> None:
        os.write(self._letters, f"{mail.id} {letter_of(sender, mail)['Message-ID']}\n".encode())


def _work(environ: Environment) -> None:
    """What the worker process does, with a small encoder and an impatient heartbeat."""
    jobs.HEARTBEAT = timedelta(seconds=3)
    app, database = _house(environ)
    home = Path(environ["DATA_DIR"])
    writer = EmbeddedEngine(home / "index").writer(HashingEmbedder())
    postman = _Postman(home / "letters")
    with app.app_context():
        while True:
            try:
                drain_outbox(database, writer, 20)
                if claimed := jobs.claim_next(database, "worker"):
                    jobs.run_job(database, *claimed)
                carry_waiting(database, postman, "house@example.org")
            except AWAY:
                time.sleep(0.1)
            time.sleep(0.01)


def _wait_until_nothing_waits(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(0.5)
        database = Database(url)
        try:
            with database.reading() as session:
                open_ = select(func.count(jobs.Job.id)).where(jobs.Job.finished_at.is_(None))
                unsent = select(func.count(Mail.id)).where(Mail.sent_at.is_(None))
                if not (backlog(session).waiting or session.scalar(open_) or session.scalar(unsent)):
                    return
        except AWAY:
            continue
        finally:
            database.dispose()
    raise RuntimeError(f"after {PATIENCE:g} seconds something still waits")


def _compare(outcome: Outcome, url: str, home: Path, imports: int) -> None:
    database = Database(url)
    lines = [line.split() for line in (home / "confirmed").read_text(encoding="utf-8").splitlines()]
    with database.reading() as session:
        titles = Counter(session.scalars(select(AchievementVersion.title)))
        searchable = sorted(id_ for ids in ALL_IDS.values() for id_ in ids(session))
        unfinished = session.scalars(select(jobs.Job).where(jobs.Job.state != jobs.JobState.DONE)).all()
        states = Counter(session.scalars(select(ImportRun.state)))
        letters = set(session.scalars(select(Mail.id)))
    database.dispose()
    outcome.edits, outcome.letters = len(lines), len(letters)
    outcome.imported = sum(count for title, count in titles.items() if title.startswith("导入"))
    outcome.doubled += [title for title, count in titles.items() if count > 1]
    for sign, public_id, token in lines:
        if sign == "+" and f"第 {token} 号余热回收装置" not in titles:
            outcome.lost.append(f"{public_id} was confirmed and is not there")
        if sign == "-" and public_id in searchable:
            outcome.lost.append(f"{public_id} was withdrawn and is public")
    if outcome.imported != imports * ROWS or states != {RunState.DONE: imports}:
        outcome.lost.append(f"{outcome.imported} of {imports * ROWS} rows were imported: {dict(states)}")
    outcome.lost += [f"job {job.kind}: {job.state.value}, {job.message}" for job in unfinished]
    _compare_index(outcome, home, searchable)
    _compare_letters(outcome, home, letters)


def _compare_index(outcome: Outcome, home: Path, searchable: list[str]) -> None:
    reader = EmbeddedEngine(home / "index").reader(HashingEmbedder())
    found = [
        hit.id for hit in reader.search(Query(limit=len(searchable) + 100), Scope(tokens=frozenset({"public"}))).hits
    ]
    reader.close()
    outcome.lost += [f"{id_} is not in the index" for id_ in set(searchable) - set(found)]
    outcome.doubled += [f"{id_} is in the index and should not be" for id_ in set(found) - set(searchable)]
    outcome.doubled += [f"{id_} is in the index twice" for id_, count in Counter(found).items() if count > 1]


def _compare_letters(outcome: Outcome, home: Path, letters: set[int]) -> None:
    carried = [line.split() for line in (home / "letters").read_text(encoding="utf-8").splitlines()]
    names = {(int(number), name) for number, name in carried}
    outcome.letters_repeated = len(carried) - len(names)
    outcome.lost += [f"letter {number} never left" for number in letters - {number for number, _ in names}]
    outcome.doubled += [f"letter {n} left under two names" for n, c in Counter(n for n, _ in names).items() if c > 1]
