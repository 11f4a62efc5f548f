"""What a set-up leads to, said before anybody registers: what cannot be held, what will be short. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from marketplace.events.bounds import faults_of, rhythm_of
from marketplace.events.hours import slots_of
from marketplace.events.rules import Severity
from marketplace.events.wizard.rules import Step, step_of

if TYPE_CHECKING:
    from marketplace.events.services.setting_up import SetUp

LUNCH = (11 * 60 + 30, 13 * 60 + 30)  # within which half an hour is wanted
LUNCH_MINUTES = 30
FEWEST_DAYS_OF_WISHES = 2
FEWEST_DAYS_OF_ENTRY = 7


class Omen(StrEnum):
    """What is foreseen."""

    FAULT = "fault"  # a field that the bounds refuse; its sentence goes with it
    ENTRY_PAST = "entry past"
    TOO_FEW_TABLES = "too few tables"
    MORE_THAN_ROUNDS = "more than rounds"
    IDLE_TABLES = "idle tables"
    NO_LUNCH = "no lunch"
    DAY_OFF = "day off"
    SHORT_ENTRY = "short entry"
    SHORT_WISHES = "short wishes"
    NO_DAY_TO_PLAN = "no day to plan"
    NO_TIME_TO_MOVE = "no time to move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """An omen, how hard it is, at which step it is mended, and its figures."""

    omen: Omen
    severity: Severity
    step: Step
    sentence: str = ""  # of a fault
    figures: Mapping[str, int] = field(default_factory=dict)


def foresee(said: SetUp, today: date, *, day_off: bool) -> list[Foreseen]:
    """Everything that a set-up forebodes, the hardest first."""
    found = [
        Foreseen(omen=Omen.FAULT, severity=Severity.BAD, step=step_of(name), sentence=sentence)
        for name, sentence in faults_of(said).items()
    ]
    if found:
        return found  # figures of a broken set-up say nothing
    found += [*_of_dates(said, today, day_off), *_of_places(said), *_of_rounds(said)]
    order = list(Severity)
    return sorted(found, key=lambda each: order.index(each.severity))


def _of_dates(said: SetUp, today: date, day_off: bool) -> Iterator[Foreseen]:
    left, wishing = (said.registration_until - today).days, (said.wishes_until - said.registration_until).days
    if left < 0:
        yield Foreseen(omen=Omen.ENTRY_PAST, severity=Severity.BAD, step=Step.WHEN)
    elif left < FEWEST_DAYS_OF_ENTRY:
        yield Foreseen(omen=Omen.SHORT_ENTRY, severity=Severity.WARN, step=Step.WHEN, figures={"days": left})
    if wishing < FEWEST_DAYS_OF_WISHES:
        yield Foreseen(omen=Omen.SHORT_WISHES, severity=Severity.WARN, step=Step.WHEN, figures={"days": wishing})
    if said.wishes_until == said.day:
        yield Foreseen(omen=Omen.NO_DAY_TO_PLAN, severity=Severity.WARN, step=Step.WHEN)
    if day_off:
        yield Foreseen(omen=Omen.DAY_OFF, severity=Severity.WARN, step=Step.WHEN)


def _of_places(said: SetUp) -> Iterator[Foreseen]:
    """With every place taken, the shorter side bounds how many talk at once and how many meetings are wanted."""
    if said.most_meetings > said.slots:
        figures = {"most": said.most_meetings, "slots": said.slots}
        yield Foreseen(omen=Omen.MORE_THAN_ROUNDS, severity=Severity.WARN, step=Step.ROUNDS, figures=figures)
    sides = [places for places in (said.provider_places, said.seeker_places) if places is not None]
    if not sides:
        return
    shorter, room = min(sides), said.tables * said.slots
    wanted = shorter * min(said.most_meetings, said.slots)
    if len(sides) == 2 and wanted > room:
        figures = {
            "wanted": wanted, "tables": said.tables, "slots": said.slots, "room": room, "each": max(1, room // shorter),
        }  # fmt: skip
        yield Foreseen(omen=Omen.TOO_FEW_TABLES, severity=Severity.WARN, step=Step.ROUNDS, figures=figures)
    if shorter < said.tables:
        figures = {"used": shorter, "tables": said.tables}
        yield Foreseen(omen=Omen.IDLE_TABLES, severity=Severity.NOTE, step=Step.ROUNDS, figures=figures)


def _of_rounds(said: SetUp) -> Iterator[Foreseen]:
    if not said.gap_minutes and said.slots > 1:
        yield Foreseen(omen=Omen.NO_TIME_TO_MOVE, severity=Severity.NOTE, step=Step.ROUNDS)
    spans = [(slot.begins, slot.ends) for slot in slots_of(rhythm_of(said))]
    over_noon = spans[0][0] < LUNCH[0] and spans[-1][1] > LUNCH[1]
    free = (min(begin, LUNCH[1]) - max(end, LUNCH[0]) for (_, end), (begin, _) in pairwise(spans))
    if over_noon and max(free, default=0) < LUNCH_MINUTES:
        yield Foreseen(omen=Omen.NO_LUNCH, severity=Severity.WARN, step=Step.ROUNDS)
