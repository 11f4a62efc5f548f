"""Pure rules of when segments are merged: sizes fall geometrically, so a small commit rewrites little; the dead do not pile up."""

from collections.abc import Sequence
from dataclasses import dataclass

_FALL = 4  # a segment is at least so many times as large as all that follow it
_MOST_DEAD = 0.3


@dataclass(frozen=True, slots=True)
class Group:
    """Segments first..last-1 become one; a group of one that is not rewritten stays as it is."""

    first: int
    last: int
    rewrite: bool


def plan_groups(sizes: Sequence[tuple[int, int]]) -> list[Group]:
    """Group neighbouring segments, given their rows and how many of those are alive."""
    groups: list[Group] = []
    tail = sum(alive for _, alive in sizes)
    for at, (rows, alive) in enumerate(sizes):
        tail -= alive
        if alive < _FALL * tail:  # too small for what follows: it joins the rest
            return [*groups, Group(at, len(sizes), rewrite=True)]
        groups.append(Group(at, at + 1, rewrite=rows - alive > _MOST_DEAD * rows))
    return groups
