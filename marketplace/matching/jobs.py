"""Work in the background: what is new is matched, both ways, a few records at a time."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, SYSTEM
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobState, Progress, enqueue, handles
from marketplace.core.schedule import every
from marketplace.listings import queries as listings
from marketplace.matching import pairs
from marketplace.matching.asking import asked_by
from marketplace.matching.finding import find_need_ids, find_results
from marketplace.matching.portfolio import match_portfolio
from marketplace.matching.refreshing import call_back, store_pairs
from marketplace.needs.queries import get_need
from marketplace.web.search_index import reader

REFRESH, PORTFOLIO = "matching.refresh", "matching.portfolio"
MANY = 200  # unjudged needs, from which all are done in one go
AT_A_TIME = 25  # records a job; the index and the mail have their turn between two jobs


@every("matching.watch", timedelta(seconds=10))
def watch(session: Session, _moment: datetime) -> None:
    """Ask for the work when something is unjudged and nobody has asked yet."""
    kinds, states = (REFRESH, PORTFOLIO), (JobState.QUEUED, JobState.RUNNING)
    if session.scalar(select(Job.id).where(Job.kind.in_(kinds), Job.state.in_(states)).limit(1)) is not None:
        return
    needs = pairs.unjudged_needs(session, MANY)
    if needs or pairs.unjudged_results(session, 1):
        enqueue(session, PORTFOLIO if len(needs) >= MANY else REFRESH, {})


@handles(REFRESH)
def refresh(database: Database, _payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Hold new results against needs, then needs against results. A kill leaves the rest for the next job."""
    with database.reading() as session:
        results = pairs.unjudged_results(session, AT_A_TIME)
    for done, (public_id, mark) in enumerate(results, 1):
        _call_needs(database, public_id, mark)
        progress.report(done, len(results))
    with database.reading() as session:
        wanted = pairs.unjudged_needs(session, AT_A_TIME)
    found = 0
    for done, public_id in enumerate(wanted, 1):
        found += match_need(database, public_id)
        progress.report(len(results) + done, len(results) + len(wanted))
    return {"results": len(results), "needs": len(wanted), "pairs": found}


@handles(PORTFOLIO)
def portfolio(database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Hold all needs that are new against all results; all open needs, if asked. What was stored before a kill stays."""
    return match_portfolio(database, reader(), progress.report, bool(payload.get("everything"))).as_json()


def match_need(database: Database, public_id: str) -> int:
    """Judge a need against all results and store the pairs; how many are new."""
    with database.reading() as session:
        need = get_need(session, SYSTEM, public_id)
        lock, matches = need.lock, find_results(session, reader(), ANYONE, asked_by(need), pairs.MOST)
    with database.transaction() as writing:
        return store_pairs(writing, public_id, lock, matches)


def _call_needs(database: Database, public_id: str, mark: str) -> None:
    with database.reading() as session:
        card = listings.cards(session, ANYONE, [public_id]).get(public_id)
        ids = find_need_ids(reader(), ANYONE, card.title, f"{card.teaser}\n{card.advantage}") if card else []
    with database.transaction() as writing:
        call_back(writing, public_id, mark, ids)
