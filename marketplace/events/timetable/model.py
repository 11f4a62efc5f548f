"""A problem as small whole numbers: which wishes are in play, whose time and which slots they can take."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from marketplace.events.timetable.locks import who_shares
from marketplace.events.timetable.problem import Key, Meeting, Preference, Problem, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Wishes in play are numbered; a *person* is a group of parties of which one at most meets in a slot.

    `worth` is the weight times `scale`; `room` counts what locks leave of the open tables, `most` of the caps.
    """

    problem: Problem
    scale: int
    wishes: list[Wish]
    ends: list[tuple[int, int]]
    people: list[tuple[int, ...]]
    slots: list[tuple[int, ...]]
    needs_table: list[bool]
    worth: list[int]
    is_must: list[bool]
    before: list[int]
    most: list[int | None]
    room: list[int]
    persons: int

    @property
    def size(self) -> int:
        """How many wishes are in play."""
        return len(self.wishes)


def build_model(problem: Problem) -> Model:
    """Number the wishes that can be held at all, beside the locked meetings."""
    numbers = {key: at for at, key in enumerate(problem.parties)}
    people = people_of(problem)
    room = _room(problem)
    taken = {(person, lock.slot) for lock in problem.locked for person in _persons(problem.wishes[lock.wish], people)}
    most = _most(problem)
    playing = _in_play(problem, people, taken, room)
    playing = [
        (wish, slots) for wish, slots in playing if 0 not in (most[numbers[wish.provider]], most[numbers[wish.seeker]])
    ]
    scale = lcm(1, *(wish.weight.denominator for wish in problem.wishes.values()))
    before = _keepable(problem)
    return Model(
        problem=problem,
        scale=scale,
        wishes=[wish for wish, _ in playing],
        ends=[(numbers[wish.provider], numbers[wish.seeker]) for wish, _ in playing],
        people=[_persons(wish, people) for wish, _ in playing],
        slots=[slots for _, slots in playing],
        needs_table=[problem.fixed_table_of(wish) is None for wish, _ in playing],
        worth=[int(wish.weight * scale) for wish, _ in playing],
        is_must=[wish.preference is Preference.MUST for wish, _ in playing],
        before=[
            before[wish.id].slot if wish.id in before and before[wish.id].slot in slots else -1
            for wish, slots in playing
        ],
        most=most,
        room=room,
        persons=1 + max((person for each in people.values() for person in each), default=-1),
    )


def people_of(problem: Problem) -> dict[Key, tuple[int, ...]]:
    """Cover the pairs that share a person by groups in which all share with all; who shares with nobody is alone."""
    sharing = who_shares(problem.parties)
    groups: list[set[Key]] = []
    covered: set[frozenset[Key]] = set()
    for one in problem.parties:
        for other in sorted(sharing[one], key=str):
            if frozenset((one, other)) not in covered:
                group = _grown({one, other}, sharing)
                groups.append(group)
                covered |= {frozenset((a, b)) for a in group for b in group if a != b}
    groups += [{key} for key in problem.parties if not sharing[key]]
    people: dict[Key, list[int]] = {key: [] for key in problem.parties}
    for at, group in enumerate(groups):
        for key in group:
            people[key].append(at)
    return {key: tuple(persons) for key, persons in people.items()}


def as_fraction(model: Model, worth: int) -> Fraction:
    """A worth as a weight again."""
    return Fraction(worth, model.scale)


def _grown(group: set[Key], sharing: Mapping[Key, set[Key]]) -> set[Key]:
    first = next(iter(group))
    for other in sorted(sharing[first], key=str):
        if group - {other} <= sharing[other]:
            group.add(other)
    return group


def _persons(wish: Wish, people: Mapping[Key, tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({*people[wish.provider], *people[wish.seeker]}))


def _room(problem: Problem) -> list[int]:
    room = [len(problem.open_tables())] * problem.slots
    for lock in problem.locked:
        if problem.fixed_table_of(problem.wishes[lock.wish]) is None:
            room[lock.slot] -= 1
    return room


def _most(problem: Problem) -> list[int | None]:
    held = dict.fromkeys(problem.parties, 0)
    for lock in problem.locked:
        held[problem.wishes[lock.wish].provider] += 1
        held[problem.wishes[lock.wish].seeker] += 1
    return [None if party.most is None else party.most - held[key] for key, party in problem.parties.items()]


def _in_play(
    problem: Problem, people: Mapping[Key, tuple[int, ...]], taken: set[tuple[int, int]], room: list[int]
) -> list[tuple[Wish, tuple[int, ...]]]:
    locked = {lock.wish for lock in problem.locked}
    found = []
    for wish in problem.wishes.values():
        if wish.preference is Preference.NO or wish.id in locked:
            continue
        if wish.preference is not Preference.MUST and wish.weight < 0:
            continue
        anywhere = problem.fixed_table_of(wish) is not None
        persons = _persons(wish, people)
        slots = tuple(
            slot
            for slot in sorted(problem.parties[wish.provider].available & problem.parties[wish.seeker].available)
            if (anywhere or room[slot] > 0) and not any((person, slot) in taken for person in persons)
        )
        if slots:
            found.append((wish, slots))
    return found


def _keepable(problem: Problem) -> dict[Key, Meeting]:
    """Meetings of before whose table is still there for them."""
    open_tables = set(problem.open_tables())
    gone = {(lock.slot, lock.table) for lock in problem.locked}
    kept: dict[Key, Meeting] = {}
    for meeting in problem.previous:
        fixed = problem.fixed_table_of(problem.wishes[meeting.wish])
        right = meeting.table in open_tables if fixed is None else meeting.table == fixed
        if right and (meeting.slot, meeting.table) not in gone:
            kept[meeting.wish] = meeting
    return kept
