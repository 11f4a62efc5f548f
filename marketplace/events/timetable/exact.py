"""The whole timetable as one programme, a column for each wish and slot: for problems that choosing and placing leave open."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marketplace.events.timetable.choosing import Choice, gained, limit_musts, rules_in_total, score_of, slack
from marketplace.events.timetable.model import Model
from marketplace.events.timetable.programme import Programme, Row, Whole

Places = dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Places with the bounds that hold for them; `proven` says that nothing is better, down to the last aim."""

    places: Places
    musts: int
    worth: int
    proven: bool


class Timed:
    """A programme over wishes, spelled out slot by slot."""

    def __init__(self, model: Model, total: Programme) -> None:
        self._model = model
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

    def solve(self, aim: Callable[[int, int], int], places: Places, seconds: float, top: int | None) -> Whole:
        """Maximise over the columns, from these places on: the relaxation first, for it often is whole."""
        started = time.monotonic()
        gains = [aim(wish, slot) for wish, slot in self.columns]
        relaxed = self.programme.relax(gains, seconds)
        if relaxed is not None:
            top = relaxed.bound if top is None else min(top, relaxed.bound)
            taken = relaxed.whole()
            if taken is not None and top - gained(gains, taken) <= slack(gains):
                return Whole(taken, top, True)
            floor = self._floor(gains, places)
            if floor is not None:
                self.programme.narrow(relaxed, floor)
        hint = [at for at, (wish, slot) in enumerate(self.columns) if places.get(wish) == slot]
        return self.programme.solve(gains, seconds=seconds - (time.monotonic() - started), hint=hint, top=top)

    def _floor(self, gains: Sequence[int], places: Places) -> int | None:
        """What the places gain, if they keep the programme's rows."""
        chosen = {at for at, (wish, slot) in enumerate(self.columns) if places.get(wish) == slot}
        if len(chosen) < len(places) or not self.programme.admits(chosen):
            return None
        return sum(gains[at] for at in chosen)

    def places(self, taken: Sequence[bool]) -> Places:
        """The slots of the wishes that are held."""
        return {wish: slot for (wish, slot), held in zip(self.columns, taken, strict=True) if held}

    def _add_slots(self) -> None:
        model = self._model
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


def climb(model: Model, choice: Choice, places: Places, deadline: float) -> Found:
    """The best timetable that can be proven or found in time; never worse than `places`."""
    found = _reach(model, choice, places, deadline)
    return found if found is not None else _by_aims(model, choice, places, deadline)


def worth_of(model: Model, places: Places) -> int:
    """The weight of the meetings, in whole numbers."""
    return sum(model.worth[wish] for wish in places)


def musts_of(model: Model, places: Places) -> int:
    """How many musts are held."""
    return sum(model.is_must[wish] for wish in places)


def final_score(model: Model, places: Places) -> int:
    """How well the meetings reach the last aim."""
    return sum(score_of(model, wish, kept=model.before[wish] == slot) for wish, slot in places.items())


def _reach(model: Model, choice: Choice, places: Places, deadline: float) -> Found | None:
    """Look only among timetables that reach all bounds of the choice: few wishes are left open there."""
    again = model.problem.previous
    top = choice.score if again else 0
    answer, whole = _solved(model, choice.programme, _final_aim(model), places, _part(deadline, 0.5), top)
    if answer is None:
        return None
    return Found(places=answer, musts=choice.musts, worth=choice.worth, proven=whole.proven or not again)


def _by_aims(model: Model, choice: Choice, places: Places, deadline: float) -> Found:
    """One aim after the other: musts, worth, and what was before."""
    musts, places = _most_musts(model, choice, places, deadline)
    held = musts_of(model, places)
    total = rules_in_total(model)
    limit_musts(total, model, held, musts)
    relaxed = total.relax(model.worth)
    bound = choice.worth if relaxed is None else relaxed.bound
    if relaxed is not None:
        total.narrow(relaxed, worth_of(model, places))
    answer, whole = _solved(model, total, lambda wish, _: model.worth[wish], places, _part(deadline, 0.7), bound)
    places = places if answer is None or worth_of(model, answer) < worth_of(model, places) else answer
    proven = held == musts and whole.bound - worth_of(model, places) <= slack(model.worth)
    if proven and model.problem.previous:
        total.hold(model.worth, worth_of(model, places))
        answer, last = _solved(model, total, _final_aim(model), places, _part(deadline, 1.0), None)
        places, proven = (places if answer is None else answer), last.proven
    return Found(places=places, musts=musts, worth=whole.bound, proven=proven)


def _most_musts(model: Model, choice: Choice, places: Places, deadline: float) -> tuple[int, Places]:
    if musts_of(model, places) == choice.musts:
        return choice.musts, places
    total = rules_in_total(model)
    aim = [int(must) for must in model.is_must]
    answer, whole = _solved(model, total, lambda wish, _: aim[wish], places, _part(deadline, 0.5), choice.musts)
    better = answer is not None and musts_of(model, answer) > musts_of(model, places)
    return whole.bound, answer if answer is not None and better else places


def _solved(
    model: Model,
    total: Programme,
    aim: Callable[[int, int], int],
    places: Places,
    seconds: float,
    top: int | None,
) -> tuple[Places | None, Whole]:
    timed = Timed(model, total)
    whole = timed.solve(aim, places, seconds, top)
    return None if whole.taken is None else timed.places(whole.taken), whole


def _final_aim(model: Model) -> Callable[[int, int], int]:
    if not model.problem.previous:
        return lambda _wish, _slot: 0
    return lambda wish, slot: score_of(model, wish, kept=model.before[wish] == slot)


def _part(deadline: float, share: float) -> float:
    return max(0.05, share * (deadline - time.monotonic()))
