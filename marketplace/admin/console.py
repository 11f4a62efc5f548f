"""What administrators see and order: how the index stands against the database, making it anew, trying again what was given up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.core.jobs import Job, JobState, enqueue
from marketplace.core.mail import MAX_ATTEMPTS, Mail
from marketplace.core.outbox import backlog
from marketplace.discovery.indexing import ALL_IDS

REINDEX = "search.reindex"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStanding:
    """What the database holds for search, by kind, and what the outbox still promises."""

    expected: dict[str, int]
    waiting: int
    oldest: datetime | None

    @property
    def total(self) -> int:
        return sum(self.expected.values())


def standing(session: Session, actor: Actor) -> IndexStanding:
    """What should be in the index now."""
    _refuse_others(actor)
    promised = backlog(session)
    return IndexStanding(
        expected={kind: len(ids(session)) for kind, ids in ALL_IDS.items()},
        waiting=promised.waiting,
        oldest=promised.oldest,
    )


def order_reindex(session: Session, actor: Actor) -> Job:
    """Ask the worker to make the whole index anew."""
    _refuse_others(actor)
    return enqueue(session, REINDEX, {}, actor.person_id)


def try_again(session: Session, actor: Actor, public_id: str) -> Job:
    """Queue a job that was given up, as if it had never been tried; what it has done so far stays."""
    _refuse_others(actor)
    job = session.scalar(select(Job).where(Job.public_id == public_id).with_for_update())
    if job is None:
        raise NotFound("没有这项任务。")
    if job.state is not JobState.FAILED:
        raise Conflict("这项任务已不在没有做成的之列，请刷新后再看。")
    record_act(session, actor, "try_again", _Task(job.public_id), kind=job.kind, reason=job.message)
    job.state, job.run_after, job.finished_at = JobState.QUEUED, now(), None
    job.attempts, job.claimed_by, job.message = 0, "", ""
    return job


def send_again(session: Session, actor: Actor) -> int:
    """Let the letters that were given up leave again; returns how many there are."""
    _refuse_others(actor)
    given_up = update(Mail).where(Mail.sent_at.is_(None), Mail.attempts >= MAX_ATTEMPTS)
    waiting = session.scalars(given_up.values(attempts=0, send_after=now()).returning(Mail.id)).all()
    if waiting:
        record_act(session, actor, "send_again", _Task(f"mails-{waiting[0]}"), letters=len(waiting))
    return len(waiting)


@dataclass(frozen=True, slots=True)
class _Task:
    """What the trail calls a piece of work of the house."""

    public_id: str
    record_kind: str = "task"
    owner_id: int | None = None


def _refuse_others(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以查看这一页。")
