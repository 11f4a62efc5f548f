"""What stands on printed papers, as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands on every paper of a session, in the reader's language."""

    title: str
    when: str
    venue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A meeting, or a talk of one's own, on paper: when, where, with whom, about what."""

    time: str
    place: str = ""
    other: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A party's day; `side` is the word for it."""

    name: str
    side: str
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCard:
    number: str
    lines: tuple[Line, ...]  # `other` names both parties


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Somebody who comes; `address` is what the QR code opens."""

    person: str
    house: str
    side: str
    address: str
