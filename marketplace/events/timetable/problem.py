"""What a timetable is made from and what comes out, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

Key = str | int  # what a file calls a party or a wish


class ProblemError(ValueError):
    """The problem cannot be read or contradicts itself; the message says where and what to do."""


class Side(StrEnum):
    """Who brings a result and who looks for one."""

    PROVIDER = "provider"
    SEEKER = "seeker"


class Preference(StrEnum):
    """How much a meeting is wished for."""

    MUST = "must"
    WANT = "want"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who meets; `most` is None without a cap."""

    id: Key
    side: Side
    available: frozenset[int]
    most: int | None = None
    shared_with: frozenset[Key] = frozenset()
    fixed_table: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A wished meeting of a provider with a seeker."""

    id: Key
    provider: Key
    seeker: Key
    weight: Fraction
    preference: Preference = Preference.WANT


@dataclass(frozen=True, slots=True)
class Meeting:
    """A wish with its slot and table, both counted from 0."""

    wish: Key
    slot: int
    table: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything the solver needs; as `read_problem` returns it, its references hold."""

    slots: int
    tables: int
    parties: Mapping[Key, Party]
    wishes: Mapping[Key, Wish]
    locked: tuple[Meeting, ...] = ()
    previous: tuple[Meeting, ...] = ()

    def fixed_table_of(self, wish: Wish) -> int | None:
        """The table a wish must be held at; the provider's wins."""
        own = self.parties[wish.provider].fixed_table
        return own if own is not None else self.parties[wish.seeker].fixed_table

    def open_tables(self) -> list[int]:
        """The tables that are nobody's own."""
        fixed = {party.fixed_table for party in self.parties.values()}
        return [table for table in range(self.tables) if table not in fixed]


class Cause(StrEnum):
    """Why a wish is not met."""

    REFUSED = "refused"
    NO_COMMON_SLOT = "no common slot"
    PARTY_FULL = "party full"
    TABLES_FULL = "tables full"
    OUTWEIGHED = "lost to heavier wishes"
    EQUALLED = "lost to equally heavy wishes"
    WORTHLESS = "adds nothing"
    UNFINISHED = "time ran out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A cause with what it rests on; `sentence` is for people who read the file."""

    wish: Key
    cause: Cause
    sentence: str
    parties: tuple[Key, ...] = ()
    rivals: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Meetings with their proof: no timetable with as many musts weighs more than `upper_bound`."""

    meetings: tuple[Meeting, ...]
    total_weight: Fraction
    upper_bound: Fraction
    optimal: bool
    unscheduled: tuple[Reason, ...] = field(default=())
    seconds: float = 0.0
