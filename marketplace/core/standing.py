"""How the work stands that processes leave to each other in the database: promises, jobs, letters, returning work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.clock import now
from marketplace.core.jobs import Job, JobState
from marketplace.core.mail import MAX_ATTEMPTS, Mail
from marketplace.core.outbox import Backlog, backlog
from marketplace.core.schedule import Round

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Figures of the moment; `oldest_job` is since when the first job that is due has waited."""

    outbox: Backlog
    jobs: Mapping[JobState, int]
    oldest_job: datetime | None
    mails_waiting: int
    mails_given_up: int
    failed_rounds: Sequence[Round]


def standing(session: Session) -> Standing:
    """Read the figures: six statements, however much waits."""
    counted = select(Job.state, func.count(Job.id)).group_by(Job.state)
    due = select(func.min(Job.run_after)).where(Job.state == JobState.QUEUED, Job.run_after <= now())
    unsent = select(func.count(Mail.id)).where(Mail.sent_at.is_(None))
    return Standing(
        outbox=backlog(session),
        jobs={row[0]: row[1] for row in session.execute(counted)},
        oldest_job=session.scalar(due),
        mails_waiting=session.scalar(unsent.where(Mail.attempts < MAX_ATTEMPTS)) or 0,
        mails_given_up=session.scalar(unsent.where(Mail.attempts >= MAX_ATTEMPTS)) or 0,
        failed_rounds=session.scalars(select(Round).where(Round.error != "").order_by(Round.name)).all(),
    )


def unfinished_jobs(session: Session) -> Sequence[Job]:
    """What runs or waits, the oldest first."""
    open_ = select(Job).where(Job.state.in_((JobState.RUNNING, JobState.QUEUED)))
    return session.scalars(open_.order_by(Job.run_after, Job.id).limit(SHOWN)).all()


def failed_jobs(session: Session) -> Sequence[Job]:
    """What was given up, the latest first."""
    failed = select(Job).where(Job.state == JobState.FAILED)
    return session.scalars(failed.order_by(Job.finished_at.desc(), Job.id.desc()).limit(SHOWN)).all()


def given_up_mails(session: Session) -> Sequence[Mail]:
    """Letters that are tried no more, the latest first."""
    given_up = select(Mail).where(Mail.sent_at.is_(None), Mail.attempts >= MAX_ATTEMPTS)
    return session.scalars(given_up.order_by(Mail.id.desc()).limit(SHOWN)).all()
