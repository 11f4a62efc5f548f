"""The big screen: where the day stands, who sits where, who is missing; and 304 while nothing changed."""

from collections.abc import Callable
from datetime import time

from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.events import queries
from marketplace.events.day import checking_in
from marketplace.events.day.clock import Part, phase_at
from marketplace.events.day.looking import look_at
from marketplace.events.day.picture import Picture, picture_of
from marketplace.events.day.rules import DayAction
from marketplace.events.hours import Rhythm, slots_of
from marketplace.events.models import Event
from marketplace.events.rules import Side
from tests.events.on_the_day import in_round, published
from tests.events.staging import Stage, make_stage


def shown(stage: Stage, event: Event) -> Picture:
    return picture_of(event, look_at(stage.session, event, now()), now())


def test_the_day_is_before_in_a_round_changing_in_the_break_or_over() -> None:
    hours = slots_of(Rhythm(first=time(9), slots=3, minutes=20, gap=5, pause_after=2, pause=60))

    parts = {minute: phase_at(hours, minute) for minute in (530, 540, 559.9, 560, 565, 590, 645, 665)}

    assert [(each.part, each.round, each.until) for each in parts.values()] == [
        (Part.BEFORE, 0, 540), (Part.ROUND, 0, 560), (Part.ROUND, 0, 560), (Part.CHANGE, 1, 565), (Part.ROUND, 1, 585),
        (Part.BREAK, 2, 645), (Part.ROUND, 2, 665), (Part.OVER, None, None),
    ]  # fmt: skip


def test_a_table_names_who_agreed_and_says_whom_it_waits_for(stage: Stage) -> None:
    event, [(_uni, one), *_rest] = published(stage, tables=22)
    one.listed = False
    stage.session.flush()
    slot = queries.day_of(stage.session, one)[0].slot
    with in_round(event, slot):
        for _party, each in _rest:
            checking_in.note_presence(stage.session, stage.organiser, event.public_id, each.id, DayAction.CHECK_IN)
        picture = shown(stage, event)

    taken = [table for page in picture.pages for table in page if table.taken]
    assert [len(page) for page in picture.pages] == [20, 2]
    assert (picture.here, picture.come, picture.is_round, picture.round) == (3, 4, True, slot)
    assert [(table.provider, table.waits_for) for table in taken if not table.provider] == [(None, Side.PROVIDER)]
    assert {table.waits_for for table in taken if table.provider} <= {None}


def test_a_screen_that_asks_again_gets_304_until_something_changes(
    app: Flask, database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        stage = make_stage(session)
        event, [(_uni, one), *_rest] = published(stage)
        address, number, organiser = f"/events/{event.public_id}/screen/now", one.id, stage.organiser
    host = sign_in("host@example.org")
    with in_round(event):
        first = host.get(address)
        same = host.get(address, headers={"If-None-Match": first.headers["ETag"]})
        with database.transaction() as session:
            checking_in.note_presence(session, organiser, event.public_id, number, DayAction.CHECK_IN)
        changed = host.get(address, headers={"If-None-Match": first.headers["ETag"]})
    with in_round(event, 1):
        later = host.get(address, headers={"If-None-Match": changed.headers["ETag"]})

    assert [each.status_code for each in (first, same, changed, later)] == [200, 304, 200, 200]
