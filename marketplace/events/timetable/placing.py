"""Slots for the chosen meetings: bipartite edge colouring by exchanges along two-slot chains, with ejections where lists bind."""

import random
import time
from collections import deque
from collections.abc import Iterable, Sequence

from marketplace.events.timetable.board import NOWHERE, Board

_PATIENCE = 150  # steps without a better board; the programme is quick where ejections are not
_LOYALTY = 4.0  # what moving a meeting of before costs against moving another


def place(board: Board, wishes: Iterable[int], deadline: float) -> list[int]:
    """Find slots for all wishes; who is on the board already may move unless pinned. Returns those left out.

    What was planned before is tried at its own place first.
    """
    waiting = [wish for wish in wishes if board.slot[wish] == NOWHERE]
    before = board.model.before
    for wish in waiting:
        if before[wish] != NOWHERE and before[wish] in board.free_slots(wish):
            board.put(wish, before[wish])
    waiting = [wish for wish in waiting if board.slot[wish] == NOWHERE]
    waiting.sort(key=lambda wish: (len(board.model.slots[wish]), wish))
    left = _settle(board, waiting)
    return _Ejection(board, left).run(deadline) if left else []


def settle(board: Board, wish: int) -> bool:
    """Hold one more wish without taking any off the board."""
    return _straight(board, wish) or _by_exchange(board, wish) or _by_making_room(board, wish)


def fill(board: Board, wishes: Iterable[int], deadline: float) -> None:
    """Hold what can be held without taking anything away: musts first, then the heaviest."""
    model = board.model
    waiting = [wish for wish in wishes if board.slot[wish] == NOWHERE]
    for wish in sorted(waiting, key=lambda wish: (not model.is_must[wish], -model.worth[wish], wish)):
        if time.monotonic() > deadline:
            return
        if board.under_caps(wish):
            settle(board, wish)


def follow(board: Board, columns: Iterable[tuple[int, int]], deadline: float) -> None:
    """Hold wishes in these slots as far as they agree, then fill."""
    for wish, slot in columns:
        if board.slot[wish] == NOWHERE and board.under_caps(wish) and slot in board.free_slots(wish):
            board.put(wish, slot)
    fill(board, range(board.model.size), deadline)


def _settle(board: Board, waiting: Sequence[int]) -> list[int]:
    """Hold as many as possible, at first without moving meetings of before."""
    left = [wish for wish in waiting if not _straight(board, wish)]
    loyal = frozenset(wish for wish, slot in board.places().items() if slot == board.model.before[wish])
    if loyal:
        pinned, board.pinned = board.pinned, board.pinned | loyal
        left = [wish for wish in left if not settle(board, wish)]
        board.pinned = pinned
    return [wish for wish in left if not settle(board, wish)]


def _straight(board: Board, wish: int) -> bool:
    free = board.free_slots(wish)
    if free:
        seated, room = board.seated, board.model.room
        board.put(wish, min(free, key=lambda slot: (len(seated[slot]) - room[slot], slot)))
    return bool(free)


def _by_exchange(board: Board, wish: int) -> bool:
    """Two slots along a chain (Kempe): always possible for two-sided problems without gaps in availability."""
    slots = board.model.slots[wish]
    for slot in sorted(slots, key=lambda slot: len(board.in_the_way(wish, slot))):
        for other in slots:
            if other == slot:
                continue
            moves = board.exchange(wish, slot, other)
            if moves is not None and board.fits(moves):
                board.apply(moves)
                return True
    return False


def _by_making_room(board: Board, wish: int) -> bool:
    """Everybody has time in a slot whose tables are full: exchange with a slot that has a table left."""
    if not board.model.needs_table[wish]:
        return False
    for slot in board.model.slots[wish]:
        if board.has_room(wish, slot) or board.in_the_way(wish, slot):
            continue
        for other in range(board.model.problem.slots):
            if len(board.seated[other]) < board.model.room[other] and _relieve(board, wish, slot, other):
                board.put(wish, slot)
                return True
    return False


def _relieve(board: Board, wish: int, slot: int, other: int) -> bool:
    for seated in sorted(board.seated[slot]):
        if seated in board.pinned or not board.may(seated, other):
            continue
        moves = board.exchange(seated, other, slot)
        if moves is None or not board.fits(moves):
            continue
        if board.touch(wish, [mover for mover, target in moves.items() if target == slot]):
            continue
        board.apply(moves)
        if board.has_room(wish, slot):
            return True
        board.apply({mover: slot if target == other else other for mover, target in moves.items()})
    return False


class _Ejection:
    """Guided ejection search (Nagata and Bräysy 2009): push out what has been pushed least, remember the best board."""

    def __init__(self, board: Board, left: Sequence[int]) -> None:
        self._board = board
        self._waiting = deque(left)
        self._chance = random.Random(len(left))  # noqa: S311 - ties only, the same every time
        self._pushed = [1.0] * board.model.size

    def run(self, deadline: float) -> list[int]:
        best, places = self._missing(), self._board.places()
        out = list(self._waiting)
        patience = _PATIENCE
        while self._waiting and patience > 0 and time.monotonic() < deadline:
            self._step(self._waiting.popleft())
            patience -= 1
            if self._missing() < best:
                best, places, out = self._missing(), self._board.places(), list(self._waiting)
                patience = _PATIENCE
        if not self._waiting:
            return []
        self._board.clear(places)
        return out

    def _missing(self) -> tuple[int, int]:
        model = self._board.model
        return sum(model.is_must[wish] for wish in self._waiting), sum(model.worth[wish] for wish in self._waiting)

    def _step(self, wish: int) -> None:
        board = self._board
        if settle(board, wish):
            return
        self._pushed[wish] += 1
        _, slot, out = min(
            (self._price(wish, slot) for slot in board.model.slots[wish]), key=lambda offer: (offer[0], offer[1])
        )
        if out is None:
            self._waiting.append(wish)
            return
        for other in out:
            board.drop(other)
        board.put(wish, slot)
        for other in out:
            if not _straight(board, other):
                self._waiting.append(other)

    def _price(self, wish: int, slot: int) -> tuple[float, int, set[int] | None]:
        board = self._board
        out = board.in_the_way(wish, slot)
        if not board.has_room(wish, slot) and not any(board.model.needs_table[other] for other in out):
            seated = sorted(board.seated[slot] - board.pinned)
            if not seated:
                return float("inf"), slot, None
            out.add(min(self._chance.sample(seated, min(16, len(seated))), key=self._cost))
        if out & board.pinned:
            return float("inf"), slot, None
        return sum(map(self._cost, out)) + self._chance.random() * 0.5, slot, out

    def _cost(self, wish: int) -> float:
        board = self._board
        loyal = _LOYALTY if board.slot[wish] == board.model.before[wish] else 1.0
        elsewhere = any(slot != board.slot[wish] for slot in board.free_slots(wish))
        return loyal * (0.1 if elsewhere else self._pushed[wish])
