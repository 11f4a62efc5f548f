"""What a session came to: figures that count the records behind them, as page, workbook, document and on paper."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from marketplace.app import create_app
from marketplace.config import read_settings
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events import queries, services
from marketplace.events.after import following
from marketplace.events.after.figures import HELD, LISTS, MeetingLine, Result, by, chosen, tally
from marketplace.events.after.following import FollowUp
from marketplace.events.after.reading import lines_of
from marketplace.events.after.rules import Progress, stage_on
from marketplace.events.day import checking_in, telling
from marketplace.events.day.rules import DayAction, Interest, MeetingState, NextStep, Presence
from marketplace.events.day.telling import Outcome
from marketplace.events.feeds import feed_token
from marketplace.events.models import Event, EventBlock, EventRegistration
from marketplace.events.roadshow.rules import BlockKind
from marketplace.events.rules import EventState
from tests.events.on_the_day import Guests, first_of, in_round, published
from tests.events.staging import Stage, letters, make_stage
from tests.factories import PASSWORD

INTENT = Outcome(attended=Presence.PRESENT, interest=Interest.INTENT, next_step=NextStep.NDA, rating=4, amount=260.0)
RESULTS = st.builds(
    Result, public_id=st.sampled_from("ab"), sector=st.sampled_from(["", "steel"]), key_technology=st.just("t"),
    conservative=st.sampled_from([None, 10.0]),
)  # fmt: skip
LINES = st.lists(
    st.builds(
        MeetingLine, wish_id=st.integers(), provider=st.integers(), seeker=st.integers(), slot=st.integers(0, 9),
        table=st.integers(1, 9), state=st.sampled_from(MeetingState), must=st.booleans(), intent=st.booleans(),
        goes_on=st.booleans(), amount=st.sampled_from([None, 1.0, 2.5]), ratings=st.sampled_from([(), (3,), (4, 5)]),
        signed=st.sampled_from([None, 7.0]), result=st.none() | RESULTS,
    ),
    max_size=8,
)  # fmt: skip


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_each_figure_is_the_length_of_its_list_and_the_parts_make_the_whole(lines: list[MeetingLine]) -> None:
    total = tally(lines)
    parts = [each for _code, each in by(lines, lambda result: result.sector)]

    assert total.counts == {name: len(chosen(lines, name)) for name in LISTS}
    assert {name: sum(part.counts[name] for part in parts) for name in LISTS} == total.counts
    assert sum(part.amount for part in parts) == total.amount
    assert total.counts["held"] == sum(line.state in HELD for line in lines)
    assert total.tco2e == 10.0 * len({line.result.public_id for line in chosen(lines, "carbon") if line.result})


def lived(stage: Stage) -> tuple[Event, Guests]:
    """A session on which one meeting led to an intent and one party never came."""
    event, guests = published(stage)
    (uni, one), *others = guests
    services.go_on(stage.session, event.day)
    with in_round(event, 3):
        for _party, each in guests[:3]:
            checking_in.note_presence(stage.session, stage.organiser, event.public_id, each.id, DayAction.CHECK_IN)
        meeting = first_of(stage.session, one)
        telling.tell_outcome(stage.session, uni.actor, one.id, meeting.wish_id, INTENT)
        other = next(each for each in others if each[1].id == meeting.wish.seeker_id)
        telling.tell_outcome(stage.session, other[0].actor, other[1].id, meeting.wish_id, INTENT)
    services.go_on(stage.session, event.day + timedelta(days=1))
    return event, guests


def test_the_report_reads_what_was_said_and_who_came(stage: Stage) -> None:
    event, _guests = lived(stage)

    with held_at(event.begins + timedelta(days=2)):
        total = tally(lines_of(stage.session, event))

    counted = {name: total.counts[name] for name in ("made", "held", "intent", "untold")}
    assert counted == {"made": 4, "held": 1, "intent": 1, "untold": 3}
    assert (total.amount, total.satisfaction) == (260.0, 4.0)
    absent = sum(each.by_presence.get(Presence.ABSENT, 0) for each in queries.attendance_of(stage.session, event))
    assert absent == 1


def test_what_goes_on_is_asked_for_at_each_stage_once_and_goes_to_the_archive(stage: Stage) -> None:
    event, [(uni, one), *_rest] = lived(stage)
    before = len(letters(stage.session))
    meeting = first_of(stage.session, one)
    with held_at(event.begins + timedelta(days=10)), pytest.raises(Conflict):
        following.follow_up(stage.session, uni.actor, one.id, meeting.wish_id, FollowUp(progress=Progress.TALKING))

    days = (29, 30, 31, 90, 180, 209)
    asked = [following.follow_sessions(stage.session, event.day + timedelta(days=each)) for each in days]

    assert asked == [0, 2, 0, 2, 2, 0]
    assert [subject for _who, subject in letters(stage.session)[before:]] == 6 * ["后来怎样了"]
    assert event.state is EventState.FOLLOWING
    with held_at(event.begins + timedelta(days=181)):
        signed = FollowUp(progress=Progress.SIGNED, amount=120.0)
        following.follow_up(stage.session, uni.actor, one.id, meeting.wish_id, signed)
        with pytest.raises(InvalidInput):
            wrong = FollowUp(progress=Progress.PAUSED, amount=1.0)
            following.follow_up(stage.session, uni.actor, one.id, meeting.wish_id, wrong)
        assert tally(lines_of(stage.session, event)).signed == 120.0
    following.follow_sessions(stage.session, event.day + timedelta(days=211))
    assert event.state is EventState.ARCHIVED


def test_stages_are_thirty_ninety_and_a_hundred_and_eighty_days() -> None:
    held = date(2026, 1, 1)
    assert [stage_on(held, held + timedelta(days=each)) for each in (0, 29, 30, 89, 90, 180, 400)] == [
        0, 0, 30, 30, 90, 180, 180,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def home(
    installed: Callable[[Path], dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, str, int]]:
    """An application with a session that was held, its address and one of its parties."""
    app = create_app(read_settings(installed(tmp_path_factory.mktemp("held"))))
    app.config["WTF_CSRF_ENABLED"] = False
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        event, [(_uni, one), *_rest] = lived(make_stage(session))
        names = (event.public_id, one.id)
    yield app, *names
    database.dispose()


@pytest.fixture
def host(home: tuple[Flask, str, int]) -> FlaskClient:
    return signed_in(home[0])("host@example.org")


def signed_in(app: Flask) -> Callable[[str], FlaskClient]:
    def enter(email: str) -> FlaskClient:
        client = app.test_client()
        client.post("/login", data={"email": email, "password": PASSWORD})
        return client

    return enter


def test_every_figure_of_the_page_opens_as_many_records(home: tuple[Flask, str, int], host: FlaskClient) -> None:
    _app, event, _one = home

    page = host.get(f"/my/events/{event}/report").get_data(as_text=True)

    for name, count in (("made", 4), ("held", 1), ("intent", 1)):
        assert f'href="/my/events/{event}/meetings?show={name}"><span class="stat__v num">{count}</span>' in page
        listed = host.get(f"/my/events/{event}/meetings?show={name}").get_data(as_text=True)
        assert listed.count('<tr id="meeting-') == count


def test_the_workbook_and_the_document_say_the_same(home: tuple[Flask, str, int], host: FlaskClient) -> None:
    _app, event, _one = home

    book = load_workbook(BytesIO(host.get(f"/my/events/{event}/report.xlsx").data))
    paper = Document(BytesIO(host.get(f"/my/events/{event}/report.docx").data))

    figures = {row[0]: row[1] for row in book["总体"].iter_rows(values_only=True)}
    assert (figures["已举行"], figures["预计金额（万元）"], figures["满意度（1 至 5 分）"]) == ("1", "260", "4")
    assert len(list(book["约见"].iter_rows())) == 5
    assert {row.cells[0].text: row.cells[1].text for row in paper.tables[0].rows} == figures


def test_how_it_went_on_is_asked_from_the_thirtieth_day(home: tuple[Flask, str, int], host: FlaskClient) -> None:
    app, event, one = home
    page = f"/events/{event}/registrations/{one}/agenda"
    with held_at(now() + timedelta(days=28 + 40)):
        later = signed_in(app)("host@example.org").get(page).text

    assert ("天后的进展" in host.get(page).text, "30 天后的进展" in later) == (False, True)


def test_the_list_behind_a_sum_says_the_same_sum(home: tuple[Flask, str, int], host: FlaskClient) -> None:
    _app, event, _one = home

    assert "合计 260 万元" in host.get(f"/my/events/{event}/meetings?show=amount").text


def test_papers_name_the_tables_the_people_and_the_day(home: tuple[Flask, str, int], host: FlaskClient) -> None:
    _app, event, one = home

    texts = {
        kind: PdfReader(BytesIO(host.get(f"/my/events/{event}/papers/{kind}.pdf").data))
        for kind in ("agendas", "tables", "badges")
    }
    own = PdfReader(BytesIO(host.get(f"/events/{event}/registrations/{one}/agenda.pdf").data))

    assert {kind: len(paper.pages) for kind, paper in texts.items()} == {"agendas": 4, "tables": 3, "badges": 1}
    assert [line for line in own.pages[0].extract_text().splitlines() if line.startswith("单位")] == [
        "单位 UNI", *(f"单位 {name}" for name in _met(own)),
    ]  # fmt: skip
    assert texts["badges"].pages[0].extract_text().count("的人") == 4


def test_a_party_that_presents_has_its_talk_on_paper_and_in_its_calendar(
    home: tuple[Flask, str, int], host: FlaskClient
) -> None:
    app, event, one = home
    day = f"/events/{event}/registrations/{one}"
    with app.extensions["database"].transaction() as session:
        of = session.get_one(EventRegistration, one).event_id
        said = {"title": "余热直驱热泵", "kind": BlockKind.TALK, "minutes": 10, "begins": time(9, 10), "hall": "三楼"}
        session.add(EventBlock(event_id=of, position=1, registration_id=one, **said))
    feed = feed_token(app.extensions["settings"].secret_key, one)

    lines = PdfReader(BytesIO(host.get(f"{day}/agenda.pdf").data)).pages[0].extract_text().splitlines()
    taken, asked = host.get(f"{day}/agenda.ics").text, app.test_client().get(f"/events/calendars/{feed}.ics").text

    assert next(line for line in lines if line[:1].isdigit()) == "9:10—9:20"
    assert {"余热直驱热泵", "三楼"} <= set(lines)
    for text in (taken, asked):
        assert [line for line in text.splitlines() if "余热" in line] == ["SUMMARY:路演：余热直驱热泵"]
    assert asked.count("BEGIN:VEVENT") == taken.count("BEGIN:VEVENT") + 1  # and the day as a whole


def _met(paper: PdfReader) -> list[str]:
    """The firms of the page, in its order."""
    return [name for name in paper.pages[0].extract_text().split() if name in ("FIRM", "MILL")]
