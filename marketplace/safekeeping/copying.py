"""Every row from one database into another, and the proof that both hold the same."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.core.db import Base, Database

BATCH = 1000
_MODULUS = 2**256


class CopyRefused(Exception):
    """The copy was not made; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds: how many rows, and the sum of the hashes of all of them."""

    rows: int
    digest: str


def copy_database(source: Database, target: Database) -> Mapping[str, Held]:
    """Copy into an empty database of the same schema, in one transaction that is committed only when both sides are equal."""
    with _snapshot(source) as reading, target.engine.execution_options(writes=True).begin() as writing:
        _check(reading, writing)
        for table in Base.metadata.sorted_tables:
            try:
                _copy(reading, writing, table)
            except SQLAlchemyError as error:
                reason = str(getattr(error, "orig", error)).splitlines()[0]
                raise CopyRefused(f"{table.name}: a row cannot be copied: {reason}") from error
        before, after = holdings(reading), holdings(writing)
        if different := sorted(name for name in before if before[name] != after[name]):
            raise CopyRefused(f"the copy differs in {', '.join(different)}; it was taken back")
        _go_on_counting(writing)
    return after


def holdings(connection: Connection) -> dict[str, Held]:
    """What each table holds, by values and not by how a database writes them; the order of rows does not matter."""
    return {table.name: _held(connection, table) for table in Base.metadata.sorted_tables}


def revision(connection: Connection) -> str:
    """The revision of the schema."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _snapshot(database: Database) -> Connection:
    """A connection that sees one moment, whatever others write meanwhile."""
    if database.is_sqlite:
        return database.engine.connect()
    return database.engine.connect().execution_options(isolation_level="REPEATABLE READ")


def _check(reading: Connection, writing: Connection) -> None:
    if revision(reading) != revision(writing):
        raise CopyRefused(
            f"the schemas differ ({revision(reading)} and {revision(writing)}): migrate both to the same revision first"
        )
    for table in Base.metadata.sorted_tables:
        if writing.scalar(select(func.count()).select_from(table)):
            raise CopyRefused(f"the table {table.name} is not empty: copy into an empty database")


def _copy(reading: Connection, writing: Connection, table: Table) -> None:
    columns = [column for column in table.columns if column.computed is None]
    for rows in _batches(reading, table, columns):
        writing.execute(insert(table), [dict(row) for row in rows])


def _batches(connection: Connection, table: Table, columns: list[Any]) -> Iterator[list[Mapping[str, Any]]]:
    """Parents of the same table come first: rows refer to earlier ones."""
    chosen = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for part in connection.execute(chosen).mappings().partitions():
        yield [dict(row) for row in part]


def _held(connection: Connection, table: Table) -> Held:
    rows, total = 0, 0
    for part in _batches(connection, table, list(table.columns)):
        for row in part:
            written = json.dumps(row, sort_keys=True, ensure_ascii=False, default=str)
            total = (total + int.from_bytes(hashlib.sha256(written.encode()).digest())) % _MODULUS
        rows += len(part)
    return Held(rows, f"{total:064x}")


def _go_on_counting(connection: Connection) -> None:
    """PostgreSQL numbers new rows by sequences, which know nothing of rows that came with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        for column in table.primary_key.columns:
            named = func.pg_get_serial_sequence(table.name, column.name)
            if connection.scalar(select(named)):
                connection.scalar(select(func.setval(named, func.coalesce(func.max(column), 0) + 1, False)))
