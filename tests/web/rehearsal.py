"""A database on which every request is a rehearsal: what it writes can be seen by it, and is gone afterwards."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import StaticPool, create_engine, event
from sqlalchemy.orm import Session

from marketplace.core.db import Database, _to_json


class Rehearsal(Database):
    """A copy of a database file in memory, on one connection that never commits."""

    def __init__(self, file: Path) -> None:
        self.engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}, json_serializer=_to_json
        )
        event.listen(self.engine, "connect", _real_transactions)
        self._connection = self.engine.connect()
        self.raw: sqlite3.Connection = self._connection.connection.driver_connection  # type: ignore[assignment]
        with sqlite3.connect(file) as source:
            source.backup(self.raw)
        self.raw.execute("PRAGMA foreign_keys=ON")
        event.listen(self.engine, "begin", _begin)
        self._connection.begin()
        self._original = self._fingerprint()
        self._last = self.raw.execute("SELECT coalesce(max(id), 0) FROM mails").fetchone()

    def reading(self) -> Session:
        return Session(self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with self.reading() as session, session.begin():
            yield session

    @contextmanager
    def rehearse(self) -> Iterator[None]:
        """Whatever is written in the block is taken back at its end."""
        trial = self._connection.begin_nested()
        try:
            yield
        finally:
            trial.rollback()

    def writes(self) -> int:
        """A number that rises with every row written, also with those taken back."""
        return self.raw.total_changes

    def differs(self) -> bool:
        """Is anything stored otherwise than before the first rehearsal?"""
        return self._fingerprint() != self._original

    def letters(self) -> list[tuple[str, str]]:
        """To whom the rehearsal would write, and what."""
        return list(
            self.raw.execute("SELECT recipient, subject || char(10) || body FROM mails WHERE id > ?", self._last)
        )

    def _fingerprint(self) -> str:
        return hashlib.sha256("\n".join(self.raw.iterdump()).encode()).hexdigest()

    def dispose(self) -> None:
        self._connection.close()
        super().dispose()


def _real_transactions(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None


def _begin(connection: object) -> None:
    connection.exec_driver_sql("BEGIN")  # type: ignore[attr-defined]
