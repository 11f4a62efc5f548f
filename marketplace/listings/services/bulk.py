"""One act on many records of the owner's: each is done or told why not, none stops the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from marketplace.listings.models import AchievementVersion

AT_MOST = 200
Act = Callable[[Session, Actor, str], AchievementVersion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """The public ids that were done, and what kept each of the others back."""

    done: tuple[str, ...]
    kept: tuple[tuple[str, DomainError], ...]


def for_each(session: Session, actor: Actor, public_ids: Iterable[str], act: Act) -> Bulk:
    """Do the act on every record, each in a savepoint of its own."""
    wanted = sorted(set(public_ids))
    if len(wanted) > AT_MOST:
        raise InvalidInput("一次最多选 200 项。")
    done, kept = [], []
    for public_id in wanted:
        try:
            with session.begin_nested():
                act(session, actor, public_id)
        except (Conflict, Forbidden, InvalidInput, NotFound) as error:
            kept.append((public_id, error))
        else:
            done.append(public_id)
    return Bulk(done=tuple(done), kept=tuple(kept))
