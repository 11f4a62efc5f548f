"""The database: declarative base, column types, and the only place that commits."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Engine,
    Enum,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import JSON

from marketplace.config import Limits

log = structlog.get_logger()
Result = TypeVar("Result")
PASSING = frozenset({"40001", "40P01", "55P03"})  # serialisation failure, deadlock, lock not available: try again
DISK_FULL = "53100"
UNWRITABLE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR_WRITE")
AWAY = (OperationalError, InterfaceError, PoolExhausted)  # the database does not answer, or has no time for us
AGAIN = 4  # times at most

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment; stored and given back in UTC, naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON, dict[str, str]: JSON}  # noqa: RUF012


def stored_by_value(kind: type[StrEnum], name: str | None = None) -> Enum:
    """A column of a closed vocabulary: text with a CHECK on its values."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or f"known_{kind.__name__.lower()}",
    )


def at_least_zero(*columns: str) -> list[CheckConstraint]:
    """A named CHECK per column that must not be negative."""
    return [CheckConstraint(f"{column} IS NULL OR {column} >= 0", name=f"{column}_not_negative") for column in columns]


class Database:
    """An engine and the sessions on it. Reading sessions never write; `transaction()` is the only commit."""

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        self.engine = make_engine(url, limits)
        self._readers = sessionmaker(self.engine, expire_on_commit=False)
        self._writers = sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def reading(self) -> Session:
        """A session for reading; close it when done."""
        return self._readers()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed at the end of the block, or not at all."""
        with self._writers.begin() as session:
            yield session

    def attempt(self, work: Callable[[Session], Result]) -> Result:
        """Do work in a transaction; when the database gave another one the way, do it again from the start."""
        for attempt in range(1, AGAIN + 1):
            try:
                with self.transaction() as session:
                    return work(session)
            except OperationalError as error:
                if attempt == AGAIN or not is_passing(error):
                    raise
                log.warning("transaction repeated", attempt=attempt, code=getattr(error.orig, "sqlstate", ""))
                time.sleep(0.05 * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    @contextmanager
    def alone(self, work: int) -> Iterator[Callable[[], bool] | None]:
        """The right to do a numbered piece of work alone among all processes; None while another has it.

        What is given says whether the right still holds: with its connection it is lost. SQLite serves one worker only.
        """
        if self.is_sqlite:
            yield lambda: True
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.scalar(select(func.pg_try_advisory_lock(work))):
                yield None
                return
            try:
                yield lambda: _answers(connection)
            finally:
                if _answers(connection):
                    connection.execute(select(func.pg_advisory_unlock(work)))
                else:
                    connection.invalidate()

    def dispose(self) -> None:
        self.engine.dispose()


def _answers(connection: Connection) -> bool:
    if connection.invalidated:
        return False
    try:
        connection.execute(select(1))
    except OperationalError:
        return False
    return True


def cannot_write(error: object) -> bool:
    """Is the database's disk full, or may it only be read?"""
    original = getattr(error, "orig", None)
    name = getattr(original, "sqlite_errorname", None) or ""
    return getattr(original, "sqlstate", None) == DISK_FULL or name.startswith(UNWRITABLE)


def is_passing(error: OperationalError) -> bool:
    """Did the transaction only stand in another one's way, so that the same work may succeed a moment later?"""
    return getattr(error.orig, "sqlstate", None) in PASSING


def make_engine(url: str, limits: Limits | None = None) -> Engine:
    """An engine with the manners this application relies on (SQLite: WAL, foreign keys, busy timeout, real transactions)."""
    limits = limits or Limits()
    engine = _sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _postgresql(url, limits)
    _log_slow_statements(engine, limits.slow)
    return engine


def _postgresql(url: str, limits: Limits) -> Engine:
    """Connections are looked at before use, given up after half an hour, and bounded in all they do."""
    bounds = {
        "statement_timeout": limits.statement * 1000,
        "lock_timeout": limits.lock * 1000,
        "idle_in_transaction_session_timeout": limits.idle * 1000,
    }
    options = " ".join(f"-c {name}={value}" for name, value in bounds.items())
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=limits.pool,
        max_overflow=limits.pool,
        pool_timeout=limits.lock,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "application_name": "tansuo", "options": options},
        json_serializer=_to_json,
    )


def _log_slow_statements(engine: Engine, seconds: float) -> None:
    """Write down what took long: the statement without its values."""

    def begin(_connection: Connection, _cursor: object, _said: str, _values: object, context: Any, _many: bool) -> None:
        context.begun = time.perf_counter()

    def end(
        _connection: Connection, _cursor: object, statement: str, _values: object, context: Any, _many: bool
    ) -> None:
        taken = time.perf_counter() - context.begun
        if taken >= seconds:
            log.warning("slow statement", seconds=round(taken, 3), statement=" ".join(statement.split())[:1000])

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)


def _sqlite(url: str) -> Engine:
    address = make_url(url)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 15}, hide_parameters=True, json_serializer=_to_json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own transactions are off: BEGIN is ours
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "synchronous=NORMAL",
        "cache_size=-2000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
