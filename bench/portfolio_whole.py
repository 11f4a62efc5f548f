"""The whole portfolio as one job: 10,000 open needs, or as many as are asked for, against 100,000 published results."""

import json
import os
import shutil
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

import psutil
from sqlalchemy import delete, func, select, text

from bench.installation import MODELS, bench_settings
from bench.invented import Inventor, PartsEmbedder
from bench.match_page import invented_need
from bench.registry import measurement
from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.cli import ROOT
from marketplace.config import Settings, read_settings
from marketplace.core.db import Database
from marketplace.matching.models import MatchPair, MatchRun
from marketplace.matching.pairs import CALLED, NEED
from marketplace.needs import projection
from marketplace.web.search_index import engine_of, query_embedder

NEEDS = int(os.environ.get("BENCH_PORTFOLIO_NEEDS", "10000"))  # fewer, to see quickly what one change costs
BATCH, SEED = min(500, NEEDS), 31
CODE = "BENCH-PORTFOLIO"
KILLED_AT = min(300, NEEDS // 4)  # needs stored when the first run is killed without warning
RESULT_CHANGED = ("DELETE FROM match_runs WHERE kind = 'achievement' AND public_id = 'R-2025-050000'",)
NEED_CHANGED = (f"UPDATE needs SET lock = lock + 1 WHERE public_id = 'N-2024-{NEEDS // 2:05d}'",)
LOOK = 0.5  # seconds between two looks at the memory


@measurement(
    name="portfolio_job_minutes", unit=f"min, {NEEDS:,} needs, killed once and run again", bar=60, better="lower"
)
def whole_job() -> float:
    """`flask match-portfolio`, killed (SIGKILL) once on its way and started again, until every need has its pairs."""
    return _figures()["minutes"]


@measurement(name="portfolio_job_memory", unit="GB, the most the job held", bar=2.0, better="lower")
def memory() -> float:
    """The peak of the resident set of the process, model, index and all."""
    return _figures()["gigabytes"]


@lru_cache
def _figures() -> dict[str, float]:
    settings = _prepared()
    database = Database(settings.database_url)
    with database.transaction() as session:
        session.execute(delete(MatchPair))
        session.execute(delete(MatchRun))
    first, _, peak = _run(settings, database, until=KILLED_AT)
    kept = _stored(database)
    second, outcome, later = _run(settings, database)
    print(
        f"    killed after {first:.0f} s with {kept} needs stored; then {second:.0f} s: {json.dumps(outcome)}",
        flush=True,
    )
    if kept + outcome["judged"] != NEEDS or _stored(database) != NEEDS:
        raise RuntimeError(f"{kept} needs were stored before the kill and {outcome['judged']} judged after it")
    for what, change in (("nothing", ()), ("one result", RESULT_CHANGED), ("one need", NEED_CHANGED)):
        with database.transaction() as session:
            for statement in change:
                session.execute(text(statement))
        seconds, outcome, _ = _run(settings, database)
        print(f"    again, with {what} new: {seconds:.0f} s: {json.dumps(outcome)}", flush=True)
    database.dispose()
    return {"minutes": (first + second) / 60, "gigabytes": max(peak, later) / 1e9}


def _run(settings: Settings, database: Database, until: int | None = None) -> tuple[float, dict[str, int], int]:
    """Seconds, what the job says it did, and the peak of its memory; killed when `until` needs are stored."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "match-portfolio", "--json"]
    environment = {**os.environ, "DATA_DIR": str(settings.data_dir), "MODEL_DIR": str(MODELS)}
    begun, peak = time.perf_counter(), 0
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as job:
        process = psutil.Process(job.pid)
        while job.poll() is None:
            peak = max(peak, process.memory_info().rss)
            if until is not None and _stored(database) >= until:
                job.kill()
            time.sleep(LOOK)
        said = job.stdout.read() if job.stdout else b""
    return time.perf_counter() - begun, json.loads(said.splitlines()[-1]) if said.strip() else {}, peak


def _stored(database: Database) -> int:
    with database.reading() as session:
        return (
            session.scalar(select(func.count()).where(MatchRun.kind == NEED, MatchRun.mark.not_like(f"%{CALLED}"))) or 0
        )


def _prepared() -> Settings:
    """A copy of the large installation with needs beside its results; made once and kept."""
    source = bench_settings().data_dir
    home = source.with_name(f"{source.name}-needs-{NEEDS}")
    settings = read_settings({"DATA_DIR": str(home), "MODEL_DIR": str(MODELS)})
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(source, home, ignore=shutil.ignore_patterns("complete"))
        _add_needs(settings)
        Path(home / "complete").touch()
    return settings


def _add_needs(settings: Settings) -> None:
    database, inventor = Database(settings.database_url), Inventor(SEED)
    writer = engine_of(settings).writer(PartsEmbedder(query_embedder(settings)))
    with database.transaction() as session:
        owner = Organisation(code=CODE, name="测量企业", kind=OrganisationKind.ENTERPRISE, region="420100")
        session.add(owner)
        session.flush()
        owner_id = owner.id
    for start in range(1, NEEDS + 1, BATCH):
        ids = [f"N-2024-{number:05d}" for number in range(start, start + BATCH)]
        with database.transaction() as session:
            session.add_all(invented_need(inventor, owner_id, public_id) for public_id in ids)
        with database.reading() as session:
            writer.put(projection.project(session, ids))
    writer.commit()
    writer.close()
    database.dispose()
