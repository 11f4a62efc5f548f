"""The processes of an installation that is killed: gunicorn, the worker, the post office, PostgreSQL, the nodes of the search cluster."""

import multiprocessing
import os
import random
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import psycopg
from aiosmtpd.controller import Controller

from ingest import features as ingest_features
from marketplace.app import create_app
from marketplace.config import read_settings
from marketplace.core import jobs
from marketplace.core.db import Database
from marketplace.web.search_index import engine_of, query_embedder
from marketplace.worker import work
from tests.conftest import ROOT
from tests.elasticsearch import ElasticsearchNode, free_port
from tests.postgres import PostgresCluster
from tests.search.hashing import HashingEmbedder

FORK = multiprocessing.get_context("fork")
Environment = Mapping[str, str]
SENDER = "house@example.org"  # the house as a sender of letters


def environment(url: str, home: Path, nodes: Sequence[ElasticsearchNode]) -> dict[str, str]:
    """What every process of the installation is told."""
    environ = {
        "TANSUO_ENV": "production",
        "SECRET_KEY": secrets.token_hex(32),
        "DATA_DIR": str(home),
        "DATABASE_URL": url,
        "MODEL_DIR": str(ROOT / "var" / "models"),
        "MAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "MAIL_SENDER": SENDER,
    }
    if not nodes:
        return environ
    return environ | {
        "SEARCH_ENGINE": "elasticsearch",
        "ELASTICSEARCH_URL": ",".join(node.url for node in nodes),
        "ELASTICSEARCH_REPLICAS": "1",
        "PAUSE": "0.3",  # between two edits: three nodes on two cores take no more
    }


def start(task: Callable[..., None], *arguments: Any) -> Any:
    """A child forked from this process, which has imported everything and opened nothing: a kill costs little."""
    child = FORK.Process(target=task, args=arguments, daemon=True)
    child.start()
    return child


def end_of(task: Callable[..., None], *arguments: Any) -> None:
    """Let a child do something to the end."""
    child = start(task, *arguments)
    child.join()
    if child.exitcode:
        raise RuntimeError(f"{task.__name__} ended with {child.exitcode}")


def kill(child: Any) -> None:
    os.kill(child.pid, signal.SIGKILL)
    child.join()


def house(environ: Environment) -> tuple[Any, Database]:
    app = create_app(read_settings(environ))
    ingest_features.install(app)
    return app, app.extensions["database"]


def embedder_of(environ: Environment) -> HashingEmbedder:
    """Cheap vectors under the name of the installed model, so that the web process accepts the index."""
    real = query_embedder(read_settings(environ))
    return HashingEmbedder(real.dimension, real.model_id)


def work_until_killed(environ: Environment) -> None:
    """The worker as it is, with a cheap encoder and an impatient heartbeat."""
    jobs.HEARTBEAT = timedelta(seconds=3)
    app, _database = house(environ)
    work(app, writer=engine_of(read_settings(environ)).writer(embedder_of(environ)))


class _Letters:
    """Writes down what an SMTP server accepted: the Message-ID of each letter."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        line = next(each for each in envelope.content.splitlines() if each.lower().startswith(b"message-id:"))
        os.write(self._file, line.split(b":", 1)[1].strip() + b"\n")
        return "250 kept"


def receive_letters(path: Path, port: int) -> None:
    """The server that letters leave to; it is never killed."""
    Controller(_Letters(path), hostname="127.0.0.1", port=port).start()
    signal.pause()


class Served:
    """gunicorn as in production, with two processes."""

    def __init__(self, environ: Environment, port: int) -> None:
        self._environ = os.environ | dict(environ) | {"PORT": str(port), "WEB_WORKERS": "2"}
        self._log = Path(environ["DATA_DIR"]) / "web.log"
        self._start()

    def kill(self, chance: random.Random) -> bool:
        """One of the processes that serve pages, or one time in six all of them with their master; False while none serves."""
        found = psutil.Process(self._master.pid).children()
        if found and chance.random() < 5 / 6:
            chance.choice(found).kill()
        elif found:
            self.end()
            self._start()
        return bool(found)

    def end(self) -> None:
        os.killpg(self._master.pid, signal.SIGKILL)
        self._master.wait()

    def _start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
        with self._log.open("ab") as log:
            self._master = subprocess.Popen(
                command, cwd=ROOT, env=self._environ, stdout=log, stderr=log, start_new_session=True
            )


def kill_postgres(cluster: PostgresCluster, chance: random.Random) -> None:
    """The whole server, or one connection's process: then it ends every connection and recovers, as after a crash."""
    if chance.random() < 0.3:
        cluster.kill()
        cluster.start()
        return
    try:
        with psycopg.connect(f"host={cluster.home} user=tansuo dbname=postgres", autocommit=True) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'tansuo' AND pid <> pg_backend_pid()"
            ).fetchall()
    except psycopg.OperationalError:
        return  # it is still recovering from the last one
    if found:
        os.kill(chance.choice(found)[0], signal.SIGKILL)


def kill_node(nodes: Sequence[ElasticsearchNode], chance: random.Random) -> None:
    """Any of them, whether it has come back from the last time or not; it is started again at once."""
    node = chance.choice(nodes)
    node.kill()
    node.start()
