"""What was published of a need, version by version, and which fields each one changed. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import pairwise

from marketplace.needs.content import NeedContent
from marketplace.needs.mapping import from_snapshot
from marketplace.needs.models import NeedVersion
from marketplace.needs.wording import FIELDS

NEVER_TOLD = frozenset({"extra", "contact_name", "contact_phone", "contact_email"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A version; `changed` are the names (msgids) of the public fields that differ from the one before."""

    number: int
    published_at: datetime
    first: bool
    changed: tuple[str, ...]


def steps(versions: Sequence[NeedVersion]) -> list[Step]:
    """The versions given, the latest first, each against the one published before it."""
    read = [(version, from_snapshot(version.content)) for version in versions]
    later = [_step(new[0], _changed(old[1], new[1])) for new, old in pairwise(read)]
    return [*later, *(_step(version, (), first=True) for version, _content in read[-1:])]


def _step(version: NeedVersion, changed: tuple[str, ...], first: bool = False) -> Step:
    return Step(number=version.number, published_at=version.published_at, first=first, changed=changed)


def _changed(old: NeedContent, new: NeedContent) -> tuple[str, ...]:
    return tuple(FIELDS[name] for name in _names() if getattr(old, name) != getattr(new, name))


def _names() -> Iterator[str]:
    return (entry.name for entry in fields(NeedContent) if entry.name not in NEVER_TOLD)
