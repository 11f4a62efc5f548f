"""The timetable of a session's meetings, provably the best: a pure solver, usable without database or web."""

from marketplace.events.timetable.problem import (
    Cause,
    Key,
    Meeting,
    Party,
    Preference,
    Problem,
    ProblemError,
    Reason,
    Side,
    Timetable,
    Wish,
)
from marketplace.events.timetable.reading import parse_problem, read_problem
from marketplace.events.timetable.reasons import explain
from marketplace.events.timetable.solving import Reach, most_musts, reach_of, solve

__all__ = [
    "Cause",
    "Key",
    "Meeting",
    "Party",
    "Preference",
    "Problem",
    "ProblemError",
    "Reach",
    "Reason",
    "Side",
    "Timetable",
    "Wish",
    "explain",
    "most_musts",
    "parse_problem",
    "reach_of",
    "read_problem",
    "solve",
]
