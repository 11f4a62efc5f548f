"""Fair exposure: among results of equal fit no organisation fills the page, and ties take turns by the day. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

EQUAL = 0.02  # scores closer than this say nothing about which is better


@dataclass(frozen=True, slots=True)
class Ranked:
    """A result with the score that it earned and the organisation that owns it."""

    id: str
    score: float
    owner: str


def spread(ranked: Sequence[Ranked], day: date, room: float = EQUAL) -> list[str]:
    """Ids, best first. Of those within `room` of the best that is left, the owner shown least so far comes next; ties by turn."""
    left = sorted(ranked, key=lambda each: (-each.score, each.id))
    turns = {each.id: _turn(each.id, day) for each in left}
    shown: Counter[str] = Counter()
    order: list[str] = []
    while left:
        best = left[0].score
        equals = [each for each in left if each.score >= best - room]
        chosen = min(equals, key=lambda each: (shown[each.owner], turns[each.id], each.id))
        left.remove(chosen)
        shown[chosen.owner] += 1
        order.append(chosen.id)
    return order


def _turn(public_id: str, day: date) -> str:
    """A place in the queue that changes from day to day and favours nobody."""
    return sha256(f"{day.isoformat()}:{public_id}".encode()).hexdigest()
