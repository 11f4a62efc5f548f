"""Ten minutes of 30 requests a second over 100,000 results: 80 % searching, 15 % pages, 5 % writing, the worker running."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

import psutil
from sqlalchemy import select

from bench.installation import MODELS, bench_settings
from bench.invented import Inventor
from bench.registry import measurement
from bench.web_load import serving
from marketplace.accounts import services as accounts
from marketplace.accounts.models import Organisation
from marketplace.accounts.queries import actor_for
from marketplace.cli import ROOT
from marketplace.config import read_settings
from marketplace.core.actor import Role, Scope
from marketplace.core.db import Database
from marketplace.listings.models import Achievement
from tests.factories import make_person
from tests.faults.people import Browser

RATE, SECONDS = 30, int(os.environ.get("BENCH_SUSTAINED_SECONDS", "600"))
MIX = ("search",) * 80 + ("page",) * 15 + ("write",) * 5
PAGES, SHOWN = ("/", "/needs", "/about/guide", "/about/figures"), 200  # and as many pages of results
MEMBERS, EACH = 6, 40  # people who write, and the results that each takes off and puts back
SETTLING = 60.0  # seconds at most, until the memory is read for the first time


@dataclass(slots=True)
class Run:
    """What came of it."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in set(MIX)})
    errors: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(
        default_factory=list
    )  # MB of all processes of web and worker, at the beginning and the end
    cpu: float = 0.0  # seconds of web and worker


class Member:
    """Somebody who writes: takes a result off, puts it back, begins a draft by a program."""

    def __init__(self, port: int, email: str, token: str, owned: list[str], code: str) -> None:
        self._browser, self._token, self._code = Browser(port, email), token, code
        self._owned, self._public = owned, dict.fromkeys(owned, True)
        self._lock, self._turn = threading.Lock(), 0
        if not self._browser.sign_in():
            raise RuntimeError(f"{email} cannot sign in")

    def write(self) -> bool:
        with self._lock:
            self._turn += 1
            if self._turn % 3 == 0:
                said = {"organisation": self._code, "title": f"持续测量 {self._code} 第 {self._turn} 号装置"}
                return self._browser.draft(self._token, said) == 201
            public_id = self._owned[self._turn % len(self._owned)]
            act = "withdraw" if self._public[public_id] else "restore"
            self._public[public_id] = not self._public[public_id]
            return self._browser.post(f"/my/results/{public_id}/{act}", {"reason": "outdated"}) == 303


@lru_cache
def _run() -> Run:
    run = Run()
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as folder:
        home = Path(folder) / "data"
        shutil.copytree(bench_settings().data_dir, home)
        people, shown = _people(home), _shown(home)
        with serving(home, WEB_WORKERS="2") as (port, master), working(home) as worker:
            members = [Member(port, *said) for said in people]
            _load(run, port, members, [master, worker], shown)
    for kind, taken in sorted(run.seconds.items()):
        print(f"    {kind}: {len(taken)}, p50 {1000 * median(taken):.0f} ms, p95 {1000 * _p95(taken):.0f} ms")
    before, after = run.memory
    print(
        f"    {before:.0f} MB at the beginning, {after:.0f} MB at the end; {run.cpu:.0f} s of a core; {dict(run.errors)}"
    )
    return run


def _people(home: Path) -> list[tuple[str, str, list[str], str]]:
    """Address, token, results and organisation's code of those who write."""
    database = Database(read_settings({"DATA_DIR": str(home)}).database_url)
    made = []
    with database.transaction() as session:
        for organisation in session.scalars(select(Organisation).order_by(Organisation.id).limit(MEMBERS)):
            email = f"sustained-{organisation.id}@example.org"
            actor = actor_for(make_person(session, email, Role.UNIVERSITY, organisation=organisation))
            command = accounts.NewToken(name="bench", scopes=frozenset({Scope.WRITE}), days=30)
            token = accounts.create_token(session, actor, command)[1]
            owned = select(Achievement.public_id).where(Achievement.owner_id == organisation.id).limit(EACH)
            made.append((email, token, list(session.scalars(owned)), organisation.code))
    database.dispose()
    return made


def _shown(home: Path) -> list[str]:
    """Pages of results that nobody takes off: the newest."""
    database = Database(read_settings({"DATA_DIR": str(home)}).database_url)
    with database.reading() as session:
        newest = select(Achievement.public_id).order_by(Achievement.id.desc()).limit(SHOWN)
        found = [f"/results/{public_id}" for public_id in session.scalars(newest)]
    database.dispose()
    return found


def _page(chance: random.Random, shown: list[str]) -> str:
    return chance.choice(shown if chance.random() < 0.6 else PAGES)


@contextmanager
def working(home: Path) -> Iterator[psutil.Process]:
    """A worker over an installation, as a process of its own."""
    environment = os.environ | {"DATA_DIR": str(home), "MODEL_DIR": str(MODELS)}
    with (home / "worker.log").open("wb") as log:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _load(run: Run, port: int, members: list[Member], processes: list[psutil.Process], shown: list[str]) -> None:
    """Send each request at its second, whether the ones before it have been answered or not; waiting counts."""
    chance, inventor, browser = random.Random(8), Inventor(9), Browser(port)

    def ask(kind: str, due: float, number: int, address: str) -> None:
        sent = members[number % len(members)].write() if kind == "write" else browser.get(address)[0] == 200
        run.seconds[kind].append(time.perf_counter() - due)
        run.errors[kind] += not sent

    with ThreadPoolExecutor(64) as pool:
        begin = time.perf_counter()
        for number in range(RATE * SECONDS):
            due = begin + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            kind = chance.choice(MIX)
            address = f"/search?q={quote(inventor.question())}" if kind == "search" else _page(chance, shown)
            pool.submit(ask, kind, due, number, address)
            if number == int(RATE * min(SETTLING, SECONDS / 5)):
                run.memory.append(_memory(processes))
                begun = _cpu(processes)
    run.memory.append(_memory(processes))
    run.cpu = _cpu(processes) - begun


def _memory(processes: list[psutil.Process]) -> float:
    """MB that belong to web and worker alone: what they share is counted once."""
    return sum(each.memory_full_info().pss for root in processes for each in (root, *root.children(True))) / 2**20


def _cpu(processes: list[psutil.Process]) -> float:
    times = [each.cpu_times() for root in processes for each in (root, *root.children(True))]
    return sum(each.user + each.system for each in times)


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


@measurement(
    name="sustained_load_errors",
    unit=f"of {RATE * SECONDS:,} requests in {SECONDS / 60:g} minutes",
    bar=0,
    better="lower",
)
def errors() -> float:
    return sum(_run().errors.values())


@measurement(name="sustained_load_p95", unit="ms, 30 requests a second", bar=150, better="lower")
def p95() -> float:
    return 1000 * _p95([each for taken in _run().seconds.values() for each in taken])


@measurement(name="sustained_load_memory", unit=f"% more after {SECONDS / 60:g} minutes", bar=10, better="lower")
def memory() -> float:
    before, after = _run().memory
    return 100 * (after / before - 1)
