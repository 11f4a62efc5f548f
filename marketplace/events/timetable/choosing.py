"""Which meetings to hold, slots left aside: a degree-constrained subgraph whose relaxation is (nearly always) whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.events.timetable.model import Model
from marketplace.events.timetable.programme import Impossible, Programme

_SECONDS = 3.0
_FEW_SETS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Wishes to hold, with what no timetable exceeds: musts, then worth, then the score of what is kept.

    `programme` holds all choices that reach `musts` and `worth`.
    """

    wishes: list[int]
    musts: int
    worth: int
    score: int
    programme: Programme


def choose(model: Model, seconds: float = _SECONDS) -> Choice:
    """Choose by caps, time and tables in total; `seconds` are for each of the three aims, when its relaxation is not whole."""
    programme = rules_in_total(model)
    musts, _ = maximise(programme, [int(must) for must in model.is_must], seconds)
    limit_musts(programme, model, musts, musts)
    worth, taken = maximise(programme, model.worth, seconds)
    best = programme.copy()
    score, taken_by_score = maximise(programme, final_gains(model), seconds)
    return Choice(
        wishes=[at for at, held in enumerate(taken_by_score or taken or ()) if held],
        musts=musts,
        worth=worth,
        score=score,
        programme=best,
    )


def final_gains(model: Model) -> list[int]:
    """The last aim: keep what was, then add little that was not; without a plan of before, hold all that is free."""
    if not model.problem.previous:
        return [1] * model.size
    return [score_of(model, wish, kept=model.before[wish] >= 0) for wish in range(model.size)]


def score_of(model: Model, wish: int, *, kept: bool) -> int:
    """What a meeting adds to the last aim."""
    if not model.problem.previous:
        return 1
    return (model.size + 1 if kept else 0) - 1


def limit_musts(programme: Programme, model: Model, least: int, most: int) -> None:
    """Hold at least and at most so many musts."""
    musts = [wish for wish in range(model.size) if model.is_must[wish]]
    if musts:
        programme.add(musts, most, least)


def maximise(programme: Programme, gains: Sequence[int], seconds: float = _SECONDS) -> tuple[int, list[bool] | None]:
    """The bound and the best columns; then the programme holds just the solutions that reach the bound."""
    if not programme.size or not any(gains):
        return 0, None
    try:
        relaxed = programme.relax(gains)
    except Impossible:
        relaxed = None
    if relaxed is None:
        return sum(max(0, gain) for gain in gains), None
    taken = relaxed.whole()
    if taken is not None and relaxed.bound - gained(gains, taken) <= slack(gains):
        programme.narrow(relaxed, gained(gains, taken))
        return relaxed.bound, taken
    whole = programme.solve(gains, seconds=seconds, top=relaxed.bound)
    if whole.taken is None:
        return relaxed.bound, None
    if whole.proven:
        programme.narrow(relaxed, gained(gains, whole.taken))
        programme.hold(gains, gained(gains, whole.taken))
    return whole.bound, whole.taken


def slack(gains: Sequence[int]) -> int:
    """Rounding that does not count: a part in 10^12 of all gains, nothing for numbers of usual size."""
    return sum(map(abs, gains)) // 10**12


def gained(gains: Sequence[int], taken: Sequence[bool]) -> int:
    """The sum of the gains that are taken."""
    return sum(gain for gain, held in zip(gains, taken, strict=True) if held)


def rules_in_total(model: Model) -> Programme:
    """Caps, time and tables, added up over the slots."""
    programme = Programme(model.size)
    by_party: dict[int, list[int]] = {}
    by_person: dict[int, list[int]] = {}
    for wish in range(model.size):
        for end in model.ends[wish]:
            by_party.setdefault(end, []).append(wish)
        for person in model.people[wish]:
            by_person.setdefault(person, []).append(wish)
    for party, wishes in by_party.items():
        most = model.most[party]
        if most is not None:
            programme.add(wishes, most)
    for wishes in by_person.values():
        _add_time(programme, model, wishes)
    _add_tables(programme, model)
    return programme


def _add_time(programme: Programme, model: Model, wishes: list[int]) -> None:
    """A person's wishes that fit only into some slots are at most as many as these slots."""
    sets = {frozenset(model.slots[wish]) for wish in wishes}
    for among in sorted({*sets, frozenset[int]().union(*sets)}, key=sorted):
        if len(wishes) > len(among):
            programme.add([wish for wish in wishes if among.issuperset(model.slots[wish])], len(among))


def _add_tables(programme: Programme, model: Model) -> None:
    seated = [wish for wish in range(model.size) if model.needs_table[wish]]
    sets = {frozenset(model.slots[wish]) for wish in seated}
    few = sets if len(sets) <= _FEW_SETS else set()
    for among in sorted({*few, frozenset[int]().union(*sets)}, key=sorted):
        inside = [wish for wish in seated if among.issuperset(model.slots[wish])]
        programme.add(inside, sum(model.room[slot] for slot in among))
