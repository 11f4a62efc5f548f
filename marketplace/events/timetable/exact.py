"""One aim after the other over whole timetables: for problems that choosing and placing leave open."""

import time
from dataclasses import dataclass

from marketplace.events.timetable.board import Board
from marketplace.events.timetable.choosing import Choice, limit_musts, rules_in_total, score_of, slack
from marketplace.events.timetable.model import Model
from marketplace.events.timetable.placing import fill
from marketplace.events.timetable.programme import Impossible, Programme, Whole
from marketplace.events.timetable.timed import Aim, Places, Timed

_TOO_LARGE = 150_000  # columns: more take longer to write down than people wait
_LEAST = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Places with the bounds that hold for them; `proven` says that nothing is better, down to the last aim."""

    places: Places
    musts: int
    worth: int
    proven: bool


def climb(model: Model, choice: Choice, places: Places, deadline: float) -> Found:
    """The best timetable that can be proven or found in time; never worse than `places`."""
    found = _reach(model, choice, places, deadline)
    return found if found is not None else _by_aims(model, choice, _filled(model, places, deadline), deadline)


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
    try:
        relaxed = total.relax(model.worth)
    except Impossible:
        relaxed = None
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
    if answer is None or musts_of(model, answer) <= musts_of(model, places):
        return whole.bound, places
    return whole.bound, _filled(model, {wish: slot for wish, slot in answer.items() if model.is_must[wish]}, deadline)


def _filled(model: Model, places: Places, deadline: float) -> Places:
    board = Board(model)
    board.clear(places)
    fill(board, range(model.size), time.monotonic() + _part(deadline, 0.1))
    return board.places()


def _solved(
    model: Model,
    total: Programme,
    aim: Aim,
    places: Places,
    seconds: float,
    top: int | None,
) -> tuple[Places | None, Whole]:
    size = sum(len(model.slots[wish]) for wish in range(model.size) if total.fixed.get(wish) != 0)
    if size > _TOO_LARGE or seconds <= _LEAST:
        return None, Whole(None, model.size**2 if top is None else top, False)
    timed = Timed(model, total)
    whole = timed.solve(aim, places, seconds, top)
    return None if whole.taken is None else timed.places(whole.taken), whole


def _final_aim(model: Model) -> Aim:
    if not model.problem.previous:
        return lambda _wish, _slot: 0
    return lambda wish, slot: score_of(model, wish, kept=model.before[wish] == slot)


def _part(deadline: float, share: float) -> float:
    return max(_LEAST, share * (deadline - time.monotonic()))
