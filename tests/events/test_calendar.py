"""Calendar files hold to RFC 5545, and the hours of a day to its rhythm."""

from datetime import UTC, datetime, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from marketplace.events.calendar import Entry, calendar_file, escaped, folded
from marketplace.events.hours import Rhythm, slots_of

NOON = datetime(2026, 12, 18, 4, tzinfo=UTC)


def test_an_entry_says_when_where_and_which_version() -> None:
    entry = Entry(uid="E-1@tansuo", begins=NOON, ends=NOON, summary="约见，桌 3", location="二楼; A", sequence=2)

    lines = calendar_file("专场", [entry], NOON).decode().split("\r\n")

    assert lines == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tansuo//Sessions//ZH", "METHOD:PUBLISH", "X-WR-CALNAME:专场",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M",
        "BEGIN:VEVENT", "UID:E-1@tansuo", "DTSTAMP:20261218T040000Z", "DTSTART:20261218T040000Z",
        "DTEND:20261218T040000Z", "SUMMARY:约见，桌 3", "LOCATION:二楼\\; A", "DESCRIPTION:", "SEQUENCE:2",
        "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


@given(st.text(max_size=400))
def test_a_folded_line_is_short_and_unfolds_to_itself(text: str) -> None:
    line = escaped(text)
    lines = folded(line).split("\r\n")

    assert all(len(part.encode()) <= 75 for part in lines)
    assert lines[0] + "".join(part[1:] for part in lines[1:]) == line


@given(
    st.builds(
        Rhythm, first=st.just(time(9)), slots=st.integers(1, 12), minutes=st.integers(5, 40), gap=st.integers(0, 15),
        pause_after=st.integers(0, 12), pause=st.integers(0, 120),
    )
)  # fmt: skip
def test_slots_follow_each_other_with_their_gaps_and_one_break(rhythm: Rhythm) -> None:
    slots = slots_of(rhythm)

    between = [later.begins - earlier.ends for earlier, later in pairwise(slots)]
    pauses = [max(rhythm.gap, rhythm.pause) if later.after_pause else rhythm.gap for later in slots[1:]]
    assert between == pauses
    assert [slot.ends - slot.begins for slot in slots] == [rhythm.minutes] * rhythm.slots
