"""Solve a problem: choose the meetings, place them, prove it; then tables, comfort and reasons."""

import time
from dataclasses import dataclass
from fractions import Fraction

from marketplace.events.timetable.board import Board
from marketplace.events.timetable.choosing import Choice, choose, slack
from marketplace.events.timetable.comfort import Comfort
from marketplace.events.timetable.exact import Found, climb, final_score, musts_of, worth_of
from marketplace.events.timetable.model import Model, build_model
from marketplace.events.timetable.placing import fill, place
from marketplace.events.timetable.problem import Preference, Problem, Timetable
from marketplace.events.timetable.reasons import explain
from marketplace.events.timetable.seating import seat

_PLACING = 0.25  # parts of the time that may be spent
_COMFORT = 0.05


def solve(problem: Problem, *, seconds: float = 20.0) -> Timetable:
    """The best timetable, proven; or, when the time is over, the best found with a bound that holds."""
    started = time.monotonic()
    model = build_model(problem)
    found = _find(model, started, seconds)
    board = Board(model)
    board.clear(found.places)
    fill(board, _worth_filling(model, found), started + seconds)
    _comfort(board, started, seconds)
    meetings = seat(model, board.places())
    total = sum((problem.wishes[meeting.wish].weight for meeting in meetings), Fraction(0))
    locked = sum((problem.wishes[lock.wish].weight for lock in problem.locked), Fraction(0))
    return Timetable(
        meetings=meetings,
        total_weight=total,
        upper_bound=max(total, locked + Fraction(found.worth, model.scale)),
        optimal=found.proven,
        unscheduled=explain(problem, meetings, proven=found.proven),
        seconds=time.monotonic() - started,
    )


def _find(model: Model, started: float, seconds: float) -> Found:
    choice = choose(model)
    board = Board(model)
    place(board, choice.wishes, started + _PLACING * seconds)
    places = board.places()
    if _reaches(model, choice, places):
        return Found(places=places, musts=choice.musts, worth=choice.worth, proven=True)
    return climb(model, choice, places, started + (1 - _COMFORT) * seconds)


def _reaches(model: Model, choice: Choice, places: dict[int, int]) -> bool:
    if musts_of(model, places) < choice.musts or choice.worth - worth_of(model, places) > slack(model.worth):
        return False
    return not model.problem.previous or final_score(model, places) >= choice.score


def _worth_filling(model: Model, found: Found) -> list[int]:
    """After a proof only meetings of no weight can come; a plan of before is not disturbed by them."""
    if found.proven:
        return [wish for wish in range(model.size) if model.worth[wish] == 0 and not model.problem.previous]
    return [wish for wish in range(model.size) if model.worth[wish] > 0]


def _comfort(board: Board, started: float, seconds: float) -> None:
    model = board.model
    board.pinned = frozenset(wish for wish, slot in board.places().items() if slot == model.before[wish])
    spent = time.monotonic() - started
    Comfort(board).improve(started + min(seconds, spent + max(_COMFORT * seconds, 0.1 * spent)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What no timetable exceeds: the most musts and, with these, the weight; `meetings` are those of a choice that would reach it."""

    musts: int
    weight: Fraction
    meetings: int


def reach_of(problem: Problem, *, seconds: float = 3.0) -> Reach:
    """The reach by caps, time and tables in total, long before a timetable is made; locked meetings are counted.

    Slots and tables nearly always allow what the totals allow.
    """
    model = build_model(problem)
    choice = choose(model, seconds / 3)
    locked = [problem.wishes[lock.wish] for lock in problem.locked]
    return Reach(
        musts=choice.musts + sum(wish.preference is Preference.MUST for wish in locked),
        weight=Fraction(choice.worth, model.scale) + sum((wish.weight for wish in locked), Fraction(0)),
        meetings=len(choice.wishes) + len(locked),
    )


def most_musts(problem: Problem) -> int:
    """How many musts a timetable can hold at most, by caps, time and tables in total; locked ones are counted."""
    return reach_of(problem, seconds=9.0).musts
