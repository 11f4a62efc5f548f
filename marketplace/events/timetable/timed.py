"""The whole timetable as one programme: a column for each wish and slot."""

import time
from collections.abc import Callable, Sequence

from marketplace.events.timetable.board import Board
from marketplace.events.timetable.choosing import gained, slack
from marketplace.events.timetable.model import Model
from marketplace.events.timetable.placing import follow
from marketplace.events.timetable.programme import Impossible, Programme, Relaxed, Row, Whole

Places = dict[int, int]
Aim = Callable[[int, int], int]
_SPLIT = 1e-6
_DIVES = 12


class Timed:
    """A programme over wishes, spelled out slot by slot."""

    def __init__(self, model: Model, total: Programme) -> None:
        self.model = model
        self._wishes = [wish for wish in range(model.size) if total.fixed.get(wish) != 0]
        self.columns = [(wish, slot) for wish in self._wishes for slot in model.slots[wish]]
        self.programme = Programme(len(self.columns))
        self._of: dict[int, list[int]] = {wish: [] for wish in self._wishes}
        for at, (wish, _) in enumerate(self.columns):
            self._of[wish].append(at)
        self._add_slots()
        for wish, columns in self._of.items():
            self.programme.rows.append(Row(columns, 1, total.fixed.get(wish)))
        for row in total.rows:
            self._add_total(row)

    def solve(self, aim: Aim, places: Places, seconds: float, top: int | None) -> Whole:
        """Maximise over the columns, from these places on."""
        return _Search(self, [aim(wish, slot) for wish, slot in self.columns], seconds).run(places, top)

    def chosen(self, places: Places) -> set[int] | None:
        """The columns of places that keep all rows."""
        found = {at for at, (wish, slot) in enumerate(self.columns) if places.get(wish) == slot}
        return found if len(found) == len(places) and self.programme.admits(found) else None

    def rounded(self, relaxed: Relaxed, deadline: float) -> Places:
        """Whole places near a split solution."""
        board, values = Board(self.model), relaxed.values
        order = sorted((at for at in range(len(values)) if values[at] > _SPLIT), key=lambda at: (-values[at], at))
        follow(board, [self.columns[at] for at in order], deadline)
        return board.places()

    def places(self, taken: Sequence[bool]) -> Places:
        """The slots of the wishes that are held."""
        return {wish: slot for (wish, slot), held in zip(self.columns, taken, strict=True) if held}

    def _add_slots(self) -> None:
        model = self.model
        busy: dict[tuple[int, int], list[int]] = {}
        seated: dict[int, list[int]] = {}
        for at, (wish, slot) in enumerate(self.columns):
            for person in model.people[wish]:
                busy.setdefault((person, slot), []).append(at)
            if model.needs_table[wish]:
                seated.setdefault(slot, []).append(at)
        for columns in busy.values():
            self.programme.add(columns, 1)
        for slot, columns in seated.items():
            self.programme.add(columns, model.room[slot])

    def _add_total(self, row: Row) -> None:
        columns, counts = [], []
        for wish, count in row.terms():
            columns += self._of.get(wish, [])
            counts += [count] * len(self._of.get(wish, []))
        self.programme.rows.append(Row(columns, row.most, row.least, counts))


class _Search:
    """The relaxation first, for it often is whole; then among its columns; then among all that could be better."""

    def __init__(self, timed: Timed, gains: Sequence[int], seconds: float) -> None:
        self._timed = timed
        self._programme = timed.programme
        self._gains = gains
        self._deadline = time.monotonic() + seconds
        self._best: set[int] | None = None

    def run(self, places: Places, top: int | None) -> Whole:
        self._offer(self._timed.chosen(places))
        try:
            relaxed = self._programme.relax(self._gains, self._left(0.6))
        except Impossible:
            return Whole(None, 0 if top is None else top, True)
        if relaxed is None:
            return self._whole(self._programme, places, 1.0, top)
        top = relaxed.bound if top is None else min(top, relaxed.bound)
        taken = relaxed.whole()
        if taken is not None and top - gained(self._gains, taken) <= slack(self._gains):
            return Whole(taken, top, True)
        self._dive(relaxed, time.monotonic() + self._left(0.4))
        self._whole(self._near(relaxed), places, 0.4, top)
        if self._best is not None and top - self._gain(self._best) > slack(self._gains):
            self._programme.narrow(relaxed, self._gain(self._best))
        return self._whole(self._programme, places, 1.0, top)

    def _dive(self, relaxed: Relaxed, deadline: float) -> None:
        """Round, settle what is (nearly) whole, relax the rest again, and so on."""
        programme = self._programme.copy()
        for _ in range(_DIVES):
            self._offer(self._timed.chosen(self._timed.rounded(relaxed, deadline)))
            split = sorted((value, at) for at, value in enumerate(relaxed.values) if _SPLIT < value < 1 - _SPLIT)
            firm = [at for value, at in split[-max(8, len(split) // 6) :] if value >= 0.5] or [
                at for _, at in split[-4:]
            ]
            programme.fixed |= dict.fromkeys(firm, 1)
            programme.fixed |= {at: 1 for at, value in enumerate(relaxed.values) if value >= 1 - _SPLIT}
            try:
                again = programme.relax(self._gains, deadline - time.monotonic())
            except Impossible:
                return
            if again is None or not split:
                return
            relaxed = again

    def _near(self, relaxed: Relaxed) -> Programme:
        """Only columns of the relaxation or of the best so far."""
        near = self._programme.copy()
        for at, value in enumerate(relaxed.values):
            if value < _SPLIT and at not in (self._best or ()):
                near.fixed.setdefault(at, 0)
        return near

    def _whole(self, programme: Programme, places: Places, share: float, top: int | None) -> Whole:
        if self._best is not None and top is not None and top - self._gain(self._best) <= slack(self._gains):
            return self._answer(top, proven=True)
        hint = sorted(self._best) if self._best is not None else self._hint(places)
        whole = programme.solve(self._gains, seconds=self._left(share), hint=hint, top=top)
        if whole.taken is not None:
            self._offer({at for at, held in enumerate(whole.taken) if held})
        if self._best is None:
            return whole
        return self._answer(whole.bound, proven=whole.proven)

    def _answer(self, bound: int, *, proven: bool) -> Whole:
        taken = [at in (self._best or ()) for at in range(self._programme.size)]
        return Whole(taken, bound, proven)

    def _offer(self, chosen: set[int] | None) -> None:
        if chosen is not None and (self._best is None or self._gain(chosen) > self._gain(self._best)):
            self._best = chosen

    def _gain(self, chosen: set[int]) -> int:
        return sum(self._gains[at] for at in chosen)

    def _hint(self, places: Places) -> list[int]:
        return [at for at, (wish, slot) in enumerate(self._timed.columns) if places.get(wish) == slot]

    def _left(self, share: float) -> float:
        return max(0.001, share * (self._deadline - time.monotonic()))
