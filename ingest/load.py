"""The one door into the marketplace: write judged rows in small transactions, so that a kill loses nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ingest.existing import source_system
from ingest.judging import Fate, Fault, Judged, named_fault
from ingest.keepsakes import to_json
from ingest.models import ImportAlias, RowOutcome
from ingest.records import Kind, Message
from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, DomainError, InvalidInput
from marketplace.listings import services as listings
from marketplace.listings.content import AchievementContent
from marketplace.needs import services as needs

BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a row; `unpublished` says why a record that was to come out stayed a draft."""

    row_key: str
    number: int
    title: str
    outcome: RowOutcome
    record_id: str = ""
    faults: tuple[Fault, ...] = ()
    unpublished: Message | None = None
    before: dict[str, Any] | None = None  # what taking it back needs


@dataclass(slots=True)
class Counts:
    """Rows by what became of them: read = created + updated + unchanged + duplicates + rejected."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: list[dict[str, object]] = field(default_factory=list)


Note = Callable[[Session, Sequence[Written]], None]


def load(
    database: Database,
    actor: Actor,
    organisation_id: int,
    kind: Kind,
    judged: Sequence[Judged],
    *,
    publish: bool = False,
    note: Note | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Written]:
    """Write the rows whose fate is settled; suspected ones still waiting for a choice are passed over.

    `note` is called inside each transaction with what it wrote. Running again after a kill finds the rows written
    before unchanged.
    """
    settled = [row for row in judged if row.fate is not Fate.SUSPECTED]
    written: list[Written] = []
    for start in range(0, len(settled), BATCH):
        with database.transaction() as session:
            organisation = session.get_one(Organisation, organisation_id)
            batch = [_write(session, actor, organisation, kind, row, publish) for row in settled[start : start + BATCH]]
            if note:
                note(session, batch)
        written += batch
        if progress:
            progress(len(written), len(settled))
    return written


def foresee(judged: Sequence[Judged]) -> list[Written]:
    """What `load` would write, without writing."""
    return [_unwritten(row) for row in judged if row.fate is not Fate.SUSPECTED]


def count(written: Sequence[Written]) -> Counts:
    """Sum up what became of the rows; a rejected row is named once, by the first thing that is wrong with it."""
    counts = Counts(read=len(written))
    for row in written:
        if row.outcome is RowOutcome.CREATED:
            counts.created += 1
        elif row.outcome is RowOutcome.UPDATED:
            counts.updated += 1
        elif row.outcome is RowOutcome.UNCHANGED:
            counts.unchanged += 1
        elif row.outcome is RowOutcome.DUPLICATE:
            counts.duplicates += 1
        else:
            reason = " ".join(str(fault.reason) for fault in row.faults)
            counts.rejected.append({"row": row.number, "field": row.faults[0].field, "reason": reason})
    return counts


FORESEEN = {
    Fate.NEW: RowOutcome.CREATED,
    Fate.UPDATED: RowOutcome.UPDATED,
    Fate.UNCHANGED: RowOutcome.UNCHANGED,
    Fate.REPEATED: RowOutcome.DUPLICATE,
    Fate.REJECTED: RowOutcome.REJECTED,
}


def _unwritten(row: Judged) -> Written:
    return _result(row, FORESEEN[row.fate], row.target.public_id if row.target else "", row.faults)


def _result(
    row: Judged,
    outcome: RowOutcome,
    record_id: str = "",
    faults: tuple[Fault, ...] = (),
    unpublished: Message | None = None,
) -> Written:
    return Written(
        row_key=row.row.key,
        number=row.row.number,
        title=row.row.content.title,
        outcome=outcome,
        record_id=record_id,
        faults=faults,
        unpublished=unpublished,
    )


def _write(
    session: Session, actor: Actor, organisation: Organisation, kind: Kind, row: Judged, publish: bool
) -> Written:
    if row.fate in (Fate.REPEATED, Fate.REJECTED) or (row.fate is Fate.UNCHANGED and not publish):
        return _unwritten(row)
    unpublished = None
    if publish:
        try:
            return _keep(session, actor, organisation, kind, row, True)
        except InvalidInput as refused:
            unpublished = _faults_of(refused, kind)[0].reason
        except Conflict as refused:
            return _result(row, RowOutcome.REJECTED, "", _faults_of(refused, kind))
    try:
        kept = _keep(session, actor, organisation, kind, row, False)
    except (InvalidInput, Conflict) as refused:
        return _result(row, RowOutcome.REJECTED, "", _faults_of(refused, kind))
    return replace(kept, unpublished=unpublished)


def _keep(
    session: Session, actor: Actor, organisation: Organisation, kind: Kind, row: Judged, publish: bool
) -> Written:
    """Hand one row to the service of its kind, all or nothing."""
    own = source_system(organisation)
    system, key = (row.target.source_system, row.target.source_key) if row.target else (own, row.key)
    content = row.row.content
    imported: listings.Imported | needs.Imported
    with session.begin_nested():
        if isinstance(content, AchievementContent):
            imported = listings.upsert_imported(session, actor, organisation, system, key, content, publish)
        else:
            imported = needs.upsert_imported(session, actor, organisation, system, key, content, publish)
        if (system, key) != (own, row.key):
            _remember_alias(session, organisation, kind, row.key, imported.public_id)
    before = {
        "content": to_json(imported.before) if imported.before else None,
        "hash": imported.hash_before,
        "lock": imported.lock,
    }
    return replace(_result(row, RowOutcome(imported.outcome.value), imported.public_id), before=before)


def _remember_alias(session: Session, organisation: Organisation, kind: Kind, key: str, record_id: str) -> None:
    """From now on this key of the organisation's lists is that record."""
    same = (
        ImportAlias.organisation_id == organisation.id,
        ImportAlias.kind == kind,
        ImportAlias.source_key == key,
    )
    session.execute(delete(ImportAlias).where(*same))
    session.add(ImportAlias(organisation_id=organisation.id, kind=kind, source_key=key, record_id=record_id))


def _faults_of(refused: DomainError, kind: Kind) -> tuple[Fault, ...]:
    fields = refused.fields if isinstance(refused, InvalidInput) else {}
    if fields:
        return tuple(named_fault(name, Message(sentence), kind) for name, sentence in fields.items())
    return (Fault("", Message(refused.message, **refused.params)),)


def warnings(judged: Sequence[Judged], written: Sequence[Written]) -> Iterator[Message]:
    """What somebody should look at although the rows were taken: likenesses, and drafts that could not come out."""
    numbers = {row.row.key: row.row.number for row in judged}
    outcomes = {row.row_key: row for row in written}
    for row in judged:
        if row.suspected and outcomes[row.row.key].outcome is not RowOutcome.REJECTED:
            yield _likeness(row, numbers)
    for each in written:
        if each.unpublished:
            yield Message(
                "第 %(row)s 行（%(id)s）存为草稿，未发布：%(reason)s",
                row=each.number,
                id=each.record_id,
                reason=each.unpublished,
            )


def _likeness(row: Judged, numbers: dict[str, int]) -> Message:
    other = Message("第 %(row)s 行", row=numbers[row.other]) if row.in_file else row.other
    return Message(
        "第 %(row)s 行“%(title)s”与%(other)s相似（%(reason)s），另存为一条，请核对。",
        row=row.row.number,
        title=row.row.content.title,
        other=other,
        reason="、".join(str(reason) for reason in row.reasons),
    )
