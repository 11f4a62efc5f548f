"""Long work, kept in a table: claimed, watched by a heartbeat, tried again, resumed after a kill."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Base, Database, stored_by_value
from marketplace.core.errors import NotFound
from search.ports import SearchUnavailable

HEARTBEAT = timedelta(seconds=30)  # a job silent for longer was killed and is claimed again
MAX_ATTEMPTS = 5
AWAY_PAUSE = timedelta(seconds=15)  # until a job that found the search engine away looks again


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """A piece of work and how far it is."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("progress_done >= 0 AND progress_total >= 0", name="progress_not_negative"),
        Index("ix_jobs_claim", "state", "run_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person_id: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[JobState] = mapped_column(stored_by_value(JobState), default=JobState.QUEUED)
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime] = mapped_column(default=now)
    heartbeat_at: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    @property
    def finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)


class JobFailed(Exception):
    """The work cannot succeed however often it is tried; `message` is a msgid for the person who asked, `params` fill it."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = {name: each if isinstance(each, int | float) else str(each) for name, each in params.items()}


@dataclass(frozen=True, slots=True)
class Progress:
    """The handle by which a running job tells how far it is, in transactions of its own."""

    database: Database
    job_id: int
    claim: str
    stopping: Callable[[], bool] = field(default=bool)  # has this worker been told to leave?

    def report(self, done: int, total: int, message: str = "") -> None:
        """Store the progress and the heartbeat; stop if another worker has taken the job over, or if this one leaves."""
        values = {"progress_done": done, "progress_total": total, "message": message, "heartbeat_at": now()}
        if not _change_held(self.database, self.job_id, self.claim, values):
            raise JobLost
        if self.stopping() and done < total:
            raise JobHandedBack


class JobLost(Exception):
    """Another worker has claimed the job meanwhile."""


class JobHandedBack(Exception):
    """This worker leaves; the next one goes on with the job."""


Handler = Callable[[Database, dict[str, Any], Progress], dict[str, Any]]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of a kind. It must be safe to run again after a kill at any point."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def enqueue(session: Session, kind: str, payload: dict[str, Any], person_id: int | None = None) -> Job:
    job = Job(kind=kind, payload=payload, person_id=person_id)
    session.add(job)
    session.flush()
    return job


def find_job(session: Session, public_id: str, person_id: int | None) -> Job:
    """The person's own job; NotFound for anybody else's."""
    job = session.scalar(select(Job).where(Job.public_id == public_id, Job.person_id == person_id))
    if job is None:
        raise NotFound("没有这项任务。")
    return job


def claim_next(database: Database, worker: str) -> tuple[int, str] | None:
    """Claim the oldest job that is due, or one whose worker fell silent; returns its id and the claim."""
    claim = f"{worker}/{uuid.uuid4().hex[:8]}"

    def claim_one(session: Session) -> tuple[int, str] | None:
        silent = now() - HEARTBEAT
        due = (
            select(Job)
            .where(
                or_(
                    (Job.state == JobState.QUEUED) & (Job.run_after <= now()),
                    (Job.state == JobState.RUNNING) & (Job.heartbeat_at < silent),
                )
            )
            .order_by(Job.run_after, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        job = session.scalar(due)
        if job is None:
            return None
        job.state, job.claimed_by, job.heartbeat_at = JobState.RUNNING, claim, now()
        job.attempts += 1
        return job.id, claim

    return database.attempt(claim_one)


def run_job(database: Database, job_id: int, claim: str, stopping: Callable[[], bool] = bool) -> None:
    """Do a claimed job and store how it ended; when `stopping` becomes true it is handed back at its next report."""
    with database.reading() as session:
        job = session.get_one(Job, job_id)
    progress = Progress(database, job_id, claim, stopping)
    try:
        result = HANDLERS[job.kind](database, job.payload, progress)
    except JobLost:
        return
    except JobHandedBack:
        _hand_back(database, job, claim)
    except SearchUnavailable as away:  # no fault of the job either: it waits for the engine as long as that takes
        _hand_back(database, job, claim, AWAY_PAUSE, str(away))
    except DBAPIError as error:
        if error.connection_invalidated:  # the database went away: no fault of the job, whose heartbeat stops meanwhile
            raise
        _try_again(database, job, claim, error)
    except JobFailed as error:
        _finish(database, job_id, claim, JobState.FAILED, message=error.message, result={"params": error.params})
    except Exception as error:  # noqa: BLE001 - the job loop is the one place that catches everything
        _try_again(database, job, claim, error)
    else:
        _finish(database, job_id, claim, JobState.DONE, result=result)


def _finish(database: Database, job_id: int, claim: str, state: JobState, **values: Any) -> None:
    _change_held(database, job_id, claim, {"state": state, "finished_at": now(), **values})


def _hand_back(database: Database, job: Job, claim: str, pause: timedelta = timedelta(0), message: str = "") -> None:
    """As if it had not been claimed; what it has done so far stays, as after a kill."""
    values = {"state": JobState.QUEUED, "run_after": now() + pause, "claimed_by": "", "attempts": job.attempts - 1}
    if message:
        values["message"] = message
    _change_held(database, job.id, claim, values)


def _try_again(database: Database, job: Job, claim: str, error: Exception) -> None:
    sentence = f"{type(error).__name__}: {error}"[:500]
    if job.attempts >= MAX_ATTEMPTS:
        _finish(database, job.id, claim, JobState.FAILED, message=sentence)
        return
    pause = timedelta(seconds=2**job.attempts)
    values = {"state": JobState.QUEUED, "run_after": now() + pause, "message": sentence, "claimed_by": ""}
    _change_held(database, job.id, claim, values)


def _change_held(database: Database, job_id: int, claim: str, values: dict[str, Any]) -> bool:
    """Change a job that this claim still holds; False if another worker has it."""
    held = (
        update(Job)
        .where(Job.id == job_id, Job.claimed_by == claim, Job.state == JobState.RUNNING)
        .values(values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return database.attempt(lambda session: session.execute(held).first()) is not None
