"""What a set-up leads to is said before anybody registers."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from marketplace.events.rules import Severity
from marketplace.events.services import SetUp
from marketplace.events.wizard.foresight import Omen, foresee
from marketplace.events.wizard.rules import ASKED, Step, next_step

TODAY = date(2026, 9, 1)
DAY = TODAY + timedelta(days=30)
SOUND = SetUp(
    title="专场",
    day=DAY,
    venue="会场",
    registration_until=DAY - timedelta(days=10),
    wishes_until=DAY - timedelta(days=4),
    provider_places=10,
    seeker_places=12,
)


def told(**changes: object) -> list[Omen]:
    return [each.omen for each in foresee(replace(SOUND, **changes), TODAY, day_off=False)]  # type: ignore[arg-type]


def test_a_usual_set_up_forebodes_nothing() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "omens"),
    [
        ({"venue": ""}, [Omen.FAULT]),
        ({"closes_at": time(12)}, [Omen.FAULT]),
        ({"opens_at": time(10)}, [Omen.FAULT]),
        ({"registration_until": TODAY - timedelta(days=1)}, [Omen.ENTRY_PAST]),
        ({"registration_until": TODAY + timedelta(days=2)}, [Omen.SHORT_ENTRY]),
        ({"registration_until": DAY, "wishes_until": DAY}, [Omen.SHORT_WISHES, Omen.NO_DAY_TO_PLAN]),
        ({"most_meetings": 9, "tables": 9}, [Omen.MORE_THAN_ROUNDS, Omen.TOO_FEW_TABLES]),
        ({"tables": 8}, []),
        ({"tables": 7, "most_meetings": 8}, [Omen.TOO_FEW_TABLES]),
        ({"tables": 11}, [Omen.IDLE_TABLES]),
        ({"pause_after": 0, "slots": 12}, [Omen.NO_LUNCH]),
        ({"gap_minutes": 0}, [Omen.NO_TIME_TO_MOVE]),
    ],
)
def test_each_trouble_is_told_once(changes: dict[str, object], omens: list[Omen]) -> None:
    assert told(**changes) == omens


def test_too_few_tables_come_with_the_figures_and_what_would_do() -> None:
    (found,) = foresee(replace(SOUND, tables=7, most_meetings=8), TODAY, day_off=False)

    assert dict(found.figures) == {"wanted": 80, "tables": 7, "slots": 8, "room": 56, "each": 5}


def test_the_hardest_comes_first() -> None:
    found = foresee(replace(SOUND, gap_minutes=0, registration_until=TODAY - timedelta(days=1)), TODAY, day_off=True)

    assert [each.severity for each in found] == [Severity.BAD, Severity.WARN, Severity.NOTE]


def test_every_field_of_a_set_up_is_asked_at_one_step() -> None:
    asked = [name for fields in ASKED.values() for name in fields]

    assert sorted(asked) == sorted(SetUp.__dataclass_fields__)
    assert [next_step(step) for step in Step] == [*list(Step)[1:], Step.CHECK]
