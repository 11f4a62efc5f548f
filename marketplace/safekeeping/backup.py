"""A backup is a folder: the database as a SQLite file, the files of both areas by their hashes, a manifest written last."""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from marketplace.config import Settings
from marketplace.core.clock import now
from marketplace.core.db import Base, Database
from marketplace.core.files import CHUNK, Store
from marketplace.core.jobs import enqueue
from marketplace.core.stores import Area, open_store
from marketplace.safekeeping.copying import CopyRefused, Held, copy_database, holdings, revision
from marketplace.safekeeping.schema import upgrade_database
from marketplace.worker import REINDEX

DATABASE, MANIFEST = "database.sqlite3", "manifest.json"
AREAS: tuple[Area, ...] = ("files", "attachments")


def back_up(settings: Settings, database: Database, target: Path) -> Mapping[str, Any]:
    """Write a backup into a new folder; consistent while people write.

    The rows are of one moment. Files come after them: a row is written only when its file is there, and files never change.
    """
    if target.exists() and any(target.iterdir()):
        raise CopyRefused(f"{target} is not empty: name a new folder")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    address = f"sqlite:///{target / DATABASE}"
    upgrade_database(address)
    copy = Database(address)
    held = copy_database(database, copy)
    with copy.engine.connect() as connection:
        schema = revision(connection)
    copy.dispose()
    with closing(sqlite3.connect(target / DATABASE)) as file:
        file.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file
    manifest = {
        "made_at": now().isoformat(),
        "schema": schema,
        "tables": {name: asdict(each) for name, each in held.items()},
    } | {area: _copy_files(open_store(settings, area), target / area) for area in AREAS}
    _write_last(target / MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def restore(settings: Settings, database: Database, source: Path) -> Mapping[str, Any]:
    """Bring a backup into an empty installation, after all of it was checked; the index is made anew by the worker."""
    manifest = _read_manifest(source)
    kept = [(area, key, source / area / key[:2] / key) for area in AREAS for key in manifest.get(area, ())]
    for _area, key, path in kept:
        if _hash(path) != key:
            raise CopyRefused(f"the file {key} of the backup is damaged or missing; nothing was restored")
    with tempfile.TemporaryDirectory() as place:
        rows = Path(place) / DATABASE
        shutil.copy(source / DATABASE, rows)
        copy = Database(f"sqlite:///{rows}")
        _check_tables(copy, manifest)
        copy.dispose()
        upgrade_database(f"sqlite:///{rows}")  # a backup of an older release
        upgrade_database(settings.database_url)
        copy = Database(f"sqlite:///{rows}")
        copy_database(copy, database)
        copy.dispose()
    for area, _key, path in kept:
        with path.open("rb") as stream:
            open_store(settings, area).put(stream)
    with database.transaction() as session:
        enqueue(session, REINDEX, {})
    return manifest


def _read_manifest(source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CopyRefused(f"{source} is no whole backup: its manifest is missing or broken") from error
    return manifest


def _check_tables(copy: Database, manifest: Mapping[str, Any]) -> None:
    """Of the revision that this code knows, by rows and hashes; an older one is checked by its own integrity alone."""
    with copy.engine.connect() as connection:
        if connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() != "ok":
            raise CopyRefused("the database of the backup is damaged; nothing was restored")
        if manifest["schema"] != revision(connection):
            raise CopyRefused("the database of the backup is not the one of its manifest; nothing was restored")
        if set(manifest["tables"]) != set(Base.metadata.tables):
            return
        said = {name: Held(**each) for name, each in manifest["tables"].items()}
        if holdings(connection) != said:
            raise CopyRefused("the database of the backup differs from its manifest; nothing was restored")


def _copy_files(store: Store, target: Path) -> dict[str, int]:
    """Copy every whole file under its hash; what was taken away meanwhile is not missed."""
    copied = {}
    for key, _written in store.written():
        place = target / key[:2] / key
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with store.open(key) as stream, place.open("wb") as copy:
                shutil.copyfileobj(stream, copy, CHUNK)
        except FileNotFoundError:
            continue
        if _hash(place) != key:
            raise CopyRefused(f"the file {key} does not hold what its name says; find out why before anything else")
        copied[key] = place.stat().st_size
    return copied


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _write_last(path: Path, content: str) -> None:
    with path.with_suffix(".new").open("w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    path.with_suffix(".new").replace(path)
