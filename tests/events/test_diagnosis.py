"""What cannot be is said before solving; two set-ups are compared by solving both."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings

from marketplace.events.diagnosis import Change, Trouble, affected, compare, diagnose, differences
from marketplace.events.timetable import Meeting, Preference, Problem, Reach, reach_of, read_problem, solve
from tests.events.problems import small_problems


def session(*, tables: int = 2, slots: int = 2, **parties: dict[str, Any]) -> Problem:
    """P1 and P2 offer, S1 and S2 seek; P1 must meet both, P2 wants both."""
    rows = [
        {"id": key, "side": "provider" if key[0] == "P" else "seeker"} | parties.get(key, {})
        for key in ("P1", "P2", "S1", "S2")
    ]
    wishes = [
        {"id": "a", "provider": "P1", "seeker": "S1", "weight": 5, "preference": "must"},
        {"id": "b", "provider": "P1", "seeker": "S2", "weight": 4, "preference": "must"},
        {"id": "c", "provider": "P2", "seeker": "S1", "weight": 3, "preference": "want"},
        {"id": "d", "provider": "P2", "seeker": "S2", "weight": 2, "preference": "want"},
    ]
    return read_problem({"slots": slots, "tables": tables, "parties": rows, "wishes": wishes})


def sentences(problem: Problem) -> list[tuple[Trouble, str]]:
    return [(finding.trouble, finding.sentence) for finding in diagnose(problem)]


def test_a_set_up_that_holds_everything_has_no_findings() -> None:
    assert sentences(session()) == []


def test_a_must_without_a_common_slot_is_named() -> None:
    assert sentences(session(P1={"available": [0]}, S1={"available": [1]})) == [
        (Trouble.NO_COMMON_SLOT, "P1 and S1 must meet (wish a) but are never available together."),
        (Trouble.TOO_MANY_MUSTS, "P1 must meet 2 times but can meet 1 times at most."),
        (Trouble.TOO_MANY_MUSTS, "Of 2 meetings that must be held, 1 can be held at most."),
    ]


def test_musts_over_a_cap_are_named() -> None:
    assert sentences(session(P1={"max_meetings": 1})) == [
        (Trouble.TOO_MANY_MUSTS, "P1 must meet 2 times but can meet 1 times at most."),
        (Trouble.TOO_MANY_MUSTS, "Of 2 meetings that must be held, 1 can be held at most."),
    ]


def test_somebody_who_is_never_there_is_named() -> None:
    assert sentences(session(P2={"available": []})) == [
        (Trouble.NEVER_THERE, "P2 is in 2 wishes but not available in any slot.")
    ]


def test_too_few_tables_are_counted() -> None:
    assert sentences(session(tables=1, slots=3)) == [
        (Trouble.TOO_FEW_TABLES, "1 open tables in 3 slots hold 3 meetings; 4 are wished that need one.")
    ]


def test_a_pair_that_wishes_and_refuses_is_named() -> None:
    problem = read_problem(
        {
            "slots": 1,
            "tables": 1,
            "parties": [{"id": "P", "side": "provider"}, {"id": "S", "side": "seeker"}],
            "wishes": [
                {"id": "yes", "provider": "P", "seeker": "S", "weight": 1, "preference": "want"},
                {"id": "not", "provider": "P", "seeker": "S", "weight": 1, "preference": "no"},
            ],
        }
    )

    assert sentences(problem) == [
        (Trouble.REFUSED_AND_WISHED, "P and S wish to meet (wish yes) and refuse to (wish not).")
    ]


def test_one_more_table_gains_a_meeting() -> None:
    comparison = compare(session(tables=1, slots=3), session(tables=2, slots=3))

    assert (comparison.meetings, comparison.musts, comparison.weight) == (1, 0, Fraction(2))
    assert [change.wish for change in comparison.changes if change.before is None] == ["d"]


def test_the_reach_of_a_set_up_is_said_without_making_its_timetable() -> None:
    assert reach_of(session(tables=1, slots=3)) == Reach(musts=2, weight=Fraction(12), meetings=3)
    assert reach_of(session(P1={"max_meetings": 1})) == Reach(musts=1, weight=Fraction(10), meetings=3)


@given(small_problems())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_timetable_goes_beyond_the_reach(raw: dict[str, Any]) -> None:
    problem = read_problem(raw)
    reach, made = reach_of(problem), solve(problem)

    musts = sum(problem.wishes[each.wish].preference is Preference.MUST for each in made.meetings)
    assert reach.musts >= musts
    assert reach.musts > musts or reach.weight >= made.total_weight


def test_changes_are_told_to_both_parties() -> None:
    old = [Meeting("a", 0, 0), Meeting("c", 1, 0), Meeting("d", 0, 1)]
    new = [Meeting("a", 0, 0), Meeting("c", 1, 1), Meeting("b", 1, 0)]

    changes = differences(old, new)

    moved = Change(wish="c", before=Meeting("c", 1, 0), after=Meeting("c", 1, 1))
    gone = Change(wish="d", before=Meeting("d", 0, 1), after=None)
    come = Change(wish="b", before=None, after=Meeting("b", 1, 0))
    assert changes == (moved, gone, come)
    assert affected(session(), changes) == {"P2": [moved, gone], "S1": [moved], "S2": [gone, come], "P1": [come]}
