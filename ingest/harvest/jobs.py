"""The work of harvesting: fetch what has changed, hand it to an import, remember how far it came."""

import io
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest import limits, runs
from ingest.existing import holdings
from ingest.harvest.dublin_core import as_lines
from ingest.harvest.fetching import NotFetched, fetch
from ingest.harvest.models import HarvestSource
from ingest.harvest.oai import Record, identify, listings
from ingest.harvest.services import HARVEST, begin_due
from ingest.records import Kind
from ingest.wording import pack
from marketplace.accounts.queries import actor_for, get_person
from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.core.jobs import JobFailed, Progress, handles
from marketplace.core.schedule import every
from marketplace.listings import services as listing_services
from marketplace.needs import services as need_services
from marketplace.web import state

LOOK = timedelta(minutes=15)


@every("ingest.harvest", LOOK)
def begin_what_is_due(session: Session, _now: datetime) -> None:
    """Begin the harvests whose turn has come."""
    begin_due(session)


@handles(HARVEST)
def harvest(database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Fetch everything, then begin one import: a kill before that leaves nothing, and the next attempt fetches again."""
    with database.reading() as session:
        source = session.get(HarvestSource, payload["source"])
        person = get_person(session, source.person_id) if source and source.person_id else None
        actor = actor_for(person) if person and person.active else None
    if source is None:
        raise JobFailed("这个采集来源已被删除。")
    if actor is None or not actor.belongs_to(source.organisation_id):
        raise JobFailed("设置采集的人已不是这个单位的成员，请由本单位的管理员重新设置。")
    try:
        records, answered_at = _fetched(source, progress)
    except NotFetched as refused:
        with database.transaction() as session:
            failed = session.get_one(HarvestSource, source.id)
            failed.message, failed.harvested_at = pack(refused.message), now()
        raise JobFailed(refused.message.msgid, **refused.message.params) from refused
    _hand_over(database, actor, source.id, records, answered_at)
    return {"next": f"/import/sources/{source.public_id}", "fetched": len(records)}


def _fetched(source: HarvestSource, progress: Progress) -> tuple[list[Record], str]:
    """The newest state of every record that changed, and until when the repository has answered."""
    get = partial(fetch, allowed=allowed_hosts())
    by_seconds = identify(get, source.address).by_seconds
    found: dict[str, Record] = {}
    answered_at = ""
    for part in listings(get, source.address, of_set=source.of_set, since=source.since):
        answered_at = answered_at or part.answered_at
        found |= {record.identifier: record for record in part.records if record.identifier}
        if len(found) > limits.ROWS:
            raise NotFetched("机构库里的记录超过 %(n)s 条。请按集合（set）分开采集。", n=limits.ROWS)
        progress.report(len(found), 0)
    return list(found.values()), answered_at if by_seconds else answered_at[:10]


def allowed_hosts() -> frozenset[str]:
    """The host:port pairs that the configuration lets through although they are not public."""
    hosts: frozenset[str] = current_app.extensions["settings"].harvest_hosts
    return hosts


def _hand_over(database: Database, actor: Actor, source_id: int, records: list[Record], answered_at: str) -> None:
    """Begin the import and move the datestamp on, in one transaction."""
    living = [record for record in records if not record.deleted]
    content = as_lines(living)
    key = state.files().put(io.BytesIO(content)) if living else ""
    with database.transaction() as session:
        source = session.scalars(select(HarvestSource).where(HarvestSource.id == source_id).with_for_update()).one()
        gone = _drop_deleted(session, actor, source, {record.identifier for record in records if record.deleted})
        if living:
            run = runs.begin_run(
                session,
                actor,
                runs.NewRun(
                    organisation_id=source.organisation_id,
                    kind=source.kind,
                    filename=f"{source.name} {now():%Y-%m-%d %H%M}.jsonl",
                    file_hash=key,
                    file_size=len(content),
                ),
            )
            source.run_id = run.public_id
        source.gone = sorted({*source.gone, *gone})
        source.since = answered_at or source.since
        source.fetched, source.harvested_at, source.message = len(records), now(), {}


def _drop_deleted(session: Session, actor: Actor, source: HarvestSource, deleted: set[str]) -> list[str]:
    """Delete the drafts of records deleted there; those that are past a draft are for a person to take down."""
    if not deleted:
        return []
    held = holdings(session, source.organisation, source.kind)
    known = [held.by_key[key] for key in sorted(deleted) if key in held.by_key]
    discard = listing_services.discard_draft if source.kind is Kind.ACHIEVEMENT else need_services.discard
    remain = []
    for public_id in known:
        try:
            with session.begin_nested():
                if held.records[public_id].number > 1:
                    raise Conflict("有已发布的版本。")
                discard(session, actor, public_id)
        except (Conflict, NotFound, Forbidden):
            remain.append(public_id)
    return remain
