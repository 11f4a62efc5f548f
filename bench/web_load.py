"""GET /search over 100,000 published results through gunicorn: how long a page takes, and how large a worker grows."""

import http.client
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from socket import create_server
from statistics import median, quantiles
from urllib.parse import quote

import psutil
from sqlalchemy import event

from bench.installation import MODELS, bench_settings
from bench.invented import Inventor
from bench.registry import measurement
from marketplace.app import create_app
from marketplace.cli import ROOT

WORKERS = 2
CARD, CARDS = '<article class="result-card"', 20
WARMING = 40
PAGES = 400  # timed pages a run, each with a question of its own
RSS_PAGES = 1_000  # answered by each worker


def _questions(count: int, seed: int) -> list[str]:
    """Distinct questions: none is answered from what an earlier one left behind."""
    inventor = Inventor(seed)
    asked: dict[str, None] = {}
    while len(asked) < count:
        asked[inventor.question()] = None
    return list(asked)


@contextmanager
def serving(home: Path, ready: str = "/readyz", **more: str) -> Iterator[tuple[int, psutil.Process]]:
    """gunicorn as in production, with two workers on a free port; yields the port and the master process."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "PORT": str(port),
        "DATA_DIR": str(home),
        "MODEL_DIR": str(MODELS),
        "WEB_WORKERS": str(WORKERS),
        "TANSUO_ENV": "production",
        "SECRET_KEY": secrets.token_hex(32),
        **more,
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_until_ready(port, server, ready)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(port: int, server: subprocess.Popen[bytes], ready: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {server.returncode}")
        try:
            if _get(port, ready)[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("gunicorn did not become ready within two minutes")


def _get(port: int, path: str) -> tuple[int, bytes]:
    """The status and the page, over a connection of its own, as a proxy hands requests on."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _seconds_of_page(port: int, question: str) -> float:
    begin = time.perf_counter()
    status, page = _get(port, f"/search?q={quote(question)}")
    seconds = time.perf_counter() - begin
    if (status, page.count(CARD.encode())) != (200, CARDS):
        raise RuntimeError(f"/search answered {status} with {page.count(CARD.encode())} cards to {question}")
    return seconds


def _ask(port: int, questions: list[str], clients: int) -> list[float]:
    """Ask all questions with so many clients at once, each waiting for its page before the next; seconds per page."""
    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(lambda question: _seconds_of_page(port, question), questions))


@lru_cache
def _figures() -> dict[str, float]:
    """All figures of one run: p95 with one client and with eight, and the largest worker after 1,000 questions each."""
    asked = iter(_questions(RSS_PAGES * WORKERS, seed=2))
    with serving(bench_settings().data_dir) as (port, master):
        _ask(port, list(islice(asked, WARMING)), clients=4)  # both workers have mapped the index and loaded the model
        started = cpu_seconds(master)
        alone = _ask(port, list(islice(asked, PAGES)), clients=1)
        crowd = _ask(port, list(islice(asked, PAGES)), clients=8)
        spent = (cpu_seconds(master) - started) / (2 * PAGES)
        _ask(port, list(asked), clients=4)
        largest = max(worker.memory_info().rss for worker in master.children())
    print(
        f"    a page: p50 {median(alone) * 1000:.1f} ms alone, {median(crowd) * 1000:.1f} ms in a crowd; {spent * 1000:.1f} ms of a core"
    )
    return {"alone": _p95(alone) * 1000, "crowd": _p95(crowd) * 1000, "rss": largest / 2**20}


def cpu_seconds(master: psutil.Process) -> float:
    times = [worker.cpu_times() for worker in master.children()]
    return sum(each.user + each.system for each in times)


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


@measurement(
    name="search_page_statements_50_vs_1", unit="SQL statements more for 50 cards than for 1", bar=0, better="lower"
)
def statements_of_more_cards() -> float:
    app = create_app(bench_settings())
    question = quote(_questions(1, seed=3)[0])
    statements: list[str] = []
    event.listen(app.extensions["database"].engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counted = {}
    for cards in (1, 50):
        statements.clear()
        page = app.test_client().get(f"/search?q={question}&size={cards}").get_data(as_text=True)
        if page.count(CARD) != cards:
            raise RuntimeError(f"/search did not show {cards} cards")
        counted[cards] = len(statements)
    return counted[50] - counted[1]
