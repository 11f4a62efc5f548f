"""What a manager does with a repository: add it, change it, stop it, harvest it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.harvest.models import HarvestSource
from ingest.records import Kind
from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.core.jobs import Job, enqueue

HARVEST = "ingest.harvest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """A repository as a form gives it."""

    name: str
    address: str
    of_set: str = ""
    every_hours: int = 24
    kind: Kind = Kind.ACHIEVEMENT


def managed(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations that the actor manages."""
    query = select(Organisation).where(Organisation.id.in_(actor.manages)).order_by(Organisation.name)
    return session.scalars(query).all()


def sources_of(session: Session, actor: Actor) -> Sequence[HarvestSource]:
    """The repositories of the actor's organisations."""
    query = select(HarvestSource).where(HarvestSource.organisation_id.in_(actor.organisations))
    return session.scalars(query.order_by(HarvestSource.id)).all()


def get_source(session: Session, actor: Actor, public_id: str) -> HarvestSource:
    """A repository of one of the actor's organisations; NotFound for anybody else's."""
    source = session.scalar(
        select(HarvestSource).where(
            HarvestSource.public_id == public_id, HarvestSource.organisation_id.in_(actor.organisations)
        )
    )
    if source is None:
        raise NotFound("没有这个采集来源。")
    return source


def get_source_to_change(session: Session, actor: Actor, public_id: str) -> HarvestSource:
    """A repository, for a manager of its organisation."""
    source = get_source(session, actor, public_id)
    _refuse_others(session, actor, source.organisation_id)
    return source


def add_source(session: Session, actor: Actor, organisation_id: int, command: Harvest) -> HarvestSource:
    """Harvest a repository from now on."""
    _refuse_others(session, actor, organisation_id)
    _refuse_second(session, organisation_id, command)
    source = HarvestSource(
        organisation=session.get_one(Organisation, organisation_id),
        person_id=actor.person_id,
        name=command.name,
        address=command.address,
        of_set=command.of_set,
        every_hours=command.every_hours,
        kind=command.kind,
    )
    session.add(source)
    session.flush()
    record_act(session, actor, "add_harvest", source, address=command.address)
    return source


def edit_source(session: Session, actor: Actor, public_id: str, command: Harvest) -> HarvestSource:
    """Change what a repository is called, where it is and how often its turn comes. What it holds stays of one kind; another
    address or set is fetched from its beginning."""
    source = get_source_to_change(session, actor, public_id)
    moved = (source.address, source.of_set) != (command.address, command.of_set)
    if moved:
        if not _idle(session, source):
            raise Conflict("正在采集，请稍后再改地址或集合。")
        _refuse_second(session, source.organisation_id, command)
        source.since, source.message = "", {}
    was_every = source.every_hours
    source.name, source.address, source.of_set = command.name, command.address, command.of_set
    source.every_hours, source.person_id = command.every_hours, actor.person_id
    if source.harvested_at is not None and was_every != command.every_hours:
        source.next_at = source.harvested_at + timedelta(hours=command.every_hours)
    record_act(session, actor, "edit_harvest", source, address=command.address)
    return source


def switch(session: Session, actor: Actor, public_id: str, active: bool) -> HarvestSource:
    """Go on or pause."""
    source = get_source_to_change(session, actor, public_id)
    source.active, source.next_at = active, now()
    record_act(session, actor, "resume_harvest" if active else "pause_harvest", source)
    return source


def remove(session: Session, actor: Actor, public_id: str) -> None:
    """Forget a repository; what came from it stays."""
    source = get_source_to_change(session, actor, public_id)
    record_act(session, actor, "remove_harvest", source, address=source.address)
    session.delete(source)


def harvest_now(session: Session, actor: Actor, public_id: str) -> HarvestSource:
    """Have a repository harvested without waiting for its turn."""
    source = get_source_to_change(session, actor, public_id)
    if not _idle(session, source):
        raise Conflict("正在采集，请稍后再看。")
    begin(session, source, actor.person_id)
    return source


def begin(session: Session, source: HarvestSource, person_id: int | None) -> None:
    """Put a harvest into the queue and set the next turn."""
    source.next_at = now() + timedelta(hours=source.every_hours)
    source.job_id = enqueue(session, HARVEST, {"source": source.id}, person_id).public_id


def begin_due(session: Session) -> int:
    """Begin every harvest whose turn has come; the number begun."""
    due = select(HarvestSource).where(HarvestSource.active, HarvestSource.next_at <= now()).order_by(HarvestSource.id)
    begun = [source for source in session.scalars(due) if _idle(session, source)]
    for source in begun:
        begin(session, source, source.person_id)
    return len(begun)


def _idle(session: Session, source: HarvestSource) -> bool:
    job = session.scalar(select(Job).where(Job.public_id == source.job_id)) if source.job_id else None
    return job is None or job.finished


def _refuse_second(session: Session, organisation_id: int, command: Harvest) -> None:
    known = select(HarvestSource.id).where(
        HarvestSource.organisation_id == organisation_id,
        HarvestSource.address == command.address,
        HarvestSource.of_set == command.of_set,
    )
    if session.scalar(known) is not None:
        raise Conflict("这个地址和集合已经在采集了。")


def _refuse_others(session: Session, actor: Actor, organisation_id: int) -> None:
    if organisation_id not in {each.id for each in managed(session, actor)}:
        raise Forbidden("只有本单位的管理员可以设置采集来源。")
