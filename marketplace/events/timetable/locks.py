"""Do the locked meetings keep the rules? If not, the sentence names the wish."""

from collections import Counter
from collections.abc import Iterator, Mapping

from marketplace.events.timetable.problem import Key, Meeting, Party, Preference, Problem, ProblemError


def check_locks(problem: Problem) -> None:
    """Raise ProblemError at the first lock that contradicts a rule or an earlier lock."""
    sharing = who_shares(problem.parties)
    earlier: list[Meeting] = []
    held: Counter[Key] = Counter()
    for lock in problem.locked:
        for fault in _faults(problem, lock, earlier, sharing, held):
            raise ProblemError(
                f"The lock of wish {lock.wish} cannot hold: {fault}; release it or change what is against it."
            )
        earlier.append(lock)
        held.update(_ends(problem, lock))


def who_shares(parties: Mapping[Key, Party]) -> dict[Key, set[Key]]:
    """Each party with those it shares a person with, whichever side said so; without itself."""
    sharing: dict[Key, set[Key]] = {key: set() for key in parties}
    for party in parties.values():
        for other in party.shared_with:
            sharing[party.id].add(other)
            sharing[other].add(party.id)
    return sharing


def _faults(
    problem: Problem, lock: Meeting, earlier: list[Meeting], sharing: Mapping[Key, set[Key]], held: Mapping[Key, int]
) -> Iterator[str]:
    wish = problem.wishes[lock.wish]
    if wish.preference is Preference.NO:
        yield "the meeting is refused"
    for end in _ends(problem, lock):
        party = problem.parties[end]
        if lock.slot not in party.available:
            yield f"{end} is not available in slot {lock.slot}"
        if party.most is not None and held.get(end, 0) >= party.most:
            yield f"{end} would have more than its {party.most} meetings by locks alone"
    yield from _table_faults(problem, lock)
    for other in earlier:
        yield from _clashes(problem, lock, other, sharing)


def _table_faults(problem: Problem, lock: Meeting) -> Iterator[str]:
    wish = problem.wishes[lock.wish]
    fixed = problem.fixed_table_of(wish)
    if fixed is not None and lock.table != fixed:
        yield f"it must be held at the fixed table {fixed}, not {lock.table}"
    if fixed is None and lock.table not in problem.open_tables():
        yield f"table {lock.table} is fixed to another party"


def _clashes(problem: Problem, lock: Meeting, other: Meeting, sharing: Mapping[Key, set[Key]]) -> Iterator[str]:
    if other.wish == lock.wish:
        yield f"it is locked twice, in slots {other.slot} and {lock.slot}"
    if other.slot != lock.slot:
        return
    if other.table == lock.table:
        yield f"wish {other.wish} is locked to the same table {lock.table} in slot {lock.slot}"
    for mine in _ends(problem, lock):
        for its in _ends(problem, other):
            if mine == its:
                yield f"{mine} is locked to wish {other.wish} in slot {lock.slot} too"
            elif its in sharing[mine]:
                yield f"{mine} shares a person with {its}, who is locked to wish {other.wish} in slot {lock.slot}"


def _ends(problem: Problem, meeting: Meeting) -> tuple[Key, Key]:
    wish = problem.wishes[meeting.wish]
    return wish.provider, wish.seeker
