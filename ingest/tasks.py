"""What imports have to ask of a person: look through what was read or harvested, take down what its source has deleted."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.harvest.models import HarvestSource
from ingest.models import ImportRun, RunState
from ingest.runs import own_runs
from marketplace.core.actor import Actor
from marketplace.web.inbox import Task

MOST = 20


def tasks(session: Session, actor: Actor) -> Sequence[Task]:
    """The actor's imports that wait to be looked through, and sources with records to take down."""
    if not (actor.organisations or actor.powers):
        return ()
    waiting = (
        select(ImportRun)
        .where(ImportRun.person_id == actor.person_id, ImportRun.state == RunState.PLANNED)
        .where(own_runs(actor))
        .order_by(ImportRun.created_at.desc())
        .limit(MOST)
    )
    found = [
        Task(
            kind=_("导入"),
            title=_("核对后入库"),
            record=run.filename,
            href=url_for("imports.show", public_id=run.public_id),
            since=run.created_at,
        )
        for run in session.scalars(waiting)
    ]
    sources = select(HarvestSource).where(HarvestSource.person_id == actor.person_id)
    return [
        *found,
        *(
            Task(
                kind=_("导入"),
                title=_("来源已删除 %(n)s 条，请看是否下架", n=len(source.gone)),
                record=source.name,
                href=url_for("imports.source", public_id=source.public_id),
                since=source.harvested_at or source.next_at,
            )
            for source in session.scalars(sources)
            if source.gone
        ),
    ]
