"""What a room above lends: which needs were handed in and answered when. Reports may not look up there themselves."""

from collections.abc import Callable
from typing import Any

# each gives a select of (public id of the need, handed in at, answered at)
ANSWERS: dict[str, Callable[[], Any]] = {}


def answers_from(room: str, select: Callable[[], Any]) -> None:
    """Let a room tell the answers that it gave."""
    ANSWERS[room] = select
