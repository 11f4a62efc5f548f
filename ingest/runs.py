"""Imports as people see them: begin one, change its choices, start writing, look at what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session, joinedload

from ingest.models import ImportedRow, ImportRun, RememberedMapping, RowOutcome, RunState
from ingest.preview import Preview
from ingest.records import Kind
from ingest.states import RUN, RunAction
from marketplace.accounts.models import Organisation
from marketplace.core.actor import Act, Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.core.jobs import Job, enqueue
from marketplace.core.paging import Page

PLAN, LOAD, SUBMIT, UNDO = "ingest.plan", "ingest.load", "ingest.submit", "ingest.undo"
AT_REST = RUN.table[RunAction.CHANGE].sources
STOPPABLE = RUN.table[RunAction.STOP].sources
UNDOABLE = RUN.table[RunAction.UNDO].sources
FIX_LENGTH = 2_000
WRITTEN = (RowOutcome.CREATED, RowOutcome.UPDATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A stored file and whose it is."""

    organisation_id: int
    kind: Kind
    filename: str
    file_hash: str
    file_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Choices of a person: columns, corrected cells, what to do with likenesses."""

    overrides: Mapping[str, str | None] = field(default_factory=dict)
    fixes: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)


def imports_for(actor: Actor, organisation_id: int) -> bool:
    """Members, and a broker whose mandate reaches all of the owner's records: an import makes new ones."""
    return actor.may_act_for(Act.EDIT, organisation_id, None)


def own_runs(actor: Actor) -> ColumnElement[bool]:
    """The imports of the actor's organisations, and those they began themselves by a mandate that still holds."""
    owners = {power.owner_id for power in actor.powers if imports_for(actor, power.owner_id)}
    begun = and_(ImportRun.organisation_id.in_(owners), ImportRun.person_id == actor.person_id)
    return or_(ImportRun.organisation_id.in_(actor.organisations), begun)


