"""What the worker does for sessions by the clock."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM
from marketplace.core.clock import CHINA
from marketplace.core.db import Database
from marketplace.core.errors import Conflict
from marketplace.core.jobs import JobFailed, Progress, handles
from marketplace.core.schedule import every
from marketplace.events import queries, services
from marketplace.events.after.following import follow_sessions
from marketplace.events.asking.requests import expire_requests
from marketplace.events.day.telling import ask_for_outcomes
from marketplace.events.services.gathering import Gathered, gather
from marketplace.events.timetable import Problem, ProblemError, Timetable, read_problem, solve

log = structlog.get_logger()


def _(text: str) -> str:
    """Mark a msgid."""
    return text


SECONDS = 20.0  # below the heartbeat of jobs


@every("events.clock", timedelta(minutes=10))
def go_on(session: Session, moment: datetime) -> None:
    """Let requests run out, close registrations, begin and end sessions, remind those who come."""
    expired = expire_requests(session, moment)
    day = moment.astimezone(CHINA).date()
    moved, reminded = services.go_on(session, day), services.remind(session, day)
    asked, followed = ask_for_outcomes(session, day), follow_sessions(session, day)
    if expired or moved or reminded or asked or followed:
        log.info("sessions went on", expired=expired, moved=moved, reminded=reminded, asked=asked, followed=followed)


@handles(services.PLAN)
def plan(database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the timetable of a session. Done again after a kill, it makes the same draft."""
    public_id = str(payload["event"])
    progress.report(0, 3, _("正在读取报名和约见。"))
    with database.reading() as session:
        gathered = gather(session, queries.get_event(session, SYSTEM, public_id))
    problem, made = _solved(gathered, progress)
    try:
        with database.transaction() as session:
            kept = services.keep_plan(session, public_id, problem, made, gathered)
    except Conflict as overtaken:
        raise JobFailed("排程期间专场的状态变了，这次的结果没有保存。请看进度页再试。") from overtaken
    log.info("timetable made", meetings=len(kept.meetings), optimal=kept.optimal, seconds=round(kept.seconds, 2))
    return {"next": f"/my/events/{public_id}/timetable"}


@handles(services.WHAT_IF)
def what_if(database: Database, payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Plan a session with another set-up, to be compared with its draft."""
    public_id, assumed = str(payload["event"]), dict(payload["assumed"])
    progress.report(0, 3, _("正在读取报名和约见。"))
    with database.reading() as session:
        gathered = gather(session, queries.get_event(session, SYSTEM, public_id), assumed)
    problem, made = _solved(gathered, progress)
    with database.transaction() as session:
        kept = services.keep_trial(session, public_id, problem, made, gathered, assumed)
    log.info("timetable tried", meetings=len(kept.meetings), optimal=kept.optimal, seconds=round(kept.seconds, 2))
    return {"next": f"/my/events/{public_id}/timetable/compare?b={kept.id}"}


def _solved(gathered: Gathered, progress: Progress) -> tuple[Problem, Timetable]:
    try:
        problem = read_problem(gathered.raw)
    except ProblemError as wrong:
        raise JobFailed("设置互相矛盾，不能排程。请检查固定桌和桌数。") from wrong
    progress.report(1, 3, _("正在求解并证明。"))
    made = solve(problem, seconds=SECONDS)
    progress.report(2, 3, _("正在保存。"))
    return problem, made
