"""python -m marketplace.events.timetable PROBLEM.json [-o OUT.json]: make the best timetable and prove it."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from marketplace.events.timetable import ProblemError, Timetable, parse_problem, solve

_UNREADABLE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """0 with a timetable, 2 with a sentence on stderr when the problem cannot be read or contradicts itself."""
    started = time.monotonic()
    parser = argparse.ArgumentParser(prog="python -m marketplace.events.timetable", description=__doc__)
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.json", help="instead of stdout")
    parser.add_argument("--seconds", type=float, default=20.0, help="time to spend at most (20)")
    asked = parser.parse_args(arguments)
    try:
        problem = parse_problem(asked.problem.read_text(encoding="utf-8-sig"))
        text = json.dumps(_shape(solve(problem, seconds=asked.seconds), started), ensure_ascii=False) + "\n"
        if asked.output is None:
            sys.stdout.write(text)
        else:
            asked.output.write_text(text, encoding="utf-8")
    except OSError as mistake:
        print(f"{mistake.filename} cannot be used: {mistake.strerror}.", file=sys.stderr)
        return _UNREADABLE
    except UnicodeDecodeError:
        print(f"{asked.problem} is not UTF-8 text; save it as UTF-8.", file=sys.stderr)
        return _UNREADABLE
    except ProblemError as mistake:
        print(mistake, file=sys.stderr)
        return _UNREADABLE
    return 0


def _shape(timetable: Timetable, started: float) -> dict[str, Any]:
    return {
        "meetings": [
            {"wish": meeting.wish, "slot": meeting.slot, "table": meeting.table} for meeting in timetable.meetings
        ],
        "total_weight": _number(timetable.total_weight),
        "upper_bound": _number(timetable.upper_bound),
        "optimal": timetable.optimal,
        "unscheduled": [{"wish": reason.wish, "reason": reason.sentence} for reason in timetable.unscheduled],
        "seconds": round(time.monotonic() - started, 3),
    }


def _number(value: Any) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


if __name__ == "__main__":
    sys.exit(main())
