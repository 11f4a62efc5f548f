"""What a set-up cannot give, said before solving; and what a change to it would give, said by solving both."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from marketplace.events.timetable import Key, Meeting, Preference, Problem, Timetable, Wish, most_musts, solve


class Trouble(StrEnum):
    """What is impossible in a set-up."""

    TOO_FEW_TABLES = "too few tables"
    NO_COMMON_SLOT = "no common slot"
    TOO_MANY_MUSTS = "too many musts"
    NEVER_THERE = "never there"
    REFUSED_AND_WISHED = "refused and wished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A trouble, what it concerns, and a sentence for people."""

    trouble: Trouble
    sentence: str
    parties: tuple[Key, ...] = ()
    wishes: tuple[Key, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one wish from one timetable to another; None where it is not held."""

    wish: Key
    before: Meeting | None
    after: Meeting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two set-ups solved: what the second holds more (or less) of."""

    before: Timetable
    after: Timetable
    meetings: int
    musts: int
    weight: Fraction
    changes: tuple[Change, ...]


def diagnose(problem: Problem) -> list[Finding]:
    """Everything that keeps wishes from being met whatever the timetable; the gravest first."""
    return [
        *_musts_without_time(problem),
        *_musts_over_caps(problem),
        *_musts_together(problem),
        *_absent(problem),
        *_tables(problem),
        *_contradictions(problem),
    ]


def compare(problem: Problem, changed: Problem, *, seconds: float = 20.0) -> Comparison:
    """Solve both; each may take half of the time."""
    before, after = solve(problem, seconds=seconds / 2), solve(changed, seconds=seconds / 2)
    return Comparison(
        before=before,
        after=after,
        meetings=len(after.meetings) - len(before.meetings),
        musts=_musts_held(changed, after) - _musts_held(problem, before),
        weight=after.total_weight - before.total_weight,
        changes=differences(before.meetings, after.meetings),
    )


def differences(before: Sequence[Meeting], after: Sequence[Meeting]) -> tuple[Change, ...]:
    """Wishes that come, go or move from one timetable to the next."""
    old, new = ({meeting.wish: meeting for meeting in meetings} for meetings in (before, after))
    return tuple(
        Change(wish=wish, before=old.get(wish), after=new.get(wish))
        for wish in dict.fromkeys([*old, *new])
        if old.get(wish) != new.get(wish)
    )


def affected(problem: Problem, changes: Sequence[Change]) -> dict[Key, list[Change]]:
    """The changes that each party must be told."""
    told: dict[Key, list[Change]] = {}
    for change in changes:
        for party in _ends(problem.wishes[change.wish]):
            told.setdefault(party, []).append(change)
    return told


def _musts_without_time(problem: Problem) -> Iterator[Finding]:
    for wish in _musts(problem):
        provider, seeker = (problem.parties[key] for key in _ends(wish))
        if not provider.available & seeker.available:
            yield Finding(
                trouble=Trouble.NO_COMMON_SLOT,
                sentence=f"{provider.id} and {seeker.id} must meet (wish {wish.id}) but are never available together.",
                parties=(provider.id, seeker.id),
                wishes=(wish.id,),
            )


def _musts_over_caps(problem: Problem) -> Iterator[Finding]:
    by_party: dict[Key, list[Key]] = {}
    for wish in _musts(problem):
        for key in _ends(wish):
            by_party.setdefault(key, []).append(wish.id)
    for key, wishes in by_party.items():
        party = problem.parties[key]
        places = min(len(party.available), len(wishes) if party.most is None else party.most)
        if len(wishes) > places:
            yield Finding(
                trouble=Trouble.TOO_MANY_MUSTS,
                sentence=f"{key} must meet {len(wishes)} times but can meet {places} times at most.",
                parties=(key,),
                wishes=tuple(wishes),
                counts={"wanted": len(wishes), "most": places},
            )


def _musts_together(problem: Problem) -> Iterator[Finding]:
    wanted = [wish.id for wish in _musts(problem)]
    most = most_musts(problem)
    if most < len(wanted):
        yield Finding(
            trouble=Trouble.TOO_MANY_MUSTS,
            sentence=f"Of {len(wanted)} meetings that must be held, {most} can be held at most.",
            wishes=tuple(wanted),
            counts={"wanted": len(wanted), "most": most},
        )


def _absent(problem: Problem) -> Iterator[Finding]:
    wished = Counter(key for wish in _wanted(problem) for key in _ends(wish))
    for party in problem.parties.values():
        if wished[party.id] and not party.available:
            yield Finding(
                trouble=Trouble.NEVER_THERE,
                sentence=f"{party.id} is in {wished[party.id]} wishes but not available in any slot.",
                parties=(party.id,),
            )


def _tables(problem: Problem) -> Iterator[Finding]:
    seated = [wish for wish in _wanted(problem) if problem.fixed_table_of(wish) is None]
    open_tables = len(problem.open_tables())
    places = open_tables * problem.slots
    if places < len(seated):
        yield Finding(
            trouble=Trouble.TOO_FEW_TABLES,
            sentence=(
                f"{open_tables} open tables in {problem.slots} slots hold {places} meetings;"
                f" {len(seated)} are wished that need one."
            ),
            counts={"open": open_tables, "slots": problem.slots, "places": places, "wished": len(seated)},
        )


def _contradictions(problem: Problem) -> Iterator[Finding]:
    refused = {_ends(wish): wish.id for wish in problem.wishes.values() if wish.preference is Preference.NO}
    for wish in _wanted(problem):
        if _ends(wish) in refused:
            yield Finding(
                trouble=Trouble.REFUSED_AND_WISHED,
                sentence=f"{wish.provider} and {wish.seeker} wish to meet (wish {wish.id}) and refuse to"
                f" (wish {refused[_ends(wish)]}).",
                parties=_ends(wish),
                wishes=(wish.id, refused[_ends(wish)]),
            )


def _wanted(problem: Problem) -> list[Wish]:
    return [wish for wish in problem.wishes.values() if wish.preference is not Preference.NO]


def _musts(problem: Problem) -> list[Wish]:
    return [wish for wish in problem.wishes.values() if wish.preference is Preference.MUST]


def _musts_held(problem: Problem, timetable: Timetable) -> int:
    return sum(problem.wishes[meeting.wish].preference is Preference.MUST for meeting in timetable.meetings)


def _ends(wish: Wish) -> tuple[Key, Key]:
    return wish.provider, wish.seeker
