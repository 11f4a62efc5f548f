"""Small problems against the best of all timetables, thousands of them."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.events.timetable import Cause, Timetable, read_problem, solve
from tests.events.problems import problems_planned_before, small_problems
from tests.events.referee import best_by_trying, broken_rules, kept, worth
from tests.events.sessions import as_rows

_MANY = settings(max_examples=1_400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
_SOME = settings(_MANY, max_examples=700)


def is_the_best(problem: dict[str, Any], timetable: Timetable) -> None:
    """Assert every promise of a proven timetable."""
    meetings = as_rows(timetable)
    held = worth(problem, meetings)
    best, most_kept = best_by_trying(problem)

    assert broken_rules(problem, meetings) == []
    assert (held, timetable.optimal) == (best, True)
    assert (timetable.total_weight, timetable.upper_bound) == (held[1], held[1])
    assert kept(problem, meetings) == most_kept
    named = [meeting["wish"] for meeting in meetings] + [reason.wish for reason in timetable.unscheduled]
    assert sorted(named) == sorted(wish["id"] for wish in problem["wishes"])
    assert [reason for reason in timetable.unscheduled if reason.cause is Cause.UNFINISHED] == []


@given(small_problems())
@_MANY
def test_a_small_problem_is_solved_best(problem: dict[str, Any]) -> None:
    is_the_best(problem, solve(read_problem(problem)))


@given(problems_planned_before())
@_SOME
def test_a_plan_of_before_changes_least(problem: dict[str, Any]) -> None:
    is_the_best(problem, solve(read_problem(problem)))


@given(small_problems(), st.data())
@settings(_MANY, max_examples=300)
def test_locks_hold_in_the_best_timetable(problem: dict[str, Any], data: st.DataObject) -> None:
    first = as_rows(solve(read_problem(problem)))
    locked = (
        {**problem, "locked": data.draw(st.lists(st.sampled_from(first), unique_by=lambda row: row["wish"]))}
        if first
        else problem
    )

    is_the_best(locked, solve(read_problem(locked)))
