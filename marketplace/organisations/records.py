"""Records of an organisation, as features that keep them give them: for its public page, its mandates, a broker's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record in a list; `kind` and `state` are words in the reader's language."""

    public_id: str
    kind: str
    title: str
    state: str
    href: str


class Source(Protocol):
    """A feature that keeps records of organisations. The number of statements does not grow with the records."""

    def published(self, session: Session, actor: Actor, owner_id: int, limit: int) -> tuple[Sequence[RecordLine], int]:
        """The latest that the public reads and may tie to the owner, and how many there are."""
        ...

    def owned(self, session: Session, owner_id: int, only: frozenset[str] | None, limit: int) -> Sequence[RecordLine]:
        """The records in every state, `only` these when given; the caller has checked that they may be seen."""
        ...


SOURCES: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    SOURCES[name] = source


def owned(session: Session, owner_id: int, only: frozenset[str] | None = None, limit: int = 200) -> list[RecordLine]:
    """Every feature's records of an owner."""
    return [line for _name, source in sorted(SOURCES.items()) for line in source.owned(session, owner_id, only, limit)]
