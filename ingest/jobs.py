"""The work of an import that takes time: check a file, write its rows, hand in its drafts. Each may be killed and run again."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ingest.existing import Holdings, contents, holdings
from ingest.judging import Judged, choose, judge, merged_into
from ingest.keepsakes import from_json
from ingest.load import Written, load
from ingest.mapping import fingerprint
from ingest.models import ImportedRow, ImportRun, RowOutcome
from ingest.pipeline import plan
from ingest.preview import keep, make_preview
from ingest.readers.guarded import read_guarded
from ingest.records import FileNotRead, Kind, Message, Plan
from ingest.runs import LOAD, PLAN, SUBMIT, UNDO, WRITTEN, imports_for, remembered
from ingest.states import RUN, RunAction
from ingest.wording import pack
from marketplace.accounts.queries import actor_for, get_person
from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.files import Store
from marketplace.core.jobs import JobFailed, Progress, handles
from marketplace.listings import services as listings
from marketplace.listings.content import AchievementContent
from marketplace.needs import services as needs
from marketplace.needs.content import NeedContent
from marketplace.web import state

BATCH = 20


@handles(PLAN)
def plan_run(database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Check a file and keep what a person is to see; nothing is written into the marketplace."""
    files = state.files()
    run = _run(database, payload)
    try:
        planned, judged, _held = _judged(database, files, run, progress, payload)
    except Stopped:
        return _end(run)
    except FileNotRead as refused:
        _settle(database, run, payload, state=RUN.table[RunAction.FAIL].target, message=pack(refused.message))
        return _end(run)
    with database.reading() as session:
        preview = make_preview(session, planned, judged)
    _settle(
        database,
        run,
        payload,
        state=RUN.table[RunAction.CHECKED].target,
        preview=keep(files, preview),
        fingerprint=planned.fingerprint,
        summary={"read": preview["read"], **preview["fates"]},
    )
    return _end(run)


