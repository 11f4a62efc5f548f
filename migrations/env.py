"""How Alembic finds the database and the tables."""

from alembic import context

from ingest import models as ingest_models
from ingest.harvest import models as harvest_models
from marketplace.config import read_settings
from marketplace.core.db import make_engine
from marketplace.tables import Base

__all__ = ["harvest_models", "ingest_models"]
config = context.config
url = config.attributes.get("url") or read_settings().database_url


def render_item(kind, item, autogen_context):  # type: ignore[no-untyped-def]
    """Write our column types by their plain SQL ones, so that a revision never imports the application."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(item).__name__ in ("Money", "Exact"):
        return "sa.BigInteger()"
    return False


ONE_AT_A_TIME = 7_234_105  # the advisory lock of this application's migrations


def wait_for_the_turn(connection):  # type: ignore[no-untyped-def]
    """Hosts that start together migrate one after the other; who holds a table for long makes us give way, not everybody behind us."""
    connection.exec_driver_sql("SET statement_timeout = 0")
    connection.exec_driver_sql("SET lock_timeout = 0")
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})")
    connection.exec_driver_sql("SET lock_timeout = '3s'")
    connection.commit()


engine = make_engine(url)
try:
    with engine.execution_options(writes=True).connect() as connection:
        if connection.dialect.name == "postgresql":
            wait_for_the_turn(connection)
        if connection.dialect.name == "sqlite":
            # SQLite changes a table by making it anew: dropping the old one must not take its children along
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
finally:
    engine.dispose()  # and with the connection goes the lock
