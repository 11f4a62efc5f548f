"""A disk that is full, or may only be read: a sentence, nothing half-done, and everything goes on when there is room again."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from marketplace.app import create_app
from marketplace.config import read_settings
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.files import FileStore, StoreUnavailable
from marketplace.core.outbox import backlog
from marketplace.discovery.indexing import drain_outbox, promise_everything
from marketplace.listings.models import AchievementVersion
from search.engines.embedded.engine import EmbeddedEngine
from search.ports import SearchUnavailable
from search.types import Query, Scope
from tests.factories import PASSWORD, content, make_listing, make_organisation, make_person
from tests.search.hashing import HashingEmbedder

SIZE = 24 * 2**20
LONGEST = 100_000  # bytes of a file, where no disk of our own may be mounted
SENTENCE = "存储空间暂时不可写"
PUBLIC = Scope(tokens=frozenset({"public"}))


class Disk:
    """A small disk in memory; without the right to mount one, a limit on the length of files stands in for it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self._usual = folder, resource.getrlimit(resource.RLIMIT_FSIZE)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
        self.mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def fill(self) -> None:
        if not self.mounted:
            return resource.setrlimit(resource.RLIMIT_FSIZE, (LONGEST, self._usual[1]))
        with suppress(OSError), (self.folder / "filling").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def forbid(self) -> None:
        """Reading only."""
        if not self.mounted:
            return self.fill()
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)

    def make_room(self) -> None:
        if not self.mounted:
            return resource.setrlimit(resource.RLIMIT_FSIZE, self._usual)
        subprocess.run(["mount", "-o", "remount,rw", str(self.folder)], check=True)
        (self.folder / "filling").unlink(missing_ok=True)

    def close(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._usual)
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "disk")
    yield disk
    disk.close()


@pytest.fixture
def house(disk: Disk, sqlite_template: Path) -> Iterator[Flask]:
    """An installation on the disk, on SQLite, with a member of a university."""
    (disk.folder / "tansuo.sqlite3").write_bytes(sqlite_template.read_bytes())
    app = create_app(read_settings({"TANSUO_ENV": "testing", "DATA_DIR": str(disk.folder)}))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.extensions["database"].transaction() as session:
        university = make_organisation(session, "UNI-A")
        make_person(session, "member@example.org", Role.UNIVERSITY, organisation=university)
    yield app
    app.extensions["database"].dispose()


def _member(app: Flask) -> FlaskClient:
    client = app.test_client()
    assert client.post("/login", data={"email": "member@example.org", "password": PASSWORD}).status_code == 303
    return client


def _save(client: FlaskClient, title: str) -> tuple[int, str]:
    answer = client.post("/my/results/new", data={"organisation": "1", "act": "save", "title": title})
    return answer.status_code, answer.get_data(as_text=True)


def _titles(database: Database) -> list[str]:
    with database.reading() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        return list(session.scalars(select(AchievementVersion.title).order_by(AchievementVersion.id)))


def _refused(app: Flask, member: FlaskClient) -> None:
    status, page = _save(member, "没有地方的成果")
    assert (status, SENTENCE in page) == (507, True)
    with pytest.raises(StoreUnavailable, match="nothing can be written"):
        FileStore(Path(app.extensions["settings"].data_dir) / "files").put(BytesIO(bytes(2 * LONGEST)))


def test_a_full_disk_is_said_in_a_sentence_and_work_goes_on_when_there_is_room(house: Flask, disk: Disk) -> None:
    member, database = _member(house), house.extensions["database"]
    assert _save(member, "先前的成果")[0] == 303

    disk.fill()
    _refused(house, member)
    reading = member.get("/my/results")
    disk.make_room()

    assert (reading.status_code, "先前的成果" in reading.get_data(as_text=True)) == (200, True)
    assert _titles(database) == ["先前的成果"]
    assert _save(member, "后来的成果")[0] == 303
    assert _titles(database) == ["先前的成果", "后来的成果"]


def test_a_disk_that_may_only_be_read_is_said_in_a_sentence_and_hurts_nothing(house: Flask, disk: Disk) -> None:
    member, database = _member(house), house.extensions["database"]
    assert _save(member, "先前的成果")[0] == 303

    database.dispose()
    disk.forbid()
    _refused(house, member)
    database.dispose()
    disk.make_room()

    assert _titles(database) == ["先前的成果"]
    assert _save(member, "后来的成果")[0] == 303


def test_the_index_waits_for_room_and_then_holds_what_the_database_holds(disk: Disk, database: Database) -> None:
    embedder, engine = HashingEmbedder(384), EmbeddedEngine(disk.folder / "index")
    with database.transaction() as session:
        first = make_listing(session, said=content(title="最初的成果")).public_id
    promise_everything(database)
    writer, reader = engine.writer(embedder), engine.reader(embedder)
    drain_outbox(database, writer)
    with database.transaction() as session:
        for number in range(120):
            make_listing(session, said=content(title=f"第{number}号余热回收装置"))
    promise_everything(database)

    disk.fill()
    for _ in range(2):
        with pytest.raises(SearchUnavailable, match="cannot be written"):
            drain_outbox(database, writer)
    seen = [hit.id for hit in reader.search(Query(), PUBLIC).hits]
    disk.make_room()
    while drain_outbox(database, writer):
        pass

    assert seen == [first]
    assert reader.count() == 121
    with database.reading() as session:
        assert backlog(session).waiting == 0
        assert session.scalar(select(func.count(AchievementVersion.id))) == 121
    writer.close()
    reader.close()
