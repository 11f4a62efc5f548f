"""From the outbox into the index, whatever is killed in between."""

from pathlib import Path

import pytest
from sqlalchemy import select

from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.core.outbox import OutboxEntry, backlog
from marketplace.discovery.indexing import drain_outbox, rebuild
from marketplace.listings import services
from marketplace.listings.rules import ListingState, WithdrawalReason
from search.engines.embedded.engine import EmbeddedEngine
from search.ports import Writer
from search.types import Query, Scope
from tests.factories import make_listing, make_need, make_organisation
from tests.search.hashing import HashingEmbedder

PUBLIC = Scope(tokens=frozenset({"public"}))


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    return EmbeddedEngine(tmp_path / "index")


def _publish(database: Database) -> str:
    with database.transaction() as session:
        version = make_listing(session, state=ListingState.PUBLISHED)
        session.add(OutboxEntry(kind="achievement", subject_id=version.public_id, created_at=version.created_at))
        return version.public_id


def _found(engine: EmbeddedEngine) -> list[str]:
    reader = engine.reader(HashingEmbedder())
    try:
        return [hit.id for hit in reader.search(Query(), PUBLIC).hits]
    finally:
        reader.close()


def _drain(engine: EmbeddedEngine, database: Database) -> int:
    writer = engine.writer(HashingEmbedder())
    try:
        return drain_outbox(database, writer)
    finally:
        writer.close()


def test_what_is_promised_is_found_and_the_promise_struck_out(any_database: Database, engine: EmbeddedEngine) -> None:
    public_id = _publish(any_database)

    _drain(engine, any_database)

    assert _found(engine) == [public_id]
    with any_database.reading() as session:
        assert backlog(session).waiting == 0


def test_what_is_withdrawn_leaves_the_index(database: Database, engine: EmbeddedEngine) -> None:
    public_id = _publish(database)
    _drain(engine, database)
    with database.transaction() as session:
        services.withdraw(session, SYSTEM, public_id, services.Withdraw(reason=WithdrawalReason.OUTDATED))

    _drain(engine, database)

    assert _found(engine) == []


def test_a_draft_never_reaches_the_index(database: Database, engine: EmbeddedEngine) -> None:
    with database.transaction() as session:
        version = make_listing(session, state=ListingState.DRAFT)
        session.add(OutboxEntry(kind="achievement", subject_id=version.public_id, created_at=version.created_at))

    _drain(engine, database)

    assert _found(engine) == []


class KilledBeforeStrikingOut(Exception):
    pass


class Deadly:
    """A writer whose process dies right after the index has committed."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def put(self, documents):  # type: ignore[no-untyped-def]
        return self.writer.put(documents)

    def delete(self, ids):  # type: ignore[no-untyped-def]
        return self.writer.delete(ids)

    def commit(self) -> None:
        self.writer.commit()
        raise KilledBeforeStrikingOut


def test_a_death_between_index_and_database_loses_and_doubles_nothing(
    database: Database, engine: EmbeddedEngine
) -> None:
    public_id = _publish(database)
    writer = engine.writer(HashingEmbedder())
    with pytest.raises(KilledBeforeStrikingOut):
        drain_outbox(database, Deadly(writer))  # type: ignore[arg-type]
    writer.close()
    with database.reading() as session:
        assert [entry.subject_id for entry in session.scalars(select(OutboxEntry))].count(public_id) >= 1

    _drain(engine, database)

    assert _found(engine) == [public_id]
    with database.reading() as session:
        assert backlog(session).waiting == 0


def test_a_rebuild_holds_what_the_public_may_see_and_nothing_else(database: Database, engine: EmbeddedEngine) -> None:
    shown = _publish(database)
    with database.transaction() as session:
        firm = make_organisation(session, "ENT-A")
        need = make_need(session, firm).public_id
        make_listing(session, state=ListingState.SUBMITTED)
    writer = engine.writer(HashingEmbedder())

    steps = list(rebuild(database, writer))
    writer.close()

    assert steps == [(2, 2)]
    assert sorted(_found(engine)) == sorted([shown, need])
