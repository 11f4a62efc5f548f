"""Who meets whom in which slot while the timetable is being made, with exchanges that keep every rule."""

from collections.abc import Iterable, Mapping

from marketplace.events.timetable.model import Model

NOWHERE = -1


class Board:
    """The slot of each wish, `NOWHERE` if it has none."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.slot = [NOWHERE] * model.size
        self.seated = [set[int]() for _ in range(model.problem.slots)]
        self.pinned: frozenset[int] = frozenset()
        self._meets = [0] * len(model.most)
        self._holder = [[NOWHERE] * model.persons for _ in range(model.problem.slots)]
        self._allowed = [frozenset(slots) for slots in model.slots]

    def put(self, wish: int, slot: int) -> None:
        """Hold a wish in a slot that is free for it."""
        self.slot[wish] = slot
        for person in self.model.people[wish]:
            self._holder[slot][person] = wish
        for end in self.model.ends[wish]:
            self._meets[end] += 1
        if self.model.needs_table[wish]:
            self.seated[slot].add(wish)

    def drop(self, wish: int) -> None:
        """Take a wish off the board."""
        slot = self.slot[wish]
        self.slot[wish] = NOWHERE
        for person in self.model.people[wish]:
            self._holder[slot][person] = NOWHERE
        for end in self.model.ends[wish]:
            self._meets[end] -= 1
        self.seated[slot].discard(wish)

    def clear(self, places: Mapping[int, int]) -> None:
        """Start again with these wishes in these slots."""
        for wish, slot in enumerate(self.slot):
            if slot != NOWHERE:
                self.drop(wish)
        for wish, slot in places.items():
            self.put(wish, slot)

    def places(self) -> dict[int, int]:
        """Wishes on the board with their slots."""
        return {wish: slot for wish, slot in enumerate(self.slot) if slot != NOWHERE}

    def in_the_way(self, wish: int, slot: int) -> set[int]:
        """Meetings that take the time of the wish's people in a slot."""
        busy = self._holder[slot]
        found = {busy[person] for person in self.model.people[wish]}
        found.discard(NOWHERE)
        found.discard(wish)
        return found

    def has_room(self, wish: int, slot: int) -> bool:
        """Is there a table for the wish?"""
        return not self.model.needs_table[wish] or len(self.seated[slot]) < self.model.room[slot]

    def under_caps(self, wish: int) -> bool:
        """May both parties meet once more?"""
        caps = ((self._meets[end], self.model.most[end]) for end in self.model.ends[wish])
        return all(most is None or meets < most for meets, most in caps)

    def free_slots(self, wish: int) -> list[int]:
        """Slots that the wish can take as things stand."""
        return [
            slot for slot in self.model.slots[wish] if self.has_room(wish, slot) and not self.in_the_way(wish, slot)
        ]

    def may(self, wish: int, slot: int) -> bool:
        """Could the wish be in this slot at all?"""
        return slot in self._allowed[wish]

    def exchange(self, wish: int, slot: int, other: int) -> dict[int, int] | None:
        """What moves between two slots when the wish comes to `slot` and all in the way go to `other`, and so on.

        None if somebody pinned or not available would have to move, or the chain comes back to the wish.
        """
        moves = {wish: slot}
        waiting = [wish]
        while waiting:
            mover = waiting.pop()
            target = moves[mover]
            away = other if target == slot else slot
            for met in self.in_the_way(mover, target):
                if met in moves:
                    continue
                if met in self.pinned or away not in self._allowed[met]:
                    return None
                moves[met] = away
                waiting.append(met)
        return moves if self._agree(wish, moves) else None

    def fits(self, moves: Mapping[int, int]) -> bool:
        """Are there tables enough after the moves?"""
        change: dict[int, int] = {}
        for wish, slot in moves.items():
            if self.model.needs_table[wish]:
                change[slot] = change.get(slot, 0) + 1
                if self.slot[wish] != NOWHERE:
                    change[self.slot[wish]] = change.get(self.slot[wish], 0) - 1
        return all(by <= 0 or len(self.seated[slot]) + by <= self.model.room[slot] for slot, by in change.items())

    def apply(self, moves: Mapping[int, int]) -> None:
        """Move them all at once."""
        for wish in moves:
            if self.slot[wish] != NOWHERE:
                self.drop(wish)
        for wish, slot in moves.items():
            self.put(wish, slot)

    def touch(self, wish: int, others: Iterable[int]) -> bool:
        """Does the wish need a person of one of the others?"""
        mine = self.model.people[wish]
        return any(person in mine for other in others for person in self.model.people[other])

    def _agree(self, wish: int, moves: Mapping[int, int]) -> bool:
        if self.slot[wish] != NOWHERE:
            return True
        return not self.touch(wish, [other for other, slot in moves.items() if other != wish and slot == moves[wish]])
