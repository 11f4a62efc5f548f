"""What a session came to: every figure counts the very lines that its list shows. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from marketplace.events.day.rules import MeetingState

HELD = frozenset({MeetingState.HELD, MeetingState.RATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The first thing that the provider of a meeting brought; `conservative` in tCO2e a year, None without a claim."""

    public_id: str
    sector: str
    key_technology: str
    conservative: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting of the timetable with what came of it; money in 万元."""

    wish_id: int
    provider: int
    seeker: int
    slot: int
    table: int
    state: MeetingState
    must: bool
    intent: bool
    goes_on: bool
    amount: float | None
    ratings: tuple[int, ...]
    signed: float | None = None  # by a follow-up; 0.0 when signed without an amount
    result: Result | None = None


LISTS: dict[str, Callable[[MeetingLine], bool]] = {
    "made": lambda line: True,
    "held": lambda line: line.state in HELD,
    "excused": lambda line: line.state is MeetingState.EXCUSED,
    "absent": lambda line: line.state is MeetingState.ABSENT,
    "untold": lambda line: line.state in (MeetingState.UNTOLD, MeetingState.DUE),
    "rated": lambda line: bool(line.ratings),
    "on": lambda line: line.goes_on,
    "intent": lambda line: line.intent,
    "amount": lambda line: line.goes_on and line.amount is not None,
    "carbon": lambda line: line.goes_on and line.result is not None and line.result.conservative is not None,
    "signed": lambda line: line.signed is not None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The figures of some meetings; `counts` by the name of the list. `satisfaction` is the mean of all ratings."""

    counts: Mapping[str, int]
    amount: float
    signed: float
    tco2e: float
    satisfaction: float | None


def tally(lines: Sequence[MeetingLine]) -> Tally:
    """Count; a result whose meetings go on several times counts its reduction once."""
    ratings = [rating for line in lines for rating in line.ratings]
    carbon = {line.result.public_id: line.result.conservative for line in chosen(lines, "carbon") if line.result}
    return Tally(
        counts={name: sum(map(test, lines)) for name, test in LISTS.items()},
        amount=sum(line.amount or 0 for line in chosen(lines, "amount")),
        signed=sum(line.signed or 0 for line in chosen(lines, "signed")),
        tco2e=sum(value or 0 for value in carbon.values()),
        satisfaction=sum(ratings) / len(ratings) if ratings else None,
    )


def chosen(lines: Iterable[MeetingLine], name: str) -> list[MeetingLine]:
    """The lines behind a figure."""
    return [line for line in lines if LISTS[name](line)]


def by(lines: Sequence[MeetingLine], what: Callable[[Result], str]) -> list[tuple[str, Tally]]:
    """The figures by sector or key technology, those with most meetings first; blank for meetings without one."""
    groups: dict[str, list[MeetingLine]] = {}
    for line in lines:
        groups.setdefault(what(line.result) if line.result else "", []).append(line)
    return [(code, tally(group)) for code, group in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0]))]
