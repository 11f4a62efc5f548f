"""What every test may use: databases with the real schema, an application, people and organisations."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from marketplace.accounts import passwords
from marketplace.app import create_app
from marketplace.cli import upgrade_database
from marketplace.config import Settings, read_settings
from marketplace.core.db import Database
from tests.browser import browser
from tests.elasticsearch import ElasticsearchNode
from tests.postgres import PostgresCluster

__all__ = ["browser"]  # a fixture for every folder

ROOT = Path(__file__).parents[1]
# TEST_DATABASE=postgres (make test-postgres) puts every installation on PostgreSQL; otherwise what concerns the database runs
# on both, and whole installations on SQLite
EVERYTHING_ON_POSTGRES = os.environ.get("TEST_DATABASE") == "postgres"
KINDS = ["sqlite"] * (not EVERYTHING_ON_POSTGRES) + [pytest.param("postgres", marks=pytest.mark.postgres)]
SHARED_DATA = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files made for a test are told apart by their place: content with a time in it differs from worker to worker."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Weak on purpose: hashing must not be what tests wait for."""
    strong = passwords.hasher
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    yield
    passwords.hasher = strong


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest revision, copied for each test that commits."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    upgrade_database(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("sqlite") / "shared.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A throwaway PostgreSQL cluster; never skipped: a machine without PostgreSQL fails here and says what to install."""
    with PostgresCluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def elasticsearch_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticsearchNode]:
    """A node of the tests' own; never skipped: a machine without Maven or Java fails here and says what to install."""
    with ElasticsearchNode(tmp_path_factory.mktemp("elasticsearch")) as node:
        yield node


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: PostgresCluster) -> str:
    """The name of a database at the newest revision, copied for each test that commits."""
    upgrade_database(postgres_cluster.create_database("newest"))
    return "newest"


@pytest.fixture(scope="session")
def postgres_url(postgres_cluster: PostgresCluster, postgres_template: str) -> str:
    return postgres_cluster.create_database("services", postgres_template)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """Each service test runs on both databases."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def opened() -> Iterator[Callable[[str], Database]]:
    """A database by its address, opened once: its engine remembers how it compiled each statement."""
    found: dict[str, Database] = {}
    yield lambda url: found.get(url) or found.setdefault(url, Database(url))
    for each in found.values():
        each.dispose()


@pytest.fixture
def session(database_url: str, opened: Callable[[str], Database]) -> Iterator[Session]:
    """A session on a real database; everything it does is rolled back."""
    database = opened(database_url)
    with database.engine.execution_options(writes=True).connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        outer.rollback()


@pytest.fixture(scope="session")
def installed(request: pytest.FixtureRequest) -> Callable[[Path], dict[str, str]]:
    """Give a folder an empty database at the newest revision; returns what the settings need to find both."""

    def install(folder: Path) -> dict[str, str]:
        found = {"TANSUO_ENV": "testing", "DATA_DIR": str(folder), "MODEL_DIR": str(ROOT / "var" / "models")}
        if EVERYTHING_ON_POSTGRES:
            cluster: PostgresCluster = request.getfixturevalue("postgres_cluster")
            return found | {
                "DATABASE_URL": cluster.create_database(template=request.getfixturevalue("postgres_template"))
            }
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "tansuo.sqlite3")
        return found

    return install


@pytest.fixture
def installation(
    request: pytest.FixtureRequest, tmp_path: Path, installed: Callable[[Path], dict[str, str]]
) -> Iterator[dict[str, str]]:
    """An installation of the test's own; its database on the server goes with the test."""
    made = installed(tmp_path)
    cluster: PostgresCluster | None = request.getfixturevalue("postgres_cluster") if "DATABASE_URL" in made else None
    yield made
    if cluster is not None:
        cluster.drop_database(made["DATABASE_URL"])


@pytest.fixture
def settings(installation: dict[str, str]) -> Settings:
    """Settings of an installation of its own, with an empty database at the newest revision."""
    return read_settings(installation)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The database of the test's own installation, for tests that commit."""
    database = Database(settings.database_url)
    yield database
    database.dispose()


@pytest.fixture
def postgres_database(postgres_cluster: PostgresCluster, postgres_template: str) -> Iterator[Database]:
    """A PostgreSQL database of the test's own, for tests that commit."""
    database = Database(postgres_cluster.create_database(template=postgres_template))
    yield database
    database.dispose()


@pytest.fixture(params=KINDS)
def any_database(request: pytest.FixtureRequest) -> Database:
    """Both kinds of database, for tests that commit."""
    name = "database" if request.param == "sqlite" else "postgres_database"
    found: Database = request.getfixturevalue(name)
    return found


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Sign somebody in by e-mail address and give their client."""
    from tests.factories import PASSWORD

    def enter(email: str) -> FlaskClient:
        client = app.test_client()
        response = client.post("/login", data={"email": email, "password": PASSWORD})
        assert response.status_code == 303, response.get_data(as_text=True)
        return client

    return enter
