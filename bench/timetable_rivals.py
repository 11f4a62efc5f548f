"""What others would do: take the heaviest wish that fits, or give CP-SAT a variable for each wish and slot."""

import time
from collections import Counter
from fractions import Fraction
from typing import Any

from marketplace.events.timetable import Preference, Problem


def greedy_weight(problem: Problem) -> tuple[int, Fraction]:
    """Musts and weight when wishes are taken by weight, musts first, each in its first free slot."""
    busy: set[tuple[object, int]] = set()
    seated: Counter[int] = Counter()
    meets: Counter[object] = Counter()
    musts, weight = 0, Fraction(0)
    tables = len(problem.open_tables())
    for wish in sorted(
        problem.wishes.values(), key=lambda wish: (wish.preference is not Preference.MUST, -wish.weight)
    ):
        ends = (problem.parties[wish.provider], problem.parties[wish.seeker])
        if wish.preference is Preference.NO or any(end.most is not None and meets[end.id] >= end.most for end in ends):
            continue
        needs_table = problem.fixed_table_of(wish) is None
        people = {key for end in ends for key in (end.id, *_sharing(problem, end.id))}
        for slot in sorted(ends[0].available & ends[1].available):
            if (needs_table and seated[slot] >= tables) or any((key, slot) in busy for key in people):
                continue
            busy |= {(end.id, slot) for end in ends}
            meets.update(end.id for end in ends)
            seated[slot] += needs_table
            musts += wish.preference is Preference.MUST
            weight += wish.weight
            break
    return musts, weight


def naive_seconds(problem: Problem, limit: float) -> tuple[float, bool]:
    """Seconds that CP-SAT takes with one variable for each wish and slot, building included; and whether it proved its best."""
    from ortools.sat.python import cp_model

    started = time.monotonic()
    model = cp_model.CpModel()
    held = {
        (wish.id, slot): model.new_bool_var("")
        for wish in problem.wishes.values()
        if wish.preference is not Preference.NO
        for slot in problem.parties[wish.provider].available & problem.parties[wish.seeker].available
    }
    _add_rules(model, problem, held)
    heavy = 1 + sum(abs(round(100 * wish.weight)) for wish in problem.wishes.values())
    model.maximize(
        sum(
            (round(100 * problem.wishes[key].weight) + heavy * (problem.wishes[key].preference is Preference.MUST))
            * taken
            for (key, _), taken in held.items()
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    return time.monotonic() - started, status == cp_model.OPTIMAL


def _add_rules(model: Any, problem: Problem, held: dict[tuple[Any, int], Any]) -> None:
    at_once: dict[tuple[object, ...], list[Any]] = {}
    total: dict[object, list[Any]] = {}
    for (key, slot), taken in held.items():
        wish = problem.wishes[key]
        at_once.setdefault(("wish", key), []).append(taken)
        pairs = {
            ("pair", *sorted((str(end), str(other))), slot)
            for end in (wish.provider, wish.seeker)
            for other in (end, *_sharing(problem, end))
        }
        for pair in pairs:
            at_once.setdefault(pair, []).append(taken)
        for end in (wish.provider, wish.seeker):
            total.setdefault(end, []).append(taken)
        if problem.fixed_table_of(wish) is None:
            total.setdefault(slot, []).append(taken)
    for columns in at_once.values():
        model.add_at_most_one(columns)
    for slot in range(problem.slots):
        model.add(sum(total.get(slot, [])) <= len(problem.open_tables()))
    for key, party in problem.parties.items():
        if party.most is not None:
            model.add(sum(total.get(key, [])) <= party.most)


def _sharing(problem: Problem, key: Any) -> set[Any]:
    said = problem.parties[key].shared_with
    return {*said, *(other.id for other in problem.parties.values() if key in other.shared_with)}
