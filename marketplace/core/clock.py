"""The one source of the present moment; tests and measurements may hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "UTC+08:00")
_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _held.get() or datetime.now(UTC)


def today() -> date:
    """The present day in China, where deadlines are counted."""
    return now().astimezone(CHINA).date()


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold the clock still inside the block."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
