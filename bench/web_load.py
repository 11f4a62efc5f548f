"""GET /search over 100,000 published results through gunicorn: how long a page takes, and how large a worker grows."""

import http.client
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from socket import create_server
from statistics import quantiles
from urllib.parse import quote

import psutil

from bench.installation import bench_settings
from bench.invented import Inventor
from bench.registry import measurement
from marketplace.cli import ROOT

WORKERS = 2
PAGES = 400  # timed pages a run, each with a question of its own
RSS_PAGES = 1_000


def _questions(count: int, seed: int) -> list[str]:
    """Distinct questions: none is answered from what an earlier one left behind."""
    inventor = Inventor(seed)
    asked: dict[str, None] = {}
    while len(asked) < count:
        asked[inventor.question()] = None
    return list(asked)


@contextmanager
def _serving() -> Iterator[tuple[int, psutil.Process]]:
    """gunicorn with two workers on a free port; yields the port and the master process."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = bench_settings().data_dir
    environment = os.environ | {"PORT": str(port), "DATA_DIR": str(home), "WEB_WORKERS": str(WORKERS)}
    command = [str(ROOT / ".venv" / "bin" / "gunicorn"), "--config", "gunicorn.conf.py", "wsgi:app"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_until_ready(port, server)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {server.returncode}")
        try:
            if _get(http.client.HTTPConnection("127.0.0.1", port, timeout=10), "/readyz") == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("gunicorn did not become ready within two minutes")


def _get(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    return response.status


def _ask(port: int, questions: list[str], clients: int) -> list[float]:
    """Ask all questions with so many clients at once; seconds per page."""
    taken: list[float] = []
    waiting = iter(questions)
    lock = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                question = next(waiting, None)
            if question is None:
                return
            begin = time.perf_counter()
            status = _get(connection, f"/search?q={quote(question)}")
            seconds = time.perf_counter() - begin
            if status != 200:
                raise RuntimeError(f"/search answered {status}")
            with lock:
                taken.append(seconds)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) != len(questions):
        raise RuntimeError(f"only {len(taken)} of {len(questions)} pages were answered")
    return taken


@lru_cache
def _figures() -> dict[str, float]:
    """All figures of one run: p95 with one client and with eight, and the largest worker after 1,000 questions."""
    with _serving() as (port, master):
        _ask(port, _questions(40, seed=1), clients=4)  # both workers have mapped the index and loaded the model
        alone = _ask(port, _questions(PAGES, seed=2), clients=1)
        crowd = _ask(port, _questions(PAGES, seed=3), clients=8)
        _ask(port, _questions(RSS_PAGES * WORKERS, seed=4), clients=4)
        largest = max(worker.memory_info().rss for worker in master.children())
    return {"alone": _p95(alone) * 1000, "crowd": _p95(crowd) * 1000, "rss": largest / 2**20}


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


@measurement(name="search_page_p95_1_client", unit="ms", bar=50, better="lower")
def search_page_alone() -> float:
    return _figures()["alone"]


@measurement(name="search_page_p95_8_clients", unit="ms", bar=120, better="lower")
def search_page_in_a_crowd() -> float:
    return _figures()["crowd"]


@measurement(name="web_worker_rss_after_1000_queries", unit="MB", bar=350, better="lower")
def web_worker_size() -> float:
    return _figures()["rss"]
