"""Acts on many records: holding changes at once, decisions wait until the time to take them back has passed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from marketplace.core.jobs import enqueue
from marketplace.curation.models import Batch, BatchRow
from marketplace.curation.queries.batches import Planned, get_batch, hold_batch, plan
from marketplace.curation.rules import AT_MOST, BATCH, LATER, UNDO, BatchAct, BatchAction, BatchState, Kind, Outcome
from marketplace.curation.services import holding
from marketplace.curation.services.deciding import Decision, decide

JOB = "curation.batch"
REFUSALS = (Conflict, Forbidden, InvalidInput, NotFound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A record that was ticked, with the lock of what was shown when the curator confirmed."""

    kind: Kind
    public_id: str
    lock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """One act on many; a return carries its remarks by field."""

    act: BatchAct
    chosen: Sequence[Chosen]
    remarks: Mapping[str, str]


def begin_batch(session: Session, actor: Actor, command: NewBatch) -> Batch:
    """Take or put back now; publish or return when 60 seconds have passed, so that it can be taken back unseen."""
    if not command.chosen:
        raise InvalidInput("请先勾选记录。")
    if len(command.chosen) > AT_MOST:
        raise InvalidInput("一次最多选 100 条。")
    if command.act is BatchAct.RETURN and not any(text.strip() for text in command.remarks.values()):
        raise InvalidInput("退回要写意见：选一条常用意见，或写几句。", {"remark": "请选一条常用意见，或写几句。"})
    planned = plan(session, actor, command.act, [(each.kind, each.public_id) for each in command.chosen])
    later = command.act in LATER
    batch = Batch(
        public_id=str(uuid.uuid4()),
        person_id=actor.person_id,
        act=command.act,
        state=BatchState.SCHEDULED if later else BatchState.DONE,
        remarks=dict(command.remarks) if command.act is BatchAct.RETURN else {},
        created_at=now(),
        due_at=now() + UNDO,
        finished_at=None if later else now(),
        rows=[_row(place, each, line) for place, (each, line) in enumerate(zip(command.chosen, planned, strict=True))],
    )
    session.add(batch)
    session.flush()
    if later:
        enqueue(session, JOB, {"batch": batch.public_id}).run_after = batch.due_at
        record_act(session, actor, "schedule", batch, act=command.act.value, records=len(batch.rows))
    else:
        _do_each(session, actor, batch)
    return batch


def carry_out(session: Session, public_id: str) -> Batch | None:
    """Do what was scheduled, unless it was taken back; each record in a savepoint of its own. None: nothing to do."""
    batch = hold_batch(session, public_id)
    if batch is None or not BATCH.allows(batch.state, BatchAction.CARRY_OUT):
        return None
    person = session.get_one(Person, batch.person_id)
    actor = actor_for(person)
    if person.active and actor.is_curator:
        _do_each(session, actor, batch)
    else:
        for row in _open(batch):
            _refuse(row, Forbidden("安排这次办理的人已不是审核员。"))
    batch.state = BATCH.next_state(batch.state, BatchAction.CARRY_OUT)
    batch.finished_at = now()
    return batch


def undo_batch(session: Session, actor: Actor, public_id: str) -> Batch:
    """Take the whole act back: what is scheduled never happens, what was taken or put back is turned round."""
    batch = get_batch(session, actor, public_id, lock=True)
    BATCH.next_state(batch.state, BatchAction.UNDO)
    if batch.state is BatchState.DONE and (batch.act in LATER or now() > batch.due_at):
        raise Conflict("已经过了 60 秒，不能撤销了。")
    for row in batch.rows:
        if row.outcome is Outcome.WAITING:
            row.outcome = Outcome.UNDONE
        elif row.outcome is Outcome.DONE:
            _turn_round(session, actor, batch.act, row)
    batch.state = BATCH.next_state(batch.state, BatchAction.UNDO)
    batch.finished_at = now()
    record_act(session, actor, "undo", batch, act=batch.act.value)
    return batch


def _row(place: int, chosen: Chosen, line: Planned) -> BatchRow:
    title = line.record.title if line.record else ""
    row = BatchRow(
        position=place, kind=chosen.kind, subject_id=chosen.public_id, lock=chosen.lock, title=title,
        outcome=Outcome.WAITING, message="", params={},
    )  # fmt: skip
    if line.obstacle is not None:
        _refuse(row, line.obstacle)
    return row


def _open(batch: Batch) -> list[BatchRow]:
    return [row for row in batch.rows if row.outcome is Outcome.WAITING]


def _do_each(session: Session, actor: Actor, batch: Batch) -> None:
    """None stops the others."""
    for row in _open(batch):
        try:
            with session.begin_nested():
                _do(session, actor, batch, row)
        except REFUSALS as refused:
            _refuse(row, refused)
        else:
            row.outcome = Outcome.DONE


def _do(session: Session, actor: Actor, batch: Batch, row: BatchRow) -> None:
    if batch.act is BatchAct.TAKE:
        holding.take(session, actor, row.kind, row.subject_id)
    elif batch.act is BatchAct.RELEASE:
        holding.release(session, actor, row.kind, row.subject_id)
    else:
        decision = Decision(act=batch.act.value, remarks=batch.remarks, lock=row.lock)
        decide(session, actor, row.kind, row.subject_id, decision)


def _turn_round(session: Session, actor: Actor, act: BatchAct, row: BatchRow) -> None:
    back = holding.release if act is BatchAct.TAKE else holding.take
    try:
        with session.begin_nested():
            back(session, actor, row.kind, row.subject_id)
    except REFUSALS as refused:
        row.message, row.params = refused.message, dict(refused.params)
    else:
        row.outcome = Outcome.UNDONE


def _refuse(row: BatchRow, why: DomainError) -> None:
    row.outcome, row.message, row.params = Outcome.REFUSED, why.message, dict(why.params)