@handles(LOAD)
def load_run(database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the rows; those written before a kill are found unchanged and keep the outcome they were noted with."""
    run = _run(database, payload)
    try:
        actor = _actor(database, run)
        planned, judged, held = _judged(database, state.files(), run, progress, payload)
    except Stopped:
        return _end(run)
    except FileNotRead as refused:
        raise JobFailed(refused.message.msgid, **refused.message.params) from refused
    except Forbidden as refused:
        raise JobFailed(refused.message, **refused.params) from refused
    with database.reading() as session:
        there = contents(session, run.kind, merged_into(judged, run.decisions))
    settled = choose(judged, held, run.decisions, contents=there)

    def note(session: Session, written: Sequence[Written]) -> None:
        _refuse_stopped(session, run, payload)
        _note(session, run.id, written)

    try:
        load(database, actor, run.organisation_id, planned.kind, settled, note=note, progress=progress.report)
    except Stopped:
        return _end(run)
    _settle(database, run, payload, state=RUN.table[RunAction.FINISH].target, finished_at=now())
    return _end(run)


@handles(SUBMIT)
def submit_run(database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Hand in every draft of an import that is complete; the others stay where they are."""
    run = _run(database, payload)
    try:
        actor = _actor(database, run)
    except Forbidden as refused:
        raise JobFailed(refused.message, **refused.params) from refused
    with database.reading() as session:
        query = select(ImportedRow.record_id).where(ImportedRow.run_id == run.id, ImportedRow.outcome.in_(WRITTEN))
        ids = session.scalars(query.order_by(ImportedRow.number)).all()
    handed_in = 0
    for start in range(0, len(ids), BATCH):
        with database.transaction() as session:
            handed_in += sum(
                _submitted(session, actor, run.kind, public_id) for public_id in ids[start : start + BATCH]
            )
        progress.report(min(start + BATCH, len(ids)), len(ids))
    return _end(run) | {"submitted": handed_in, "of": len(ids)}


@handles(UNDO)
def undo_run(database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Take back every row that an import wrote and nobody has touched since; the others say why they stay."""
    run = _run(database, payload)
    try:
        actor = _actor(database, run)
    except Forbidden as refused:
        raise JobFailed(refused.message, **refused.params) from refused
    with database.reading() as session:
        query = select(ImportedRow.row_key).where(ImportedRow.run_id == run.id, ImportedRow.outcome.in_(WRITTEN))
        keys = session.scalars(query.order_by(ImportedRow.number.desc(), ImportedRow.row_key.desc())).all()
    for start in range(0, len(keys), BATCH):
        with database.transaction() as session:
            for key in keys[start : start + BATCH]:
                _take_back(session, actor, run.kind, session.get_one(ImportedRow, (run.id, key)))
        progress.report(min(start + BATCH, len(keys)), len(keys))
    _settle(database, run, payload, state=RUN.table[RunAction.UNDO].target, finished_at=now())
    return _end(run)


def _take_back(session: Session, actor: Actor, kind: Kind, row: ImportedRow) -> None:
    """Undo one row, all or nothing."""
    kept = row.before.get("content")
    before = from_json(kind, kept) if kept else None
    how = (row.record_id, row.before.get("lock", 0))
    try:
        with session.begin_nested():
            if kind is Kind.ACHIEVEMENT:
                was = before if isinstance(before, AchievementContent) else None
                listings.take_back_imported(session, actor, *how, was, row.before.get("hash", ""))
            else:
                need = before if isinstance(before, NeedContent) else None
                needs.take_back_imported(session, actor, *how, need, row.before.get("hash", ""))
    except (Conflict, NotFound, Forbidden) as refused:
        row.reason = {"faults": [pack(Message(refused.message, **refused.params))]}
        return
    row.outcome, row.reason = RowOutcome.UNDONE, {}


class Stopped(Exception):
    """A person stopped the import, or newer work has begun."""


def _refuse_stopped(session: Session, run: ImportRun, payload: dict[str, Any]) -> None:
    """Nothing is written for an import that was stopped; the row is held until the transaction ends."""
    lock = session.scalar(select(ImportRun.lock).where(ImportRun.id == run.id).with_for_update())
    if lock != payload["lock"]:
        raise Stopped


def _submitted(session: Session, actor: Actor, kind: Kind, public_id: str) -> bool:
    """Hand one record in, all or nothing; one that is not complete or not a draft is left."""
    submit = listings.submit if kind is Kind.ACHIEVEMENT else needs.submit
    try:
        with session.begin_nested():
            submit(session, actor, public_id)
    except (InvalidInput, Conflict, NotFound, Forbidden):
        return False
    return True


def _run(database: Database, payload: dict[str, Any]) -> ImportRun:
    with database.reading() as session:
        run = session.get(ImportRun, payload["run"])
    if run is None:
        raise JobFailed("这次导入已被删除。")
    return run


def _actor(database: Database, run: ImportRun) -> Actor:
    """The person who began the import, as far as they still belong to the organisation."""
    with database.reading() as session:
        person = get_person(session, run.person_id) if run.person_id else None
        actor = actor_for(person) if person and person.active else None
    if actor is None or not imports_for(actor, run.organisation_id):
        raise Forbidden("上传的人已不是这个单位的成员，请由本单位的人重新上传。")
    return actor


def _judged(
    database: Database, files: Store, run: ImportRun, progress: Progress, payload: dict[str, Any]
) -> tuple[Plan, list[Judged], Holdings]:
    def told(what: str) -> Callable[[int, int], None]:
        def tell(done: int, total: int) -> None:
            progress.report(done, total, what)
            with database.reading() as session:
                _refuse_stopped(session, run, payload)

        return tell

    reading = told(READING)
    sheets = read_guarded(files.path(run.file_hash), run.filename, lambda: reading(0, 0))
    with database.reading() as session:
        known = remembered(session, run.organisation_id, fingerprint(sheets, run.kind))
        held = holdings(session, run.organisation, run.kind)
    planned = plan(sheets, run.kind, run.overrides, remembered=known, fixes=run.fixes, progress=told(CHECKING))
    return planned, judge(planned, held, told(COMPARING)), held


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


READING, CHECKING, COMPARING = _("正在读取文件"), _("正在核对"), _("正在查重")


def _note(session: Session, run_id: int, written: Sequence[Written]) -> None:
    """Write down what became of these rows; an unchanged row noted before was written by an earlier attempt."""
    keys = [row.row_key for row in written]
    noted = {
        row.row_key: row
        for row in session.scalars(
            select(ImportedRow).where(ImportedRow.run_id == run_id, ImportedRow.row_key.in_(keys))
        )
    }
    for row in written:
        before = noted.get(row.row_key)
        if before is not None and row.outcome is RowOutcome.UNCHANGED:
            continue
        entry = before or ImportedRow(run_id=run_id, row_key=row.row_key)
        entry.number, entry.title, entry.record_id = row.number, row.title, row.record_id
        entry.outcome = row.outcome
        entry.before = row.before or entry.before or {}
        entry.reason = {"faults": [pack(fault.reason) for fault in row.faults]} if row.faults else {}
        session.add(entry)


def _settle(database: Database, run: ImportRun, payload: dict[str, Any], **values: Any) -> None:
    """Store the end of the work, unless the choices have changed meanwhile and newer work is under way."""
    with database.transaction() as session:
        session.execute(
            update(ImportRun)
            .where(ImportRun.id == run.id, ImportRun.lock == payload["lock"])
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _end(run: ImportRun) -> dict[str, Any]:
    return {"next": f"/import/{run.public_id}"}
