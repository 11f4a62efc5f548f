"""What reading one value gives: the value, and what is doubtful about it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.records import Doubt, Message, Severity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value read (None: nothing usable) and the doubts about it."""

    value: T | None = None
    doubts: tuple[Doubt, ...] = ()


def error(code: str, reason: Message, remedy: Message, fix: str | None = None) -> Doubt:
    """A doubt that keeps the row aside."""
    return Doubt(code, reason, remedy, Severity.ERROR, fix)


def warning(code: str, reason: Message, remedy: Message, fix: str | None = None) -> Doubt:
    """A doubt that lets the row in."""
    return Doubt(code, reason, remedy, Severity.WARNING, fix)
