"""Records of an organisation, as features that keep them give them: for its public page, its mandates, a broker's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record in a list: `kind` is a msgid, `state` a value with a word, `endpoint` the view that opens it."""

    owner_id: int
    public_id: str
    kind: str
    title: str
    state: StrEnum
    endpoint: str


class Source(Protocol):
    """A feature that keeps records of organisations. The number of statements does not grow with the records."""

    def published(self, session: Session, actor: Actor, owner_id: int, limit: int) -> tuple[Sequence[RecordLine], int]:
        """The latest that the public reads and may tie to the owner, and how many there are."""
        ...

    def owned(self, session: Session, owner_ids: frozenset[int], limit: int) -> Sequence[RecordLine]:
        """The records of these owners in every state; the caller has checked that they may be seen."""
        ...

    def promise_all(self, session: Session, owner_id: int) -> None:
        """Have the index made anew for every record of this owner."""
        ...


SOURCES: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    SOURCES[name] = source


def owned(session: Session, owner_ids: frozenset[int], limit: int = 1000) -> list[RecordLine]:
    """Every feature's records of these owners, the latest first."""
    return [line for _name, source in sorted(SOURCES.items()) for line in source.owned(session, owner_ids, limit)]
