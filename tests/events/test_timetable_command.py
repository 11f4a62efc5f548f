"""The command: JSON in, JSON out, sentences for what is wrong."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from marketplace.events.timetable.__main__ import main
from tests.conftest import ROOT


def problem(**changes: Any) -> dict[str, Any]:
    """Two providers, two seekers, two slots, one table."""
    return {
        "slots": 2,
        "tables": 1,
        "parties": [
            {"id": "P1", "side": "provider", "available": [0, 1], "max_meetings": 2},
            {"id": "P2", "side": "provider", "available": [1], "max_meetings": 1},
            {"id": "S1", "side": "seeker", "available": [0, 1], "max_meetings": 2},
            {"id": "S2", "side": "seeker", "available": [0], "max_meetings": 1},
        ],
        "wishes": [
            {"id": "a", "provider": "P1", "seeker": "S1", "weight": 5, "preference": "must"},
            {"id": "b", "provider": "P2", "seeker": "S1", "weight": 2.5, "preference": "want"},
            {"id": "c", "provider": "P1", "seeker": "S2", "weight": 2, "preference": "want"},
            {"id": "d", "provider": "P2", "seeker": "S2", "weight": 9, "preference": "want"},
        ],
        "locked": [],
    } | changes


def run(tmp_path: Path, content: object) -> tuple[int, Path]:
    """Write a problem, solve it into a file."""
    source, target = tmp_path / "problem.json", tmp_path / "out.json"
    source.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return main([str(source), "-o", str(target)]), target


def test_the_command_writes_the_timetable(tmp_path: Path) -> None:
    code, target = run(tmp_path, problem())
    answer = json.loads(target.read_text(encoding="utf-8"))

    assert code == 0
    assert answer.pop("seconds") >= 0
    assert answer == {
        "meetings": [{"wish": "a", "slot": 0, "table": 0}, {"wish": "b", "slot": 1, "table": 0}],
        "total_weight": 7.5,
        "upper_bound": 7.5,
        "optimal": True,
        "unscheduled": [
            {"wish": "c", "reason": "lost to heavier wishes: a (5) holds slot 0 (must), weight 5 against 2"},
            {"wish": "d", "reason": "no common slot: P2 and S2 are never available together"},
        ],
    }


def test_the_module_runs_and_prints_without_an_output_file(tmp_path: Path) -> None:
    source = tmp_path / "problem.json"
    source.write_text(json.dumps(problem()), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "marketplace.events.timetable", str(source)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout)["total_weight"] == 7.5
    assert done.stderr == ""


def party(at: int, **changes: Any) -> list[dict[str, Any]]:
    parties = problem()["parties"]
    parties[at] |= changes
    return parties


def wish(at: int, **changes: Any) -> list[dict[str, Any]]:
    wishes = problem()["wishes"]
    wishes[at] |= changes
    return wishes


LOCK = {"wish": "a", "slot": 0, "table": 0}
MISTAKES: list[tuple[object, str]] = [
    ("{", "The problem is not valid JSON"),
    ([1], "The problem must be an object with named fields."),
    (problem(slots=0), "The problem: slots must be a whole number, at least 1, not 0."),
    (problem(tables="2"), 'The problem: tables must be a whole number, at least 1, not "2".'),
    (problem(parties={}), "The problem: parties must be a list."),
    (problem(parties=[*party(0), party(0)[0]]), "Two parties have the id P1; give each its own."),
    (problem(parties=party(0, id="")), "Party number 1 has no id; give it one."),
    (problem(parties=party(0, side="both")), 'Party P1: side must be provider or seeker, not "both".'),
    (problem(parties=party(0, available=[2])), "Party P1: available names slot 2, but slots go from 0 to 1."),
    (
        problem(parties=party(0, max_meetings=-1)),
        "Party P1: max_meetings must be a whole number, at least 0, not -1.",
    ),
    (problem(parties=party(0, fixed_table=1)), "Party P1: fixed_table is 1, but tables go from 0 to 0."),
    (
        problem(tables=2, parties=[row | {"fixed_table": 1} for row in party(0)]),
        "Table 1 is fixed to both P1 and P2; a fixed table belongs to one party.",
    ),
    (problem(parties=party(0, shared_with=["X"])), "Party P1: shared_with names X, which is no party."),
    (problem(wishes=[*wish(0), wish(0)[0]]), "Two wishes have the id a; give each its own."),
    (problem(wishes=wish(0, seeker="X")), "Wish a: its seeker X is no party; add the party or drop the wish."),
    (problem(wishes=wish(0, seeker="P2")), "Wish a: its seeker P2 is registered as provider."),
    (problem(wishes=wish(0, weight="5")), 'Wish a: weight must be a number, not "5".'),
    (problem(wishes=wish(0, weight=float("nan"))), "Wish a: weight must lie between -10^12 and 10^12."),
    (problem(wishes=wish(0, weight=1e300)), "Wish a: weight must lie between -10^12 and 10^12."),
    (problem(wishes=wish(0, preference="may")), 'Wish a: preference must be must, want or no, not "may".'),
    (problem(locked=[LOCK | {"wish": "x"}]), "Wish x is locked, but there is no such wish; drop the lock."),
    (problem(locked=[LOCK | {"slot": 2}]), "The lock of wish a: slot is 2, but slots go from 0 to 1."),
    (
        problem(locked=[LOCK, LOCK | {"slot": 1}]),
        "The lock of wish a cannot hold: it is locked twice, in slots 0 and 1",
    ),
    (problem(locked=[LOCK | {"wish": "b"}]), "The lock of wish b cannot hold: P2 is not available in slot 0"),
    (
        problem(locked=[LOCK], wishes=wish(0, preference="no")),
        "The lock of wish a cannot hold: the meeting is refused",
    ),
    (
        problem(tables=2, locked=[LOCK, LOCK | {"wish": "c", "table": 1}]),
        "The lock of wish c cannot hold: P1 is locked to wish a in slot 0 too",
    ),
    (
        problem(locked=[LOCK], parties=party(0, max_meetings=0)),
        "The lock of wish a cannot hold: P1 would have more than its 0 meetings by locks alone",
    ),
    (
        problem(tables=2, locked=[LOCK], parties=party(0, fixed_table=1)),
        "The lock of wish a cannot hold: it must be held at the fixed table 1, not 0",
    ),
    (
        problem(tables=2, locked=[LOCK], parties=party(1, fixed_table=0)),
        "The lock of wish a cannot hold: table 0 is fixed to another party",
    ),
    (
        problem(
            tables=2,
            parties=party(1, available=[0], shared_with=["P1"]),
            locked=[LOCK, {"wish": "d", "slot": 0, "table": 1}],
        ),
        "The lock of wish d cannot hold: P2 shares a person with P1, who is locked to wish a in slot 0",
    ),
    (
        problem(previous=[LOCK, LOCK | {"wish": "b"}]),
        "previous puts wishes a and b at table 0 in slot 0; leave one.",
    ),
    (problem(previous=[LOCK, LOCK | {"slot": 1}]), "Wish a stands twice in previous; leave one."),
]


@pytest.mark.parametrize(("content", "sentence"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_explained_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: object, sentence: str
) -> None:
    code, target = run(tmp_path, content)

    assert (code, target.exists()) == (2, False)
    assert capsys.readouterr().err.startswith(sentence)


def test_a_missing_file_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none.json'} cannot be used: No such file or directory.\n"


def test_what_is_missing_means_no_limit(tmp_path: Path) -> None:
    parties = [{"id": row["id"], "side": row["side"]} for row in problem()["parties"]]
    code, target = run(tmp_path, problem(tables=2, parties=parties))

    assert (code, json.loads(target.read_text())["total_weight"]) == (0, 18.5)


def test_numbers_serve_as_ids(tmp_path: Path) -> None:
    parties = [{"id": 1, "side": "provider"}, {"id": 2, "side": "seeker"}]
    wishes = [{"id": 7, "provider": 1, "seeker": 2, "weight": 0.1, "preference": "want"}]
    code, target = run(tmp_path, problem(parties=parties, wishes=wishes))

    assert (code, json.loads(target.read_text())["meetings"]) == (0, [{"wish": 7, "slot": 0, "table": 0}])


def test_previous_meetings_of_wishes_that_are_gone_do_not_disturb(tmp_path: Path) -> None:
    before = [{"wish": "gone", "slot": 0, "table": 9}, {"wish": "a", "slot": 1, "table": 0}]
    code, target = run(tmp_path, problem(previous=before))
    answer = json.loads(target.read_text())

    assert (code, answer["total_weight"], answer["optimal"]) == (0, 7.5, True)


def test_an_empty_session_is_no_mistake(tmp_path: Path) -> None:
    code, target = run(tmp_path, problem(parties=[], wishes=[]))
    answer = json.loads(target.read_text())

    assert (code, answer["meetings"], answer["optimal"]) == (0, [], True)
