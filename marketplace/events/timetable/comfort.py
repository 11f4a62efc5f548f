"""Fewer idle gaps in a party's day, by exchanges between two slots that change nothing else."""

import time
from collections.abc import Iterable, Mapping

from marketplace.events.timetable.board import NOWHERE, Board


def idle_gaps(slots: Iterable[int]) -> int:
    """Slots without a meeting between the first and the last one."""
    taken = set(slots)
    return max(taken) - min(taken) + 1 - len(taken) if taken else 0


class Comfort:
    """Every party's slots on a board, the locked ones too."""

    def __init__(self, board: Board) -> None:
        self._board = board
        problem = board.model.problem
        numbers = {key: at for at, key in enumerate(problem.parties)}
        self._days: list[set[int]] = [set() for _ in numbers]
        for lock in problem.locked:
            for key in (problem.wishes[lock.wish].provider, problem.wishes[lock.wish].seeker):
                self._days[numbers[key]].add(lock.slot)
        self._wishes: list[dict[int, int]] = [{} for _ in numbers]
        for wish, slot in board.places().items():
            self._note(wish, NOWHERE, slot)

    def improve(self, deadline: float) -> None:
        """Move meetings towards each other as long as it helps and time is left."""
        better = True
        while better:
            better = False
            for party, day in enumerate(self._days):
                if time.monotonic() > deadline:
                    return
                better = (idle_gaps(day) > 0 and self._close(party)) or better

    def _close(self, party: int) -> bool:
        day = self._days[party]
        edges = [slot for slot in (min(day), max(day)) if slot in self._wishes[party]]
        for edge in edges:
            wish = self._wishes[party][edge]
            for gap in range(min(day) + 1, max(day)):
                if gap not in day and self._try(wish, gap, edge):
                    return True
        return False

    def _try(self, wish: int, slot: int, other: int) -> bool:
        board = self._board
        if wish in board.pinned or not board.may(wish, slot):
            return False
        moves = board.exchange(wish, slot, other)
        if moves is None or not board.fits(moves) or self._gain(moves) <= 0:
            return False
        origin = {mover: board.slot[mover] for mover in moves}
        board.apply(moves)
        for mover, start in origin.items():
            self._note(mover, start, NOWHERE)
        for mover, target in moves.items():
            self._note(mover, NOWHERE, target)
        return True

    def _gain(self, moves: Mapping[int, int]) -> int:
        leaving: dict[int, set[int]] = {}
        coming: dict[int, set[int]] = {}
        for wish, target in moves.items():
            for party in self._board.model.ends[wish]:
                leaving.setdefault(party, set()).add(self._board.slot[wish])
                coming.setdefault(party, set()).add(target)
        return sum(
            idle_gaps(self._days[party]) - idle_gaps(self._days[party] - leaving[party] | coming[party])
            for party in leaving
        )

    def _note(self, wish: int, start: int, target: int) -> None:
        for party in self._board.model.ends[wish]:
            if start != NOWHERE:
                self._days[party].discard(start)
                self._wishes[party].pop(start, None)
            if target != NOWHERE:
                self._days[party].add(target)
                self._wishes[party][target] = wish
