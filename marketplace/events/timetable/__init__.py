"""The timetable of a session's meetings, provably the best: a pure solver, usable without database or web."""

from marketplace.events.timetable.problem import (
    Cause,
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
from marketplace.events.timetable.solving import solve

__all__ = [
    "Cause",
    "Meeting",
    "Party",
    "Preference",
    "Problem",
    "ProblemError",
    "Reason",
    "Side",
    "Timetable",
    "Wish",
    "parse_problem",
    "read_problem",
    "solve",
]
