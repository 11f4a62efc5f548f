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
    """Bring the index up to date with one batch of promises; returns how many were kept.

    A kill at any point leaves the promises in place, and keeping one twice changes nothing.
    """
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
    with database.transaction() as session:
        keep_promises(session, [entry.id for entry in entries])
    return len(entries)


def promise_everything(database: Database) -> int:
    """Promise every record that may be found: for an index that begins empty; returns how many."""
    with database.transaction() as session:
        wanted = [(kind, subject) for kind, ids in ALL_IDS.items() for subject in ids(session)]
        for kind, subject in wanted:
            promise(session, kind, subject)
    return len(wanted)


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
