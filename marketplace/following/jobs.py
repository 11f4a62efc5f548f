"""Work in the background: look for what is new for those who follow, write the letters that are due, tidy up."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobState, Progress, enqueue, handles
from marketplace.core.schedule import every
from marketplace.following.finding import latest_news, new_for, news_until, unchecked
from marketplace.following.letters import due_people, write_letter
from marketplace.following.models import Watch, WatchFind
from marketplace.following.rules import UNDO
from marketplace.web.search_index import reader
from search.embedding.serving import ModelMissing
from search.ports import SearchRefused

log = structlog.get_logger()
LOOK = "following.look"
WRITE = "following.write"
AT_A_TIME = 200  # a job; the index and the mail have their turn between two jobs


@every("following.look", timedelta(minutes=1))
def ask_to_look(session: Session, _moment: datetime) -> None:
    """Ask for a look when something came out since the last one."""
    latest = latest_news(session)
    if latest is not None and unchecked(session, latest, 1) and not _asked(session, LOOK):
        enqueue(session, LOOK, {})


@every("following.write", timedelta(minutes=1))
def ask_to_write(session: Session, _moment: datetime) -> None:
    """Ask for the letters that are due."""
    if due_people(session, 1) and not _asked(session, WRITE):
        enqueue(session, WRITE, {})


@every("following.tidy", timedelta(hours=6))
def tidy(session: Session, moment: datetime) -> None:
    """What was deleted a week ago goes for good."""
    gone = select(Watch.id).where(Watch.deleted_at < moment - UNDO)
    session.execute(delete(WatchFind).where(WatchFind.watch_id.in_(gone)))
    session.execute(delete(Watch).where(Watch.deleted_at < moment - UNDO))


@handles(LOOK)
def look(database: Database, _payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Note what is new for each; a second run finds nothing twice. A kill leaves the rest for the next job."""
    with database.reading() as session:
        latest = latest_news(session)
        ids = unchecked(session, latest, AT_A_TIME) if latest else []
    found = 0
    for done, watch_id in enumerate(ids, 1):
        try:
            found += look_for(database, watch_id)
        except (SearchRefused, ModelMissing) as away:
            log.warning("search is away: what is new is looked for later", reason=str(away))
            return {"looked": done - 1, "found": found}
        progress.report(done, len(ids))
    return {"looked": len(ids), "found": found}


def look_for(database: Database, watch_id: int) -> int:
    """Note what is new for one watch; how much it is."""
    with database.reading() as session:
        until = news_until(session)
        watch = session.get(Watch, watch_id)
        new = new_for(session, reader(), watch) if watch else []
    with database.transaction() as session:
        held = session.get(Watch, watch_id, with_for_update=True)
        if held is None or held.deleted_at is not None:
            return 0
        known = set(session.scalars(select(WatchFind.record).where(WatchFind.watch_id == watch_id)))
        added = [each for each in new if each.record not in known]
        session.add_all(
            WatchFind(watch_id=watch_id, kind=each.kind, record=each.record, found_at=now()) for each in added
        )
        held.checked_at = max(held.checked_at, until)
    return len(added)


@handles(WRITE)
def write(database: Database, _payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write each due letter in a transaction of its own."""
    with database.reading() as session:
        people = due_people(session, AT_A_TIME)
    letters = 0
    for done, person_id in enumerate(people, 1):
        with database.transaction() as session:
            letters += write_letter(session, person_id)
        progress.report(done, len(people))
    return {"people": len(people), "letters": letters}


def _asked(session: Session, kind: str) -> bool:
    waits = exists().where(Job.kind == kind, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    return bool(session.scalar(select(waits)))