def get_run(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> ImportRun:
    """An import that the actor may see; NotFound for anybody else's."""
    query = select(ImportRun).where(ImportRun.public_id == public_id, own_runs(actor))
    query = query.with_for_update(of=ImportRun) if lock else query.options(joinedload(ImportRun.person))
    run = session.scalar(query)
    if run is None:
        raise NotFound("没有这次导入。")
    return run


def history(session: Session, actor: Actor, number: int = 1, size: int = 20) -> Page[ImportRun]:
    """The imports that the actor may see, the newest first."""
    own = own_runs(actor)
    total = session.scalar(select(func.count(ImportRun.id)).where(own)) or 0
    number = max(1, min(number, -(-total // size) or 1))
    newest = select(ImportRun).where(own).order_by(ImportRun.created_at.desc(), ImportRun.id.desc())
    page = newest.offset((number - 1) * size).limit(size).options(joinedload(ImportRun.person))
    return Page(items=session.scalars(page).all(), total=total, number=number, size=size)


def job_of(session: Session, run: ImportRun) -> Job | None:
    """The work that was last begun for an import."""
    return session.scalar(select(Job).where(Job.public_id == run.job_id)) if run.job_id else None


def remembered(session: Session, organisation_id: int, fingerprint: str) -> dict[str, str | None]:
    """The columns confirmed earlier for these headings."""
    columns = session.scalar(
        select(RememberedMapping.columns).where(
            RememberedMapping.organisation_id == organisation_id, RememberedMapping.fingerprint == fingerprint
        )
    )
    return dict(columns or {})


def begin_run(session: Session, actor: Actor, command: NewRun) -> ImportRun:
    """Keep a file as an import and have it read."""
    if not imports_for(actor, command.organisation_id):
        raise Forbidden("您不是这个单位的成员，也没有它的委托，不能替它导入。")
    run = ImportRun(
        person_id=actor.person_id,
        organisation=session.get_one(Organisation, command.organisation_id),
        kind=command.kind,
        filename=command.filename[-255:],
        file_hash=command.file_hash,
        file_size=command.file_size,
        state=RunState.UPLOADED,
        lock=1,
    )
    session.add(run)
    session.flush()
    record_act(session, actor, "import", run, filename=run.filename)
    _work(session, actor, run, PLAN)
    return run


def change_run(session: Session, actor: Actor, public_id: str, changes: Changes) -> ImportRun:
    """Take choices over; new columns or cells have the file checked again."""
    run = get_run(session, actor, public_id, lock=True)
    if run.state not in AT_REST:
        raise Conflict("这次导入正在进行，稍后再改。")
    run.decisions = run.decisions | dict(changes.decisions)
    if changes.overrides or changes.fixes:
        run.overrides = run.overrides | dict(changes.overrides)
        run.fixes = run.fixes | {key: text[:FIX_LENGTH] for key, text in changes.fixes.items()}
        run.lock += 1
        run.state = RUN.next_state(run.state, RunAction.CHANGE)
        _work(session, actor, run, PLAN)
    return run


def start_loading(session: Session, actor: Actor, public_id: str, preview: Preview) -> ImportRun:
    """Have the rows written, and remember the columns for the next file with these headings."""
    run = get_run(session, actor, public_id, lock=True)
    if not RUN.allows(run.state, RunAction.LOAD):
        raise Conflict("这次导入现在不能入库，请刷新页面。")
    _remember(session, run, preview)
    run.state = RUN.next_state(run.state, RunAction.LOAD)
    _work(session, actor, run, LOAD)
    return run


def resume(session: Session, actor: Actor, public_id: str) -> ImportRun:
    """Check the file again: after a failure, or to handle what was left aside."""
    run = get_run(session, actor, public_id, lock=True)
    job = job_of(session, run)
    if run.state in (RunState.UPLOADED, RunState.LOADING) and job is not None and not job.finished:
        raise Conflict("这次导入正在进行，稍后再改。")
    run.state, run.finished_at = RUN.next_state(run.state, RunAction.RESUME), None
    run.lock += 1
    _work(session, actor, run, PLAN)
    return run


def cancel(session: Session, actor: Actor, public_id: str) -> ImportRun:
    """Stop an import: what is written stays and can be undone, nothing more is written."""
    run = get_run(session, actor, public_id, lock=True)
    if run.state not in STOPPABLE:
        raise Conflict("这次导入已经结束，不用停止。")
    run.state, run.finished_at = RUN.next_state(run.state, RunAction.STOP), now()
    run.lock += 1
    record_act(session, actor, "cancel_import", run)
    return run


def start_undoing(session: Session, actor: Actor, public_id: str) -> ImportRun:
    """Have every row taken back that is still as the import left it."""
    run = get_run(session, actor, public_id, lock=True)
    if run.state not in UNDOABLE:
        raise Conflict("这次导入没有可以撤销的内容。")
    run.lock += 1
    record_act(session, actor, "undo_import", run)
    _work(session, actor, run, UNDO)
    return run


def start_submitting(session: Session, actor: Actor, public_id: str) -> ImportRun:
    """Have every complete draft of an import handed to the curators."""
    run = get_run(session, actor, public_id, lock=True)
    if run.state is not RunState.DONE:
        raise Conflict("请先入库，再送审。")
    _work(session, actor, run, SUBMIT)
    return run


def outcomes(session: Session, run: ImportRun) -> dict[RowOutcome, int]:
    """Rows by what became of them."""
    query = select(ImportedRow.outcome, func.count()).where(ImportedRow.run_id == run.id).group_by(ImportedRow.outcome)
    return {outcome: total for outcome, total in session.execute(query)}  # noqa: C416 - rows are not pairs to a type checker


def rows_of(
    session: Session, run: ImportRun, kinds: Sequence[RowOutcome], *, offset: int = 0, limit: int | None = None
) -> Sequence[ImportedRow]:
    """Rows of an import by outcome, in the order of the file."""
    query = select(ImportedRow).where(ImportedRow.run_id == run.id, ImportedRow.outcome.in_(kinds))
    return session.scalars(query.order_by(ImportedRow.number, ImportedRow.row_key).offset(offset).limit(limit)).all()


def _work(session: Session, actor: Actor, run: ImportRun, kind: str) -> None:
    run.job_id = enqueue(session, kind, {"run": run.id, "lock": run.lock}, actor.person_id).public_id


def _remember(session: Session, run: ImportRun, preview: Preview) -> None:
    columns = {
        each["column"]: each["field"] or None
        for each in preview["columns"]
        if each["confidence"] != "skipped" or each["column"] in run.overrides
    }
    same = (
        RememberedMapping.organisation_id == run.organisation_id,
        RememberedMapping.fingerprint == run.fingerprint,
    )
    session.execute(delete(RememberedMapping).where(*same))
    session.add(
        RememberedMapping(
            organisation_id=run.organisation_id, fingerprint=run.fingerprint, columns=columns, updated_at=now()
        )
    )
