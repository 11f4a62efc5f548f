"""Reading acts on many records, and what stands in the way of one before it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import today
from marketplace.core.errors import Conflict, DomainError, Forbidden, NotFound
from marketplace.curation.models import Batch, BatchRow
from marketplace.curation.queries.waiting import WaitingRecord, among
from marketplace.curation.rules import BatchAct, BatchState, Kind
from marketplace.listings import completeness as listing_completeness
from marketplace.listings import queries as listing_queries
from marketplace.listings.mapping import read_content as read_listing
from marketplace.needs import completeness as need_completeness
from marketplace.needs import queries as need_queries
from marketplace.needs.mapping import read_content as read_need
from marketplace.needs.services.guards import owner_names

Name = tuple[Kind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One record of an act on many before it is done: None of a record that no longer waits."""

    kind: Kind
    public_id: str
    record: WaitingRecord | None
    obstacle: DomainError | None


def plan(session: Session, actor: Actor, act: BatchAct, names: Sequence[Name]) -> list[Planned]:
    """What would become of each record, in a number of statements that does not grow with them."""
    found = {(record.kind, record.public_id): record for record in among(session, actor, names)}
    unready = _unready(session, found) if act is BatchAct.PUBLISH else frozenset()
    planned = []
    for kind, public_id in names:
        record = found.get((kind, public_id))
        obstacle = _obstacle(actor, act, record, (kind, public_id) in unready)
        planned.append(Planned(kind=kind, public_id=public_id, record=record, obstacle=obstacle))
    return planned


def _obstacle(actor: Actor, act: BatchAct, record: WaitingRecord | None, unready: bool) -> DomainError | None:
    if record is None:
        return Conflict("这条记录已经办理过，或已由提交人撤回，不在队列里了。")
    if not record.decidable_by(actor):
        return Forbidden("您是提交人，或属于提交单位，不能办理这条记录。")
    if not record.free_for(actor):
        return Conflict("在%(name)s手里。", name=record.holder)
    if act is BatchAct.RELEASE and record.holder_id is None:
        return Conflict("没有人领取它，不用放回。")
    return Conflict("还有不能发布的地方，请打开它看“检查”。") if unready else None


def _unready(session: Session, names: Iterable[Name]) -> frozenset[Name]:
    """Those that lack something required to publish."""
    listings = [public_id for kind, public_id in names if kind == Kind.ACHIEVEMENT]
    needs = [public_id for kind, public_id in names if kind == Kind.NEED]
    lacking: set[Name] = set()
    for version in listing_queries.handed_in(session, listings):
        if listing_completeness.assess(read_listing(version), version.achievement.owner.name, today()).blocking:
            lacking.add((Kind.ACHIEVEMENT, version.public_id))
    for need in need_queries.handed_in(session, needs):
        if need_completeness.assess(read_need(need), owner_names(need)).blocking:
            lacking.add((Kind.NEED, need.public_id))
    return frozenset(lacking)


def get_batch(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Batch:
    """An act of the actor's own; NotFound for anybody else's."""
    found = _named(public_id).where(Batch.person_id == actor.person_id)
    batch = session.scalar(_locked(found) if lock else found)
    if batch is None or not actor.is_curator:
        raise NotFound("没有这一次批量办理。")
    return batch


def hold_batch(session: Session, public_id: str) -> Batch | None:
    """For the worker: the act with its row held."""
    return session.scalar(_locked(_named(public_id)))


def scheduled_among(session: Session, names: Iterable[Name]) -> dict[Name, tuple[BatchAct, datetime]]:
    """Which of the records an act on many will reach, and when; one statement."""
    ids = [public_id for _kind, public_id in names]
    found = (
        select(BatchRow.kind, BatchRow.subject_id, Batch.act, Batch.due_at)
        .join(Batch, Batch.id == BatchRow.batch_id)
        .where(Batch.state == BatchState.SCHEDULED, BatchRow.subject_id.in_(ids), BatchRow.message == "")
        .order_by(Batch.due_at.desc())
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(found)}


def _named(public_id: str) -> Select[Batch]:
    return select(Batch).where(Batch.public_id == public_id)


def _locked(batch: Select[Batch]) -> Select[Batch]:
    return batch.with_for_update(of=Batch).execution_options(populate_existing=True)
