"""Which days the house works: as rules, as entered by administrators on both databases, and on the page."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, Actor, Role
from marketplace.core.clock import CHINA
from marketplace.core.db import Database
from marketplace.core.errors import Forbidden, InvalidInput, NotFound
from marketplace.needs import hours
from marketplace.workdays import queries, services
from marketplace.workdays.rules import DayKind, WorkCalendar
from marketplace.workdays.services import NewDay
from tests.factories import make_actor, make_person

K = DayKind
START = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
CALENDARS = st.dictionaries(DAYS, st.sampled_from(K), max_size=60).map(WorkCalendar)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
RELEASED = WorkCalendar({entry.day: entry.kind for entry in queries.released()})


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "admin@example.org", Role.ADMIN)


def _new(
    day: date | None = date(2027, 2, 6), kind: DayKind = K.HOLIDAY, name: str = "春节", source: str = "通知"
) -> NewDay:
    return NewDay(day=day, kind=kind, name=name, source=source)


@given(CALENDARS, DAYS)
def test_the_next_working_day_works_and_none_between_does(calendar: WorkCalendar, day: date) -> None:
    following = calendar.next_working_day(day)

    between = [day + timedelta(days=step) for step in range(1, (following - day).days)]
    assert calendar.works(following)
    assert [each for each in between if calendar.works(each)] == []


@given(CALENDARS, MOMENTS)
def test_the_house_opens_at_nine_on_a_working_day_and_nobody_is_pressed_on_others(
    calendar: WorkCalendar, moment: datetime
) -> None:
    opening = hours.next_opening(moment, calendar)
    there = moment.astimezone(CHINA)

    assert (hours.at_work(opening, calendar), opening.astimezone(CHINA).hour) == (True, 9)
    if not calendar.works(there.date()):
        assert not hours.at_work(moment, calendar)
        assert not hours.is_pressing(moment, moment, calendar)
        assert not hours.is_late(moment, moment - timedelta(days=1), calendar)


@given(CALENDARS, MOMENTS, st.integers(0, 400))
def test_whoever_is_not_pressed_before_the_house_closes_has_time_when_it_opens(
    calendar: WorkCalendar, moment: datetime, ahead: int
) -> None:
    due = moment + timedelta(hours=ahead)

    if hours.at_work(moment, calendar) and not hours.is_pressing(moment, due, calendar):
        assert due > hours.next_opening(moment, calendar)


def test_the_release_knows_two_years_and_does_not_guess_the_third() -> None:
    assert [RELEASED.knows(year) for year in (2025, 2026, 2027)] == [True, True, False]
    assert all(str(entry.day.year) in entry.source for entry in queries.released())
    holidays = [entry for entry in queries.released() if entry.kind is K.HOLIDAY]
    working = [entry for entry in queries.released() if entry.kind is K.WORKING]
    assert (len(holidays), len(working)) == (28 + 33, 5 + 6)
    assert [entry.day for entry in working if entry.day.weekday() < 5] == []


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 16), False),  # 春节, a Monday
        (date(2026, 2, 14), True),  # a Saturday that makes up
        (date(2026, 10, 8), True),
        (date(2025, 10, 8), False),
        (date(2027, 1, 1), True),  # not announced: the week holds
    ],
)
def test_known_days(day: date, works: bool) -> None:
    assert RELEASED.works(day) is works


def test_over_a_long_holiday_somebody_is_pressed_before_it(session: Session) -> None:
    """Due on the second day of the National Day holiday of 2026: told on Wednesday 30 September, not on 1 October."""
    calendar, due = queries.work_calendar(session), datetime(2026, 10, 2, 8, tzinfo=UTC)

    def pressing(day: int, month: int) -> bool:
        return hours.is_pressing(datetime(2026, month, day, 2, tzinfo=UTC), due, calendar)

    assert [pressing(29, 9), pressing(30, 9), pressing(1, 10)] == [False, True, False]


def test_an_administrator_adds_a_year_and_overrules_the_release(session: Session, admin: Actor) -> None:
    services.set_day(session, admin, _new())
    services.set_day(session, admin, _new(date(2026, 2, 16), K.ORDINARY, "更正"))

    calendar = queries.work_calendar(session)
    assert (calendar.works(date(2026, 2, 16)), calendar.knows(2027)) == (True, True)
    assert [(each.day, each.own) for each in queries.days_of(session, admin, 2027)] == [(date(2027, 2, 6), True)]
    services.remove_day(session, admin, date(2026, 2, 16))
    assert queries.work_calendar(session).works(date(2026, 2, 16)) is False
    with pytest.raises(NotFound):
        services.remove_day(session, admin, date(2026, 2, 16))


@pytest.mark.parametrize(
    "wrong", [_new(None), _new(date(1999, 1, 1)), _new(name=" "), _new(source=""), _new(name="长" * 61)]
)
def test_a_day_without_its_source_is_refused(session: Session, admin: Actor, wrong: NewDay) -> None:
    with pytest.raises(InvalidInput):
        services.set_day(session, admin, wrong)


def test_others_change_no_days(session: Session) -> None:
    for act in (
        lambda: services.set_day(session, ANYONE, _new()),
        lambda: services.remove_day(session, ANYONE, date(2027, 2, 6)),
        lambda: queries.days_of(session, ANYONE, 2026),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_file_is_read_by_either_heading_and_encoding() -> None:
    chinese = "日期,类别,名称,来源\n2027/2/6,放假,春节,通知\n\n2027-02-20,调休上班,春节,通知\n"
    english = "source,day,kind,name\n通知,2027-02-06,holiday,春节\n通知,2027-02-20,working,春节\n"

    expected = [_new(), _new(date(2027, 2, 20), K.WORKING)]
    assert services.read_file(chinese.encode("gb18030")) == expected
    assert services.read_file(english.encode("utf-8-sig")) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "第一行"),
        ("日期,类别\n", "第一行"),
        ("日期,类别,名称,来源\n2027-02-30,放假,春节,通知\n", "第 2 行读不懂"),
        ("日期,类别,名称,来源\n2027-02-06,休息,春节,通知\n", "第 2 行读不懂"),
        ("日期,类别,名称,来源\n2027-02-06,放假,春节\n", "第 2 行不完整"),
        ("日期,类别,名称,来源\n" + "2027-02-06,放假,春节,通知\n" * 1000, "1000"),
    ],
)
def test_a_file_that_does_not_hold_names_the_line(text: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        services.read_file(text.encode())


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    try:
        read = services.read_file(content)
    except InvalidInput:
        return
    assert all(command.day is not None for command in read)


def test_the_page_says_what_is_not_known_and_takes_a_file(
    database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        make_person(session, "admin@example.org", Role.ADMIN)
    client = sign_in("admin@example.org")
    day = {"day": "2027-02-06", "kind": "holiday", "name": "春节", "source": "通知"}

    assert "2027 年的安排还没有录入" in client.get("/admin/workdays?year=2027").get_data(as_text=True)
    assert "国办发明电〔2025〕7号" in client.get("/admin/workdays?year=2026&lang=en").get_data(as_text=True)
    assert client.post("/admin/workdays", data=day | {"source": ""}).status_code == 422
    assert client.post("/admin/workdays", data=day | {"kind": "party"}).status_code == 422
    assert client.post("/admin/workdays", data=day).headers["Location"] == "/admin/workdays?year=2027"
    assert client.post("/admin/workdays/2027-02-06/remove").status_code == 303
    assert client.post("/admin/workdays/never/remove").status_code == 404
    bad = {
        "file": (BytesIO("日期,类别,名称,来源\n2027-02-06,放假,春节,通知\n坏,放假,春节,通知\n".encode()), "days.csv")
    }
    assert client.post("/admin/workdays/file", data=bad).status_code == 422
    assert "2027 年的安排还没有录入" in client.get("/admin/workdays?year=2027&lang=zh").get_data(as_text=True)
    good = {"file": (BytesIO("日期,类别,名称,来源\n2027-02-06,放假,春节,通知\n".encode()), "days.csv")}
    assert client.post("/admin/workdays/file", data=good).status_code == 303
    assert "2027 年的安排还没有录入" not in client.get("/admin/workdays?year=2027").get_data(as_text=True)
