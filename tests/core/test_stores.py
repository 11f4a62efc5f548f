"""One contract for both kinds of file store: a local folder, and a bucket on a real S3 server."""

import errno
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.config import InvalidSettings, Settings, read_settings
from marketplace.core import stores
from marketplace.core.clock import now
from marketplace.core.files import FileStore, Store, StoreUnavailable
from marketplace.core.object_store import ObjectStore
from marketplace.core.stores import open_store
from marketplace.safekeeping.backup import back_up
from marketplace.web import access
from tests.object_store import BUCKET, IDENTITY, SECRET, S3Server

pytestmark = pytest.mark.xdist_group("s3")  # one server for all of them
ABSENT = "ab" * 32
DIGEST = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with S3Server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FileStore(tmp_path)
    server: S3Server = request.getfixturevalue("server")
    return ObjectStore(server.client(), BUCKET, f"{request.node.name}/", tmp_path)


def held(store: Store) -> list[str]:
    return [key for key, _moment in store.written()]


def test_content_comes_back_under_its_hash(store: Store) -> None:
    assert store.put(BytesIO(b"hello")) == DIGEST
    with store.open(DIGEST) as stream:
        assert stream.read() == b"hello"
    assert store.path(DIGEST).read_bytes() == b"hello"
    assert held(store) == [DIGEST]


def test_the_same_content_twice_is_there_once(store: Store) -> None:
    store.put(BytesIO(b"hello"))
    store.put(BytesIO(b"hello"))
    assert held(store) == [DIGEST]


def test_what_is_not_there_is_a_missing_file(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        store.open(ABSENT)
    assert store.remove(ABSENT, put_before=now()) is False


def test_a_key_never_leads_out_of_the_store(store: Store) -> None:
    with pytest.raises(ValueError, match="not a content hash"):
        store.open("../" * 10 + "etc/passwd")


def test_only_what_was_put_before_goes(store: Store) -> None:
    store.put(BytesIO(b"hello"))
    assert store.remove(DIGEST, put_before=now() - timedelta(hours=1)) is False
    assert store.remove(DIGEST, put_before=now() + timedelta(hours=1)) is True
    assert held(store) == []
    with pytest.raises(FileNotFoundError):
        store.open(DIGEST)


def test_a_write_that_fails_leaves_nothing(store: Store, tmp_path: Path) -> None:
    class Torn(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError("the upload broke off")

    with pytest.raises(OSError, match="broke off"):
        store.put(Torn())
    assert held(store) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_another_host_reads_what_one_has_put(server: S3Server, tmp_path: Path) -> None:
    ObjectStore(server.client(), BUCKET, "shared/", tmp_path / "one").put(BytesIO(b"hello"))
    other = ObjectStore(server.client(), BUCKET, "shared/", tmp_path / "other")
    assert other.path(DIGEST).read_bytes() == b"hello"
    assert other.forget_half_written(now() + timedelta(days=1)) == 0
    assert not (tmp_path / "other" / DIGEST[:2] / DIGEST).exists()  # the copy was not read since
    with other.open(DIGEST) as stream:
        assert stream.read() == b"hello"


def test_an_object_that_was_tampered_with_is_refused(server: S3Server, tmp_path: Path) -> None:
    server.client().put_object(Bucket=BUCKET, Key=f"bad/{DIGEST[:2]}/{DIGEST}", Body=b"something else")
    with pytest.raises(StoreUnavailable, match="does not hold"):
        ObjectStore(server.client(), BUCKET, "bad/", tmp_path).open(DIGEST)


@pytest.fixture
def in_a_bucket(server: S3Server, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of an installation that keeps its files in the bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", IDENTITY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    stores._client.cache_clear()
    environment = {
        "TANSUO_ENV": "testing",
        "DATA_DIR": str(settings.data_dir),
        "MODEL_DIR": str(settings.model_dir),
        "FILES_URL": f"s3://{BUCKET}/house",
        "S3_ENDPOINT_URL": server.url,
    }
    yield read_settings(environment)
    stores._client.cache_clear()


def test_a_backup_takes_both_areas_out_of_the_bucket(in_a_bucket: Settings, app: Flask, tmp_path: Path) -> None:
    open_store(in_a_bucket, "files").put(BytesIO(b"hello"))
    paper = open_store(in_a_bucket, "attachments").put(BytesIO(b"a paper"))
    assert not in_a_bucket.files_dir.exists()

    manifest = back_up(in_a_bucket, app.extensions["database"], tmp_path / "kept")

    assert (manifest["files"], manifest["attachments"]) == ({DIGEST: 5}, {paper: 7})
    assert (tmp_path / "kept" / "attachments" / paper[:2] / paper).read_bytes() == b"a paper"


def test_a_bucket_that_does_not_answer_is_said(in_a_bucket: Settings, server: S3Server) -> None:
    store = open_store(in_a_bucket, "files")
    assert isinstance(store, ObjectStore)
    assert store.answers()
    server.kill()
    try:
        assert not store.answers()
        with pytest.raises(StoreUnavailable, match="does not answer"):
            store.put(BytesIO(b"hello"))
    finally:
        server.start()
    assert store.put(BytesIO(b"hello")) == DIGEST


def test_a_full_disk_is_said_in_a_sentence_and_keeps_nothing(tmp_path: Path, client: FlaskClient, app: Flask) -> None:
    class Full(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(errno.ENOSPC, "no space left")

    app.add_url_rule("/full", "full", lambda: FileStore(tmp_path).put(Full()))
    app.view_functions["full"] = access.allow(access.anyone)(app.view_functions["full"])

    answer = client.get("/full")

    assert (answer.status_code, "这次没有保存" in answer.get_data(as_text=True)) == (507, True)
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name.startswith(".incoming")] == []


@pytest.mark.parametrize("address", ["https://bucket", "s3://", "bucket"])
def test_an_address_that_is_no_bucket_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(InvalidSettings, match="FILES_URL"):
        read_settings({"FILES_URL": address})
