"""How fast a session's timetable is made and proven, as a whole command, and what others make of the same sessions."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.registry import Unmeasured, measurement
from bench.sessions import COMPANY, COMPLICATED, LARGE, MIDDLE, Session, problem_of
from bench.timetable_rivals import greedy_weight, naive_seconds
from marketplace.events.timetable import read_problem

_NAIVE_LIMIT = 120.0


@measurement(name="timetable_200_parties", unit="s, whole command, proven best", bar=2, better="lower")
def middle() -> float:
    """80 x 120 parties, everybody there."""
    return max(_proven(MIDDLE, capped=True), _proven(MIDDLE, capped=False))


@measurement(name="timetable_200_parties_complicated", unit="s, whole command, proven best", bar=5, better="lower")
def complicated() -> float:
    """The same with absences, fixed tables and shared people."""
    return max(_proven(COMPLICATED, capped=True), _proven(COMPLICATED, capped=False))


@measurement(name="timetable_500_parties", unit="s, whole command, proven best", bar=10, better="lower")
def large() -> float:
    """200 x 300 parties, 4,000 wishes."""
    return max(_proven(LARGE, capped=True), _proven(LARGE, capped=False))


@measurement(name="timetable_replan_no_show", unit="s, whole command, fewest changes proven", bar=2, better="lower")
def replan() -> float:
    """The slowest of six no-shows at 200 parties, tables all taken."""
    problem = problem_of(COMPANY, capped=False)
    before, _ = _command(problem)
    worst, moved = 0.0, []
    for gone in ("P1", "P20", "P41", "S5", "S60", "S99"):
        parties = [row | {"available": []} if row["id"] == gone else row for row in problem["parties"]]
        answer, seconds = _command({**problem, "parties": parties, "previous": before["meetings"]})
        if not answer["optimal"]:
            raise Unmeasured(f"the plan without {gone} was not proven")
        moved.append(sum(meeting not in answer["meetings"] for meeting in before["meetings"]))
        worst = max(worst, seconds)
    print(f"    of {len(before['meetings'])} meetings changed or lost: {moved}")
    return worst


@measurement(name="timetable_weight_over_greedy", unit="% more weight, as many musts or more", bar=0, better="higher")
def over_greedy() -> float:
    """How much more weight the same session gives than taking the heaviest wish that fits."""
    problem = problem_of(COMPLICATED, capped=False)
    answer, _ = _command(problem)
    musts, weight = greedy_weight(read_problem(problem))
    wanted = {wish["id"] for wish in problem["wishes"] if wish["preference"] == "must"}
    ours = sum(meeting["wish"] in wanted for meeting in answer["meetings"])
    print(f"    musts {ours} against {musts}, weight {answer['total_weight']:g} against {float(weight):g}")
    return 100 * (float(answer["total_weight"]) / float(weight) - 1)


@measurement(
    name="timetable_naive_ratio", unit="x our time, naive CP-SAT (stopped after 120 s)", bar=10, better="higher"
)
def against_naive() -> float:
    """One variable for each wish and slot, on the same session; stopped at 120 s, the ratio is a lower bound."""
    problem = problem_of(LARGE, capped=False)
    _, seconds = _command(problem)
    naive, proven = naive_seconds(read_problem(problem), _NAIVE_LIMIT)
    print(f"    ours {seconds:.2f} s, naive {naive:.1f} s{'' if proven else ', stopped without a proof'}")
    return naive / seconds


def _proven(session: Session, *, capped: bool) -> float:
    answer, seconds = _command(problem_of(session, capped=capped))
    if not answer["optimal"]:
        raise Unmeasured(f"not proven: {answer['total_weight']} of at most {answer['upper_bound']}")
    print(f"    {len(answer['meetings'])} meetings, {'caps' if capped else 'tables all taken'}")
    return seconds


def _command(problem: Mapping[str, Any]) -> tuple[dict[str, Any], float]:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "problem.json"), Path(folder, "out.json")
        source.write_text(json.dumps(problem), encoding="utf-8")
        started = time.monotonic()
        used = _processor_seconds()
        command = [sys.executable, "-m", "marketplace.events.timetable", str(source), "-o", str(target)]
        subprocess.run(command, check=True)
        seconds = time.monotonic() - started
        print(f"    {seconds:.2f} s, of it {_processor_seconds() - used:.2f} s of processor time")
        return json.loads(target.read_text(encoding="utf-8")), seconds


def _processor_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
