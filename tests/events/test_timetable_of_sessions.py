"""Sessions as large as they come, under the referee's eyes."""

import random
import time
from typing import Any

import pytest

from marketplace.events.timetable import Cause, Preference, Timetable, Wish, read_problem, solve
from tests.events.referee import broken_rules, kept, worth
from tests.events.sessions import after_no_show, as_rows, session_of

SESSIONS = {
    "all there": session_of(80, 120, 1_500, slots=12, tables=60),
    "tables all taken": session_of(80, 120, 1_500, slots=12, tables=60, caps=None),
    "every complication": session_of(80, 120, 1_500, slots=12, tables=50, missing=0.15, fixed=10, shared=10),
    "complications, no caps": session_of(
        80, 120, 1_500, slots=12, tables=50, missing=0.15, fixed=10, shared=10, caps=None
    ),
    "large": session_of(200, 300, 4_000, slots=16, tables=120, missing=0.05),
    "often away": session_of(30, 40, 500, slots=8, tables=16, missing=0.5, fixed=3, shared=6),
    "one table": session_of(10, 10, 60, slots=6, tables=1, missing=0.2),
    "everybody meets everybody": session_of(12, 12, 144, slots=12, tables=12, caps=None),
}


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_is_proven_best_and_keeps_the_rules(name: str) -> None:
    problem = SESSIONS[name]

    timetable = solve(read_problem(problem))

    assert broken_rules(problem, as_rows(timetable)) == []
    assert (timetable.optimal, timetable.upper_bound) == (True, worth(problem, as_rows(timetable))[1])
    assert timetable.upper_bound == timetable.total_weight


def test_everybody_meets_everybody_when_there_is_time_for_it() -> None:
    problem = SESSIONS["everybody meets everybody"]
    wished = [wish["id"] for wish in problem["wishes"] if wish["preference"] != "no"]

    meetings = as_rows(solve(read_problem(problem)))

    assert sorted(meeting["wish"] for meeting in meetings) == sorted(wished)


@pytest.mark.parametrize("seed", range(120))
def test_a_chance_session_keeps_the_rules_and_its_reasons_are_true(seed: int) -> None:
    chance = random.Random(seed)
    problem = session_of(
        chance.randint(5, 25),
        chance.randint(5, 25),
        chance.randint(5, 25),
        slots=chance.randint(2, 8),
        tables=chance.randint(4, 12),
        missing=chance.choice([0, 0.1, 0.4]),
        fixed=chance.randint(0, 3),
        shared=chance.randint(0, 4),
        caps=chance.choice([None, (1, 4)]),
        seed=seed,
    )

    timetable = solve(read_problem(problem))

    assert broken_rules(problem, as_rows(timetable)) == []
    assert timetable.optimal
    assert lies(problem, timetable) == []


@pytest.mark.parametrize("name", ["every complication", "complications, no caps", "often away", "one table"])
def test_reasons_of_a_session_are_true(name: str) -> None:
    problem = SESSIONS[name]

    assert lies(problem, solve(read_problem(problem))) == []


@pytest.mark.parametrize("gone", ["P3", "S7", "P11"])
def test_a_no_show_changes_little(gone: str) -> None:
    problem = SESSIONS["every complication"]
    timetable = solve(read_problem(problem))
    again = after_no_show(problem, timetable, gone)

    replanned = solve(read_problem(again))

    assert broken_rules(again, as_rows(replanned)) == []
    assert replanned.optimal
    assert replanned.total_weight == solve(read_problem({**again, "previous": []})).total_weight
    lost = [meeting for meeting in timetable.meetings if gone in ends_of(problem, meeting.wish)]
    assert len(timetable.meetings) - kept(again, as_rows(replanned)) <= 3 * len(lost)


def test_an_unchanged_session_stays_as_it_is() -> None:
    problem = SESSIONS["every complication"]
    timetable = solve(read_problem(problem))

    again = solve(read_problem({**problem, "previous": as_rows(timetable)}))

    assert sorted(map(str, again.meetings)) == sorted(map(str, timetable.meetings))


def test_a_session_that_cannot_be_proven_in_time_ends_in_time_with_a_bound_that_holds() -> None:
    problem = session_of(80, 120, 1_500, slots=12, tables=50, missing=0.5, fixed=10, shared=10, caps=None)

    started = time.process_time()
    timetable = solve(read_problem(problem), seconds=1)
    used = time.process_time() - started
    longer = solve(read_problem(problem), seconds=4)

    assert broken_rules(problem, as_rows(timetable)) == []
    assert used < 4
    assert timetable.total_weight <= longer.upper_bound
    assert timetable.optimal is (timetable.upper_bound == timetable.total_weight)


def ends_of(problem: dict[str, Any], wish: Any) -> tuple[str, str]:
    row = next(row for row in problem["wishes"] if row["id"] == wish)
    return row["provider"], row["seeker"]


def lies(problem: dict[str, Any], timetable: Timetable) -> list[str]:
    """Reasons that the meetings do not bear out."""
    known = read_problem(problem)
    held = {meeting.wish: meeting for meeting in timetable.meetings}
    found = []
    for reason in timetable.unscheduled:
        wish = known.wishes[reason.wish]
        ends = (known.parties[wish.provider], known.parties[wish.seeker])
        common = ends[0].available & ends[1].available
        counts = {
            end.id: sum(end.id in (known.wishes[key].provider, known.wishes[key].seeker) for key in held)
            for end in ends
        }
        match reason.cause:
            case Cause.REFUSED:
                true = wish.preference is Preference.NO
            case Cause.NO_COMMON_SLOT:
                true = not common
            case Cause.PARTY_FULL:
                true = all(
                    counts[key] in (known.parties[key].most, len(known.parties[key].available))
                    for key in reason.parties
                )
            case Cause.TABLES_FULL:
                seated = [
                    {
                        held[key].slot
                        for key in held
                        if known.fixed_table_of(known.wishes[key]) is None and held[key].slot == slot
                    }
                    for slot in common
                ]
                full = [
                    slot
                    for slot in common
                    if sum(
                        meeting.slot == slot and known.fixed_table_of(known.wishes[meeting.wish]) is None
                        for meeting in timetable.meetings
                    )
                    == len(known.open_tables())
                ]
                true = bool(full) and bool(seated)
            case Cause.OUTWEIGHED | Cause.EQUALLED:
                rivals = [known.wishes[key] for key in reason.rivals]
                weight, price = value(wish), [sum(part) for part in zip(*map(value, rivals), strict=True)]
                true = all(key in held for key in reason.rivals) and len({held[key].slot for key in reason.rivals}) == 1
                true = true and (tuple(price) > weight if reason.cause is Cause.OUTWEIGHED else tuple(price) == weight)
            case _:
                true = False
        if not true:
            found.append(reason.sentence)
    return found


def value(wish: Wish) -> tuple[int, Any]:
    return int(wish.preference is Preference.MUST), wish.weight
