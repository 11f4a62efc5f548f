"""One house and one walk through it, shared by the tests that look at what was served."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from ingest import features as ingest
from marketplace.app import create_app
from marketplace.config import Settings, read_settings
from marketplace.core.db import Database
from marketplace.discovery.indexing import rebuild
from search.engines.embedded.engine import EmbeddedEngine
from tests.conftest import ROOT
from tests.discovery.conftest import WordEmbedder
from tests.web.house import House, build
from tests.web.rehearsal import Rehearsal
from tests.web.walk import Step, steps


@pytest.fixture(scope="session")
def house_settings(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(sqlite_template, folder / "tansuo.sqlite3")
    return read_settings({"TANSUO_ENV": "testing", "DATA_DIR": str(folder), "MODEL_DIR": str(ROOT / "var" / "models")})


@pytest.fixture(scope="session")
def house(house_settings: Settings) -> House:
    """Everybody and everything, stored once, and indexed."""
    database = Database(house_settings.database_url)
    with database.transaction() as session:
        made = build(session, house_settings)
    writer = EmbeddedEngine(house_settings.index_dir).writer(WordEmbedder())
    list(rebuild(database, writer))
    writer.close()
    database.dispose()
    return made


@pytest.fixture(scope="session")
def house_app(house: House, house_settings: Settings) -> Iterator[Flask]:
    """The application as wsgi puts it together, on a copy of the house from which every request is taken back."""
    app = staged(house_settings)
    engine = EmbeddedEngine(house_settings.index_dir)
    app.extensions["search_readers"] = {os.getpid(): engine.reader(WordEmbedder())}
    yield app
    app.extensions["database"].dispose()


@pytest.fixture(scope="session")
def walk(house_app: Flask, house: House) -> list[Step]:
    """Every door as every reader on every record: some thousands of requests, made once."""
    return list(steps(house_app, house, house_app.extensions["database"]))


def staged(settings: Settings) -> Flask:
    """The application as wsgi puts it together, on a copy of its database in memory."""
    app = create_app(settings)
    ingest.install(app)
    app.config.update(WTF_CSRF_ENABLED=False, TESTING=False, PROPAGATE_EXCEPTIONS=False)  # a crash is a 500
    app.extensions["database"].dispose()
    app.extensions["database"] = Rehearsal(settings.data_dir / "tansuo.sqlite3")
    return app
