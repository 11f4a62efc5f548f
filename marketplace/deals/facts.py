"""What is known to be so of a deal: found out by the rooms that know it, or ticked by a person with what proves it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.deals.models import Deal
from marketplace.deals.rules import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Why a fact stands: words in the reader's language, since when, where it is shown, and who ticked it ("" if nobody)."""

    because: str
    at: datetime
    href: str = ""
    by: str = ""


Finder = Callable[[Session, Deal], Found | None]


@dataclass(frozen=True, slots=True)
class Source:
    """Who finds a fact out, and whether a person may tick it all the same."""

    find: Finder
    by_hand: bool


SOURCES: dict[Fact, Source] = {}


def register(fact: Fact, find: Finder, *, by_hand: bool = False) -> None:
    """Let a room find a fact out, in a constant number of statements. Without `by_hand` nobody can tick it any more."""
    SOURCES[fact] = Source(find, by_hand)


def may_be_ticked(fact: Fact) -> bool:
    source = SOURCES.get(fact)
    return source is None or source.by_hand


def standing(session: Session, deal: Deal) -> dict[Fact, Found]:
    """Every fact that holds now, the ticked and the found."""
    held = {
        tick.fact: Found(because=tick.note, at=tick.at, by=tick.person.name if tick.person else "")
        for tick in deal.ticks
    }
    for fact, source in SOURCES.items():
        found = source.find(session, deal)
        if found is not None:
            held[fact] = found
        elif not source.by_hand and not _is_carried_over(deal, fact):
            held.pop(fact, None)
    return held


def _is_carried_over(deal: Deal, fact: Fact) -> bool:
    """Recorded by the system itself for a deal that came from elsewhere."""
    return any(tick.fact is fact and tick.person_id is None for tick in deal.ticks)
