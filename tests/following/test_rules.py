"""When a letter is due: at the stated hour in China, once a day or a week, and always later than now."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.core.clock import CHINA
from marketplace.following.rules import AT_ONCE, Pace, next_due
from marketplace.matching.visiting import VISIT, begin_visit

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)  # a Tuesday, 12:00 in China
MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))


def test_a_daily_letter_waits_for_its_hour_and_a_weekly_one_for_its_day() -> None:
    due = [
        next_due(Pace.DAILY, 13, 0, NOON),
        next_due(Pace.DAILY, 12, 0, NOON),
        next_due(Pace.WEEKLY, 13, 1, NOON),
        next_due(Pace.WEEKLY, 9, 1, NOON),
        next_due(Pace.AT_ONCE, 9, 0, NOON),
        next_due(Pace.NEVER, 9, 0, NOON),
    ]

    assert due == [
        NOON + timedelta(hours=1),
        NOON + timedelta(days=1),
        NOON + timedelta(hours=1),
        NOON + timedelta(days=6, hours=21),
        NOON + AT_ONCE,
        None,
    ]


@settings(max_examples=60)
@given(st.sampled_from([Pace.DAILY, Pace.WEEKLY]), st.integers(0, 23), st.integers(0, 6), MOMENTS)
def test_between_two_letters_lies_exactly_a_day_or_a_week(pace: Pace, hour: int, weekday: int, after: datetime) -> None:
    step = timedelta(days=1 if pace is Pace.DAILY else 7)
    first = next_due(pace, hour, weekday, after)
    assert first is not None
    local = first.astimezone(CHINA)

    assert after < first <= after + step
    assert (local.hour, local.minute) == (hour, 0)
    assert local.weekday() == weekday or pace is Pace.DAILY
    assert next_due(pace, hour, weekday, first) == first + step
    assert next_due(pace, hour, weekday, first - timedelta(seconds=1)) == first


def test_a_visit_lasts_half_an_hour_and_then_the_marks_move_on() -> None:
    first = begin_visit(None, None, NOON)
    same = begin_visit(*first, NOON + VISIT - timedelta(seconds=1))
    second = begin_visit(*first, NOON + VISIT)

    assert (first, same) == ((NOON, None), (NOON, None))
    assert second == (NOON + VISIT, NOON)
