"""How long after the commit a searcher sees a change, with a worker at its work over 100,000 results."""

import random
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import select

from bench.installation import bench_settings
from bench.registry import measurement
from bench.sustained import working
from marketplace.cli import ROOT
from marketplace.config import read_settings
from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.core.outbox import backlog
from marketplace.listings import services as listings
from marketplace.listings.models import Achievement
from marketplace.listings.rules import WithdrawalReason
from marketplace.web.search_index import engine_of, query_embedder
from search.ports import Reader

CHANGES, WARMING = 60, 6
PATIENCE = 120.0  # seconds for one change


@measurement(name="index_update_visible_p95", unit="s after the commit, embedded", bar=1.5, better="lower")
def visible() -> float:
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as folder:
        home = Path(folder) / "data"
        shutil.copytree(bench_settings().data_dir, home)
        settings = read_settings({"DATA_DIR": str(home), "MODEL_DIR": str(bench_settings().model_dir)})
        database = Database(settings.database_url)
        reader = engine_of(settings).reader(query_embedder(settings))
        with working(home):
            taken = _changes(database, reader)
        reader.close()
        database.dispose()
    print(f"    p50 {median(taken):.2f} s, longest {max(taken):.2f} s")
    return quantiles(taken, n=20)[-1]


def _changes(database: Database, reader: Reader) -> list[float]:
    """Take results off and put them back at random moments."""
    chance, taken = random.Random(4), []
    with database.reading() as session:
        ids = list(session.scalars(select(Achievement.public_id).order_by(Achievement.id).limit(CHANGES // 2)))
    for number in range(CHANGES):
        public_id, there = ids[number // 2], number % 2 == 1
        with database.transaction() as session:
            if there:
                listings.restore(session, SYSTEM, public_id)
            else:
                said = listings.Withdraw(reason=WithdrawalReason.OUTDATED)
                listings.withdraw(session, SYSTEM, public_id, said)
        begun = time.perf_counter()
        while (public_id in reader.versions([public_id])) is not there:
            if time.perf_counter() - begun > PATIENCE:
                raise RuntimeError(f"{public_id} did not change within {PATIENCE:g} s: {_waiting(database)} wait")
            time.sleep(0.01)
        if number >= WARMING:
            taken.append(time.perf_counter() - begun)
        time.sleep(chance.uniform(0, 0.5))
    return taken


def _waiting(database: Database) -> int:
    with database.reading() as session:
        return backlog(session).waiting
