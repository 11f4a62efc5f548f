"""An installation with 100,000 published results: real rows in SQLite, a real index, made once and kept."""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.invented import Inventor, PartsEmbedder
from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.cli import ROOT, upgrade_database
from marketplace.config import Settings, read_settings
from marketplace.core.db import Database
from marketplace.discovery.indexing import rebuild
from marketplace.listings import projection
from marketplace.listings.models import Achievement, AchievementVersion, CarbonClaim, Parameter, VersionTransferMode
from marketplace.listings.rules import ListingState
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import CarbonClass, EvidenceGrade, PriceMode, Stage, TransferMode
from marketplace.web.search_index import engine_of, query_embedder
from search.factory import index_name, open_query_embedder

MODELS = ROOT / "var" / "models"
RESULTS = 100_000
ORGANISATIONS = 400
BATCH = 5_000
START = datetime(2024, 1, 1, tzinfo=UTC)
REGIONS = ("420100", "420500", "420600", "420900", "421000", "430100", "320100", "610100", "340100", "440100")
SEED = 20261123
Row = dict[str, Any]


def bench_settings(environment: dict[str, str] | None = None) -> Settings:
    """The settings of the large installation; it is built when it is not there, or when what it says changed."""
    home = ROOT / "var" / "bench" / _fingerprint()
    settings = read_settings({"DATA_DIR": str(home), "MODEL_DIR": str(MODELS), **(environment or {})})
    if (home / "complete").exists():
        upgrade_database(settings.database_url)  # a kept one follows the schema as every installation does
        return settings
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    _build(settings)
    (home / "complete").touch()
    return settings


def _fingerprint() -> str:
    """Of the rows, of the documents made of them, and of the index: its form and its model."""
    files = (Path(__file__), Path(__file__).with_name("invented.py"), Path(projection.__file__))
    content = b"".join(path.read_bytes() for path in files)
    index = index_name(open_query_embedder(models=MODELS).model_id)
    return hashlib.sha256(content + index.encode()).hexdigest()[:12]


def _build(settings: Settings) -> None:
    upgrade_database(settings.database_url)
    database = Database(settings.database_url)
    inventor = Inventor(SEED)
    with database.transaction() as session:
        _add_organisations(session)
    numbers = iter(range(1, RESULTS + 1))
    while batch := list(islice(numbers, BATCH)):
        with database.transaction() as session:
            _add_results(session, inventor, batch)
    writer = engine_of(settings).writer(PartsEmbedder(query_embedder(settings)))
    for _done, _total in rebuild(database, writer):
        pass
    writer.close()
    database.dispose()


def _add_organisations(session: Session) -> None:
    kinds = (OrganisationKind.UNIVERSITY, OrganisationKind.INSTITUTE, OrganisationKind.ENTERPRISE)
    rows: list[Row] = [
        {
            "id": n,
            "code": f"ORG-{n}",
            "name": f"测量单位 {n}",
            "kind": kinds[n % 3],
            "region": REGIONS[n % len(REGIONS)],
            "is_sample": True,
        }
        for n in range(1, ORGANISATIONS + 1)
    ]
    session.execute(insert(Organisation), rows)


def _add_results(session: Session, inventor: Inventor, numbers: list[int]) -> None:
    draw = inventor.random
    session.execute(insert(Achievement), [
        {"id": n, "public_id": f"R-2025-{n:06d}", "owner_id": draw.randint(1, ORGANISATIONS), "source_system": "bench", "source_key": str(n)}
        for n in numbers
    ])  # fmt: skip
    session.execute(insert(AchievementVersion), [_version(inventor, n) for n in numbers])
    session.execute(insert(VersionTransferMode), list(_modes(inventor, numbers)))
    session.execute(insert(Parameter), [
        {"version_id": n, "position": k, "name": name, "minimum": draw.uniform(1, 90), "unit": unit}
        for n in numbers for k, (name, unit) in enumerate((("单位能耗", "GJ/t"), ("减排率", "%")))
    ])  # fmt: skip
    session.execute(insert(CarbonClaim), [
        {"version_id": n, "functional_unit": "1 t", "boundary": "厂界", "baseline": "现有做法", "gases": ["CO2"],
         "baseline_emissions": draw.uniform(2_000, 90_000), "project_emissions": draw.uniform(0, 2_000),
         "uncertainty_percent": draw.choice((5, 10, 20)), "grade": draw.choice(list(EvidenceGrade))}
        for n in numbers if n % 5
    ])  # fmt: skip


def _version(inventor: Inventor, number: int) -> Row:
    draw = inventor.random
    technology = draw.choice(list(catalogue().key_technologies.values()))
    return {
        "id": number, "achievement_id": number, "state": ListingState.PUBLISHED, "published_at": START + timedelta(minutes=10 * number),
        "title": inventor.title(), "teaser": inventor.paragraph(2), "problem": inventor.paragraph(1), "principle": inventor.paragraph(2),
        "advantage": inventor.paragraph(1), "timing": inventor.paragraph(1), "keywords": [inventor.title()[:6], technology.name[:6]],
        "stage": draw.choice(list(Stage)), "trl": draw.randint(1, 9), "sector": technology.parent, "key_technology": technology.code,
        "carbon_class": draw.choice(list(CarbonClass)), "price_mode": draw.choice(list(PriceMode)), "price": draw.uniform(10, 900),
        "partners": [], "inventors": [], "ipc": [], "cpc_y02": [], "industries": ["C30"], "extra": {},
    }  # fmt: skip


def _modes(inventor: Inventor, numbers: list[int]) -> Iterator[Row]:
    for number in numbers:
        for position, mode in enumerate(inventor.random.sample(list(TransferMode), 2)):
            yield {"version_id": number, "mode": mode, "position": position}
