"""When the blocks of an agenda run, and what clashes; minutes of the day at the venue. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from marketplace.events.hours import LATEST, clock
from marketplace.events.roadshow.rules import SPOKEN, BlockKind
from marketplace.events.rules import Severity

MORNING = 9 * 60
AFTER_A_NAME = re.compile(r"[，,、（(\s]")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A block as the organiser wrote it; `begins` None follows the one before it in its hall."""

    id: int
    title: str
    kind: BlockKind
    minutes: int
    begins: int | None = None
    hall: str = ""
    speakers: tuple[str, ...] = ()
    party: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A block with its hours."""

    block: Planned
    begins: int
    ends: int

    @property
    def span(self) -> str:
        return f"{clock(self.begins)}—{clock(self.ends)}"

    @property
    def start(self) -> str:
        return clock(self.begins)


class Clash(StrEnum):
    HALL_TWICE = "hall twice"
    SPEAKER_TWICE = "speaker twice"
    OUTSIDE = "outside"
    MEETS_ALONE = "meets alone"
    MEETS = "meets"
    OVER_ROUNDS = "over rounds"
    NO_SPEAKER = "no speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A clash at a block: with whom or what."""

    clash: Clash
    severity: Severity
    block: int
    title: str
    names: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The hours of the venue, the rounds, and for each presenting party its rounds of meetings and how many people come."""

    opens: int = 0
    closes: int = LATEST
    rounds: tuple[Span, ...] = ()
    meets: Mapping[int, frozenset[int]] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)


def run(blocks: Sequence[Planned], first: int = MORNING) -> list[Running]:
    """The blocks with their hours, by beginning; in each hall one follows the other in the order given."""
    free: dict[str, int] = {}
    found = []
    for block in blocks:
        begins = block.begins if block.begins is not None else free.get(block.hall, first)
        free[block.hall] = begins + block.minutes
        found.append(Running(block=block, begins=begins, ends=begins + block.minutes))
    return sorted(found, key=lambda each: each.begins)


def name_of(speaker: str) -> str:
    """The name alone, of `李明，江汉大学 教授`."""
    return AFTER_A_NAME.split(speaker.strip(), maxsplit=1)[0]


def clashes_of(agenda: Sequence[Running], day: Day) -> list[Found]:
    """Everything that clashes, the hardest first, then by the hour."""
    found = [clash for one, other in combinations(agenda, 2) if _meet(one, other) for clash in _of_two(one, other)]
    for each in agenda:
        found += _of_one(each, day)
    order = list(Severity)
    return sorted(found, key=lambda clash: order.index(clash.severity))


def _meet(one: Running, other: Running) -> bool:
    return one.begins < other.ends and other.begins < one.ends


def _of_two(one: Running, other: Running) -> Iterator[Found]:
    told = {"severity": Severity.BAD, "block": other.block.id, "title": other.block.title}
    if one.block.hall == other.block.hall:
        yield Found(clash=Clash.HALL_TWICE, names=one.block.title, **told)  # type: ignore[arg-type]
    both = {name_of(each) for each in one.block.speakers} & {name_of(each) for each in other.block.speakers}
    for name in sorted(both):
        yield Found(clash=Clash.SPEAKER_TWICE, names=name, **told)  # type: ignore[arg-type]


def _of_one(each: Running, day: Day) -> Iterator[Found]:
    block = each.block

    def found(clash: Clash, severity: Severity, names: str = "") -> Found:
        return Found(clash=clash, severity=severity, block=block.id, title=block.title, names=names)

    if each.begins < day.opens or each.ends > day.closes:
        yield found(Clash.OUTSIDE, Severity.BAD, each.span)
    over = [number for number, (begins, ends) in enumerate(day.rounds) if begins < each.ends and each.begins < ends]
    met = sorted(day.meets.get(block.party, frozenset()) & set(over)) if block.party is not None else []
    if met and block.party is not None:
        alone = day.people.get(block.party, 1) <= max(1, len(block.speakers))
        clash, severity = (Clash.MEETS_ALONE, Severity.BAD) if alone else (Clash.MEETS, Severity.WARN)
        yield found(clash, severity, _numbers(met))
    elif over and block.kind in SPOKEN:
        yield found(Clash.OVER_ROUNDS, Severity.NOTE, _numbers(over))
    if block.kind is BlockKind.TALK and not block.speakers:
        yield found(Clash.NO_SPEAKER, Severity.NOTE)


def _numbers(rounds: Sequence[int]) -> str:
    return "、".join(str(number + 1) for number in rounds)
