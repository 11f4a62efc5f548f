"""What a door may answer, and rules that read the expected answer from the policies."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from marketplace.core.actor import Actor

Policy = Callable[[Actor], bool]
Test = Callable[[Actor, Any], bool]


class Answer(StrEnum):
    """How a door answers, from wide open to never heard of."""

    OPEN = "open"  # a page, an act that was done, a form that came back with its mistakes
    ASIDE = "aside"  # sent elsewhere, nothing done
    CONFLICT = "conflict"  # 409: not in this state
    GONE = "gone"  # 410: a tombstone
    FORBIDDEN = "forbidden"  # 403
    HIDDEN = "hidden"  # 404: must not know of it
    SIGN_IN = "sign in"  # 401, or off to the form for signing in


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of the house: how an address names it, how it stands, its row, and the version of it that came out."""

    name: str
    state: str
    row: Any
    out: Any = None
    more: dict[str, str] = field(default_factory=dict)  # further names of its address and its forms


@dataclass(frozen=True, slots=True)
class Rule:
    """The answer for each record of a kind."""

    kind: str
    answer: Callable[[Actor, Record], Answer]


def always(_actor: Actor, _row: Any) -> bool:
    return True


def never(_actor: Actor, _row: Any) -> bool:
    """A kind of record that has no such thing."""
    return False


def rule(
    kind: str,
    *,
    sees: Test = always,
    may: Test = always,
    states: Collection[str] | None = None,
    otherwise: Answer = Answer.CONFLICT,
    of: str = "row",
) -> Rule:
    """Who may not know of it: 404; who may not do this: 403; not in this state: `otherwise`. None is every state."""

    def answer(actor: Actor, record: Record) -> Answer:
        row = getattr(record, of)
        if row is None or not sees(actor, row):
            return Answer.HIDDEN
        if not may(actor, row):
            return Answer.FORBIDDEN
        stands = getattr(row, "state", record.state)
        return Answer.OPEN if states is None or stands in states else otherwise

    return Rule(kind, answer)


@dataclass(frozen=True, slots=True)
class Door:
    """A route: its address, whom it opens for, and by which method; `data` is what a form sends."""

    path: str
    opens_for: frozenset[str] | Policy | Rule
    method: str = "GET"
    act: str = ""
    data: dict[str, str] = field(default_factory=dict)

    @property
    def form(self) -> dict[str, str]:
        return self.data | ({"act": self.act} if self.act else {})
