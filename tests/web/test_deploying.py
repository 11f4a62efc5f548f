"""A new release: gunicorn hands over under load without a failed request; a worker that is told to leave hands its job back."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psutil
import pytest

from marketplace.config import read_settings
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobState, Progress, claim_next, enqueue, handles, run_job
from marketplace.core.outbox import backlog, promise
from marketplace.worker import work
from search.engines.embedded.engine import EmbeddedEngine
from tests.conftest import ROOT
from tests.faults import house
from tests.search.hashing import HashingEmbedder

PATIENCE = 120.0


class Load:
    """Asks for pages, one after the other on three threads, and notes what was not answered with 200."""

    def __init__(self, port: int) -> None:
        self._port, self._stop = port, threading.Event()
        self.answered, self.failures = 0, list[str]()
        self._threads = [
            threading.Thread(target=self._ask, args=(path,)) for path in ("/healthz", "/needs", "/healthz")
        ]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, path: str) -> None:
        while not self._stop.wait(0.02):
            status = ask(self._port, path)
            self.answered += 1
            if status != "200":
                self.failures.append(f"{path}: {status}")


def ask(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return str(answer.status)
    except (OSError, HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()


def until(what: str, test: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not test():
        assert time.monotonic() < end, what
        time.sleep(0.1)


@pytest.fixture
def served(installation: dict[str, str], tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """gunicorn with two processes, without model: its port and the file with its number."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    pidfile = tmp_path / "web.pid"
    more = {"PORT": str(port), "WEB_WORKERS": "2", "WEB_PIDFILE": str(pidfile), "MODEL_DIR": str(tmp_path)}
    more |= {"METRICS_TOKEN": "a token of sixteen and more"}
    command = [str(Path(sys.executable).parent / "gunicorn"), "--config", "gunicorn.conf.py", "wsgi:app"]
    with (tmp_path / "web.log").open("wb") as log:
        first = subprocess.Popen(command, cwd=ROOT, env=os.environ | installation | more, stdout=log, stderr=log)
    until("gunicorn did not start", lambda: ask(port, "/healthz") == "200")
    yield port, pidfile
    os.kill(int(pidfile.read_text()), signal.SIGTERM)
    first.wait(30)


def test_a_reload_and_a_new_release_fail_no_request(served: tuple[int, Path]) -> None:
    port, pidfile = served
    master = psutil.Process(int(pidfile.read_text()))
    before = {child.pid for child in master.children()}

    with Load(port) as load:
        master.send_signal(signal.SIGHUP)
        until("the reload did not end", lambda: before.isdisjoint(child.pid for child in master.children()))
        handed = subprocess.run(
            ["tools/reload.sh", str(pidfile)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        after = load.answered
        until("nothing more was answered", lambda: load.answered > after + 10)

    assert handed.returncode == 0, handed.stderr
    assert int(pidfile.read_text()) != master.pid
    assert load.failures == []


@handles("test.slow")
def _slow(_database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    for step in range(payload["steps"]):
        progress.report(step + 1, payload["steps"])
        time.sleep(payload["pause"])
    return {}


def _work(environ: dict[str, str]) -> None:
    app, _database = house.house(environ)
    index = read_settings(environ).data_dir / "leaving"
    work(app, writer=EmbeddedEngine(index).writer(HashingEmbedder()))


def waiting(database: Database) -> int:
    with database.reading() as session:
        return backlog(session).waiting


def test_a_worker_keeps_the_index_up_to_date_during_a_job_hands_it_back_when_told_to_leave_and_ends_in_peace(
    installation: dict[str, str], database: Database
) -> None:
    with database.transaction() as session:
        job_id = enqueue(session, "test.slow", {"steps": 1_000, "pause": 0.05}).id

    def read() -> Job:
        with database.reading() as session:
            return session.get_one(Job, job_id)

    worker = house.start(_work, installation)
    until("the job was not begun", lambda: read().progress_done > 2)
    with database.transaction() as session:
        promise(session, "achievement", "R-OF-NOBODY")
    until("the index waits for the job", lambda: not waiting(database))
    assert read().state is JobState.RUNNING
    os.kill(worker.pid, signal.SIGTERM)
    worker.join(30)

    handed = read()
    assert (worker.exitcode, handed.state, handed.attempts, handed.claimed_by) == (0, JobState.QUEUED, 0, "")
    assert handed.progress_done > 2
    with database.transaction() as session:
        session.get_one(Job, job_id).payload = {"steps": 3, "pause": 0}
    claimed = claim_next(database, "next")
    assert claimed is not None
    run_job(database, *claimed)
    assert read().state == JobState.DONE
