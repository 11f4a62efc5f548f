"""A phone that asks again is answered by one statement while nothing changed; a mark serves its own reader alone."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as listening

from marketplace.core.db import Database
from marketplace.events.day import checking_in
from marketplace.events.day.rules import DayAction
from tests.events.on_the_day import in_round, published
from tests.events.staging import make_stage


def test_an_unchanged_day_costs_one_statement_and_its_mark_serves_nobody_else(
    app: Flask, database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        stage = make_stage(session)
        event, [(_uni, one), (_lab, _two), *_rest] = published(stage)
        day = f"/events/{event.public_id}/registrations/{one.id}/agenda?part=1"
        wall, name, number, organiser = (
            f"/events/{event.public_id}/screen/now",
            event.public_id,
            one.id,
            stage.organiser,
        )
    sent: list[str] = []
    listening.listen(app.extensions["database"].engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    with in_round(event):
        own, other = sign_in("uni@example.org"), sign_in("lab@example.org")
        marks = {path: own.get(path).headers["ETag"] for path in (day, wall)}
        statements = []
        for path, mark in marks.items():
            sent.clear()
            again = own.get(path, headers={"If-None-Match": mark})
            statements.append((again.status_code, sum(each.startswith("SELECT") for each in sent)))
        strangers = [other.get(path, headers={"If-None-Match": mark}).status_code for path, mark in marks.items()]
        nobody = app.test_client().get(day, headers={"If-None-Match": marks[day]}).status_code
        with database.transaction() as session:
            checking_in.note_presence(session, organiser, name, number, DayAction.CHECK_IN)
        changed = [own.get(path, headers={"If-None-Match": mark}).status_code for path, mark in marks.items()]

    assert statements == [(304, 1), (304, 1)]
    assert (strangers, nobody, changed) == ([404, 200], 303, [200, 200])
