"""How long an import of 5,000 rows looks for its likes among 100,000 records of its organisation, and in how much memory."""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from bench.invented import Inventor
from bench.registry import measurement
from ingest.existing import holdings
from ingest.judging import Fate, judge
from ingest.pipeline import plan
from ingest.readers import read_file
from ingest.records import Kind
from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.cli import upgrade_database
from marketplace.core.db import Database
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState

RECORDS, ROWS = 100_000, 5_000
LIKE = 10  # every tenth row is a record told in slightly other words under another name
FOUND = 0.95  # of those must be found
SEED = 20261124
_measured: "list[Measured]" = []


@dataclass(frozen=True, slots=True)
class Measured:
    seconds: float
    megabytes: float
    found: float


@measurement(name="near_duplicates_seconds", unit="s", bar=60, better="lower")
def seconds() -> float:
    """Read the organisation's records, compare, judge; without any embedding."""
    return _measure().seconds


@measurement(name="near_duplicates_memory", unit="MB", bar=500, better="lower")
def megabytes() -> float:
    """The most memory that the process held meanwhile, the file and the records included."""
    return _measure().megabytes


@measurement(name="near_duplicates_found", unit="share", bar=FOUND, better="higher")
def found() -> float:
    """Of the planted likes, those that are shown to a person."""
    return _measure().found


def _measure() -> Measured:
    if not _measured:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/near.db"
            texts = _build(url)
            (Path(folder) / "rows.csv").write_text(_rows(texts), encoding="utf-8")
            said = subprocess.run(
                [sys.executable, "-m", "bench.near_duplicates", url, f"{folder}/rows.csv"],
                check=True, capture_output=True, text=True,
            ).stdout  # fmt: skip
        _measured.append(Measured(**json.loads(said)))
    return _measured[0]


def _build(url: str) -> list[tuple[str, str]]:
    upgrade_database(url)
    database, inventor = Database(url), Inventor(SEED)
    texts: list[tuple[str, str]] = []
    with database.transaction() as session:
        session.execute(
            insert(Organisation), [{"id": 1, "code": "ORG-1", "name": "测量单位", "kind": OrganisationKind.UNIVERSITY}]
        )
        for start in range(1, RECORDS + 1, 5_000):
            numbers = range(start, start + 5_000)
            batch = [(inventor.title(), inventor.paragraph(3)) for _ in numbers]
            texts += batch
            session.execute(insert(Achievement), [
                {"id": n, "public_id": f"R-2025-{n:06d}", "owner_id": 1, "source_system": "bench", "source_key": str(n)}
                for n in numbers
            ])  # fmt: skip
            session.execute(insert(AchievementVersion), [
                {"id": n, "achievement_id": n, "state": ListingState.DRAFT, "title": title, "problem": text,
                 "keywords": [], "partners": [], "inventors": [], "ipc": [], "cpc_y02": [], "industries": [], "extra": {}}
                for n, (title, text) in zip(numbers, batch, strict=True)
            ])  # fmt: skip
    database.dispose()
    return texts


def _rows(texts: list[tuple[str, str]]) -> str:
    """A file of new records, every tenth of them one that is there."""
    inventor, draw = Inventor(SEED + 1), random.Random(SEED)
    lines = ["成果名称,要解决的问题"]
    for number in range(ROWS):
        title, text = inventor.title(), inventor.paragraph(3)
        if number % LIKE == 0:
            text = _retold(draw.choice(texts)[1], draw)
        lines.append(f'"{title}","{text}"')
    return "\n".join(lines)


def _retold(text: str, draw: random.Random) -> str:
    """The text with one character in thirty left out or exchanged."""
    marks = list(text)
    for place in draw.sample(range(len(marks)), len(marks) // 30):
        marks[place] = draw.choice(("", "的", "之"))
    return "".join(marks)


def _run(url: str, file: Path) -> Measured:
    database = Database(url)
    planned = plan(read_file(file), Kind.ACHIEVEMENT)
    begun = time.process_time()
    with database.reading() as session:
        held = holdings(session, session.get_one(Organisation, 1), Kind.ACHIEVEMENT)
    judged = judge(planned, held)
    took = time.process_time() - begun
    likes = judged[::LIKE]
    share = sum(row.fate is Fate.SUSPECTED and not row.in_file for row in likes) / len(likes)
    return Measured(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, share)


if __name__ == "__main__":
    measured = _run(sys.argv[1], Path(sys.argv[2]))
    print(json.dumps({"seconds": measured.seconds, "megabytes": measured.megabytes, "found": measured.found}))
