"""An independent referee: the rules of a timetable read once more from the raw problem, and the best by trying everything."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

Problem = Mapping[str, Any]
Meeting = Mapping[str, Any]
Worth = tuple[int, Fraction]


def broken_rules(problem: Problem, meetings: Sequence[Meeting]) -> list[str]:
    """Every rule that the meetings break, as text; empty if all hold."""
    return list(_broken(problem, meetings))


def _broken(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[str]:
    wishes = {wish["id"]: wish for wish in problem["wishes"]}
    parties = {party["id"]: party for party in problem["parties"]}
    counts = Counter(meeting["wish"] for meeting in meetings)
    yield from (f"{wish} is held twice" for wish, times in counts.items() if times > 1)
    for lock in problem.get("locked", ()):
        if dict(lock) not in [dict(meeting) for meeting in meetings]:
            yield f"lock {lock} does not hold"
    busy: Counter[Any] = Counter()
    for meeting in meetings:
        wish, slot, table = wishes[meeting["wish"]], meeting["slot"], meeting["table"]
        if wish["preference"] == "no":
            yield f"{wish['id']} is refused"
        if not (0 <= slot < problem["slots"] and 0 <= table < problem["tables"]):
            yield f"{meeting} is nowhere"
        for end in (wish["provider"], wish["seeker"]):
            busy[end] += 1
            if slot not in parties[end].get("available", range(problem["slots"])):
                yield f"{end} is not there in slot {slot}"
        yield from _wrong_table(parties, wish, table)
    for end, times in busy.items():
        if times > parties[end].get("max_meetings", times):
            yield f"{end} meets {times} times"
    for at, one in enumerate(meetings):
        for other in meetings[at + 1 :]:
            if one["slot"] == other["slot"]:
                yield from _clash(parties, wishes, one, other)


def _wrong_table(parties: Mapping[str, Any], wish: Mapping[str, Any], table: int) -> Iterator[str]:
    owned = {party["fixed_table"]: party["id"] for party in parties.values() if party.get("fixed_table") is not None}
    right = parties[wish["provider"]].get("fixed_table")
    if right is None:
        right = parties[wish["seeker"]].get("fixed_table")
    if right is not None and table != right:
        yield f"{wish['id']} must be at table {right}"
    if right is None and table in owned:
        yield f"table {table} is {owned[table]}'s own"


def _clash(parties: Mapping[str, Any], wishes: Mapping[str, Any], one: Meeting, other: Meeting) -> Iterator[str]:
    if one["table"] == other["table"]:
        yield f"{one} and {other} share a table"
    for mine in (wishes[one["wish"]]["provider"], wishes[one["wish"]]["seeker"]):
        for its in (wishes[other["wish"]]["provider"], wishes[other["wish"]]["seeker"]):
            shared = its in parties[mine].get("shared_with", ()) or mine in parties[its].get("shared_with", ())
            if mine == its or shared:
                yield f"{one} and {other} need the same person"


def worth(problem: Problem, meetings: Sequence[Meeting]) -> Worth:
    """Musts and weight."""
    wishes = {wish["id"]: wish for wish in problem["wishes"]}
    held = [wishes[meeting["wish"]] for meeting in meetings]
    return sum(wish["preference"] == "must" for wish in held), sum(
        (exact(wish["weight"]) for wish in held), Fraction(0)
    )


def kept(problem: Problem, meetings: Sequence[Meeting]) -> int:
    """How many meetings of before stand unchanged."""
    before = [dict(meeting) for meeting in problem.get("previous", ())]
    return sum(dict(meeting) in before for meeting in meetings)


def exact(weight: float) -> Fraction:
    """A weight as it is written."""
    return Fraction(str(weight))


def best_by_trying(problem: Problem) -> tuple[Worth, int]:
    """The most musts, the largest weight with them, and the most kept with both: every timetable is tried."""
    locked = [dict(lock) for lock in problem.get("locked", ())]
    free = [wish for wish in problem["wishes"] if wish["id"] not in {lock["wish"] for lock in locked}]
    return max((worth(problem, found), kept(problem, found)) for found in _all(problem, locked, free))


def _all(
    problem: Problem, held: list[dict[str, Any]], free: Sequence[Mapping[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    if not free:
        yield held
        return
    yield from _all(problem, held, free[1:])
    for slot in range(problem["slots"]):
        for table in range(problem["tables"]):
            more = [*held, {"wish": free[0]["id"], "slot": slot, "table": table}]
            if not broken_rules(problem, more):
                yield from _all(problem, more, free[1:])
