"""Where rooms above say what became of pairs: matching knows neither deals nor sessions."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from marketplace.matching.learning.rules import Outcome

Told = tuple[int, int, Outcome]  # need, achievement, what became of them
Source = Callable[[Session], Iterable[Told]]
SOURCES: dict[str, Source] = {}


def tells(name: str, source: Source) -> None:
    """Let a room say what became of pairs, all that holds now; a second source of a name replaces the first."""
    SOURCES[name] = source


def all_told(session: Session) -> set[Told]:
    return {told for source in SOURCES.values() for told in source(session)}
