"""How files leave and pages are seen: a later feature marks what it hands out, and keeps the log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.files import Store
from marketplace.listings.models import AchievementVersion, Attachment
from marketplace.taxonomy.terms import DisclosureTier


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a reader gets. `write_down` puts it on record in the transaction that must succeed before anything leaves."""

    content: IO[bytes]
    size: int
    media_type: str
    filename: str
    write_down: Callable[[Session], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """`asks_first` tells whether a file comes in a wrapping that its reader is told of first; `hand_out` gives it."""

    asks_first: Callable[[Session, Actor, AchievementVersion, Attachment], bool]
    hand_out: Callable[[Session, Actor, AchievementVersion, Attachment, Store], Handed]


Watcher = Callable[[Actor, AchievementVersion, frozenset[DisclosureTier]], None]
_hands: list[Hands] = []
_watchers: dict[str, Watcher] = {}


def hands_out(hands: Hands) -> None:
    """Let a later feature hand out files."""
    _hands[:] = [hands]


def watches(name: str, watcher: Watcher) -> None:
    """Let a later feature know who was shown which version with which tiers open."""
    _watchers[name] = watcher


def asks_first(session: Session, actor: Actor, version: AchievementVersion, file: Attachment) -> bool:
    return any(each.asks_first(session, actor, version, file) for each in _hands)


def hand_out(session: Session, actor: Actor, version: AchievementVersion, file: Attachment, store: Store) -> Handed:
    """The file as this reader gets it: as it lies in the store where nobody marks files."""
    for each in _hands:
        return each.hand_out(session, actor, version, file, store)
    return as_it_is(file, store, lambda _session: None)


def as_it_is(file: Attachment, store: Store, write_down: Callable[[Session], None]) -> Handed:
    return Handed(
        content=store.open(file.key),
        size=file.size,
        media_type=file.media_type,
        filename=file.filename,
        write_down=write_down,
    )


def was_shown(actor: Actor, version: AchievementVersion, opened: frozenset[DisclosureTier]) -> None:
    """Tell whoever watches; called when the page is made."""
    for watcher in _watchers.values():
        watcher(actor, version, opened)
