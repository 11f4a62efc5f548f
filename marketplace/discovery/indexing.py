"""From the outbox into the index: whatever is true when it runs, never what was promised."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy.orm import Session

from marketplace.core.db import Database
from marketplace.core.outbox import keep_promises, promise, promised
from marketplace.listings import projection as listings
from marketplace.needs import projection as needs
from search.ports import Writer
from search.types import Document

DRAINING = 7_234_106  # the right to keep promises: of two workers one might put what the other has just taken out
BATCH = 200
REBUILD_BATCH = 40  # small, so that progress and heartbeat are reported while texts are encoded

# kind -> the documents of those ids that may be found; ids left out are taken from the index
PROJECTIONS: dict[str, Callable[[Session, Sequence[str]], list[Document]]] = {
    "achievement": listings.project,
    "need": needs.project,
}
ALL_IDS: dict[str, Callable[[Session], list[str]]] = {
    "achievement": listings.searchable_ids,
    "need": needs.searchable_ids,
}


def drain_outbox(database: Database, writer: Writer, batch: int = BATCH) -> int:
    """Bring the index up to date with one batch of promises; returns how many were kept, none while another worker does it.

    A kill at any point leaves the promises in place, and keeping one twice changes nothing.
    """
    with database.alone(DRAINING) as still_alone:
        if still_alone is None:
            return 0
        with database.reading() as session:
            entries = promised(session, batch)
            wanted: dict[str, list[str]] = defaultdict(list)
            for entry in entries:
                if entry.kind in PROJECTIONS and entry.subject_id not in wanted[entry.kind]:
                    wanted[entry.kind].append(entry.subject_id)
            documents = {kind: PROJECTIONS[kind](session, ids) for kind, ids in wanted.items()}
        if not entries:
            return 0
        for kind, ids in wanted.items():
            found = {document.id for document in documents[kind]}
            writer.put(documents[kind])
            writer.delete(subject for subject in ids if subject not in found)
        writer.commit()
        if still_alone():
            database.attempt(lambda session: keep_promises(session, [entry.id for entry in entries]))
        else:  # another worker may have known better meanwhile, and struck out what it kept
            database.attempt(lambda session: _promise_all(session, [(k, i) for k, ids in wanted.items() for i in ids]))
    return len(entries)


def promise_everything(database: Database) -> int:
    """Promise every record that may be found: for an index that begins empty; returns how many."""
    with database.transaction() as session:
        wanted = [(kind, subject) for kind, ids in ALL_IDS.items() for subject in ids(session)]
        _promise_all(session, wanted)
    return len(wanted)


def _promise_all(session: Session, wanted: Sequence[tuple[str, str]]) -> None:
    for kind, subject in wanted:
        promise(session, kind, subject)


def rebuild(database: Database, writer: Writer) -> Iterator[tuple[int, int]]:
    """Make the whole index anew, batch by batch; yields (done, total)."""
    with database.reading() as session:
        wanted = [(kind, subject) for kind, ids in ALL_IDS.items() for subject in ids(session)]
    writer.clear()
    for start in range(0, len(wanted), REBUILD_BATCH):
        part = wanted[start : start + REBUILD_BATCH]
        with database.reading() as session:
            for kind, project in PROJECTIONS.items():
                writer.put(project(session, [subject for owner, subject in part if owner == kind]))
        yield start + len(part), len(wanted)
    writer.commit()
    _take_out_what_left(database, wanted)


def _take_out_what_left(database: Database, wanted: Sequence[tuple[str, str]]) -> None:
    """Promise anew what was withdrawn while the index was made: another worker may have taken it out before it was put in."""
    with database.transaction() as session:
        today = {kind: set(ids(session)) for kind, ids in ALL_IDS.items()}
        _promise_all(session, [(kind, subject) for kind, subject in wanted if subject not in today[kind]])
