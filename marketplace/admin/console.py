"""How the search index stands against the database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden
from marketplace.core.jobs import Job, enqueue
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


def _refuse_others(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以查看这一页。")
