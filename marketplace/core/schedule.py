"""Work that returns: each piece is done once an interval, whichever worker comes first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import String, Text, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Base, Database

log = structlog.get_logger()
Work = Callable[[Session, datetime], None]


class Round(Base):
    """When a piece of returning work was last done, and what stopped it if it was not."""

    __tablename__ = "schedule_rounds"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    done_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True, slots=True)
class Returning:
    """A piece of work and how often it returns. It must be safe to do again: a kill before the commit repeats it."""

    interval: timedelta
    work: Work


RETURNING: dict[str, Returning] = {}


def every(name: str, interval: timedelta) -> Callable[[Work], Work]:
    """Register work that a worker does in a transaction of its own, once an interval across all workers."""

    def register(work: Work) -> Work:
        RETURNING[name] = Returning(interval, work)
        return work

    return register


def do_what_returned(database: Database, pieces: Mapping[str, Returning] = RETURNING) -> list[str]:
    """Do every piece whose interval has passed; the names of those done. One that fails waits for its next turn."""
    with database.reading() as session:
        done = {round.name: round.done_at for round in session.scalars(select(Round))}
    due = [name for name, piece in pieces.items() if name not in done or done[name] + piece.interval <= now()]
    return [name for name in due if _do(database, name, pieces[name])]


def _do(database: Database, name: str, piece: Returning) -> bool:
    try:
        with database.transaction() as session:
            if not _take(session, name, piece.interval):
                return False
            piece.work(session, now())
    except Exception as error:
        log.exception("returning work failed", name=name)
        _note_failure(database, name, error)
        return False
    return True


def _take(session: Session, name: str, interval: timedelta) -> bool:
    """Take this turn, unless another worker has it or had it."""
    round = session.scalar(select(Round).where(Round.name == name).with_for_update(skip_locked=True))
    if round is None:
        try:
            with session.begin_nested():
                session.add(Round(name=name, done_at=now()))
        except IntegrityError:
            return False
        return True
    if round.done_at + interval > now():
        return False
    round.done_at, round.error = now(), ""
    return True


def _note_failure(database: Database, name: str, error: Exception) -> None:
    with database.transaction() as session:
        round = session.get(Round, name) or Round(name=name)
        round.done_at, round.error = now(), f"{type(error).__name__}: {error}"[:500]
        session.add(round)
