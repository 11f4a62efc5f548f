"""Every page that lists something sends the same SQL statements for one row and for fifty."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, PersonRole
from marketplace.accounts.services import note_device
from marketplace.config import read_settings
from marketplace.core.actor import SYSTEM, Role
from marketplace.core.clock import now, today
from marketplace.core.db import Database
from marketplace.curation.rules import BatchAct
from marketplace.curation.rules import Kind as QueueKind
from marketplace.curation.services.batches import Chosen, NewBatch, begin_batch
from marketplace.events.models import EventItem, EventPlan, EventRegistration, ItemKind
from marketplace.events.rules import EventState, RegistrationState, Side
from marketplace.events.services import create_event
from marketplace.listings.rules import ListingState
from marketplace.needs.rules import NeedState
from tests.contracts.doors import plant_listed
from tests.deals.doors import deal_of_the_broker
from tests.events.staging import usual
from tests.factories import make_listing, make_need, make_organisation, make_person
from tests.following.doors import plant_watches
from tests.web.conftest import staged
from tests.web.doors import DOORS
from tests.web.house import READERS, House
from tests.web.lists import LISTS, NO_LIST, List
from tests.web.rehearsal import Rehearsal
from tests.web.walk import call, cookie

pytestmark = pytest.mark.xdist_group("house")
ROWS = 50


def test_every_page_says_whether_it_lists_something() -> None:
    pages = {endpoint for endpoint, doors in DOORS.items() if any(door.method == "GET" for door in doors)}

    assert set(LISTS) | NO_LIST == pages, (
        "add the route to LISTS in tests/web/lists.py with how it gets a row more, or to NO_LIST"
    )
    assert set(LISTS) & NO_LIST == set()


@pytest.fixture(scope="module")
def bare(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, House]]:
    """An installation with people and hardly anything else."""
    folder = tmp_path_factory.mktemp("bare")
    shutil.copy(sqlite_template, folder / "tansuo.sqlite3")
    settings = read_settings({"TANSUO_ENV": "testing", "DATA_DIR": str(folder)})
    database = Database(settings.database_url)
    with database.transaction() as session:
        house = build_bare(session)
    database.dispose()
    app = staged(settings)
    yield app, house
    app.extensions["database"].dispose()


def build_bare(session: Session) -> House:
    house = House()
    homes = {"owner": make_organisation(session, "UNI-A"), "other": make_organisation(session, "UNI-B")}
    for name, roles in READERS.items():
        person = make_person(session, f"{name}@example.org", *roles, organisation=homes.get(name))
        house.people[name] = person
        house.devices[name] = f"{person.id}:{person.session_key}:{note_device(session, person, 'Firefox').key}"
    shown, draft = (
        make_listing(session, owner=homes["owner"], state=state)
        for state in (ListingState.PUBLISHED, ListingState.DRAFT)
    )
    house.keep("result", shown.public_id, shown.state, shown)
    house.keep("draft", draft.public_id, draft.state, draft)
    wanted = make_need(session, homes["owner"]).public_id
    waits = make_need(session, homes["other"], state=NeedState.SUBMITTED)
    chosen = [Chosen(kind=QueueKind.NEED, public_id=waits.public_id, lock=waits.lock)]
    batch = begin_batch(
        session, house.actor(session, "curator"), NewBatch(act=BatchAct.TAKE, chosen=chosen, remarks={})
    )
    somebody = str(house.people["expert"].id)
    house.names = {"shown": shown.public_id, "draft": draft.public_id, "wanted": wanted, "somebody": somebody}
    house.people["owner"].roles.append(PersonRole(role=Role.ORGANISER))
    event = create_event(session, SYSTEM, homes["owner"].id, usual())
    event.state, event.announced_at = EventState.REGISTERING, now()
    house.names |= {"batch": batch.public_id, "event": event.public_id}
    house.names |= plant_watches(session, house.actor(session, "owner"), "余热", "secret")
    house.names["deal"] = deal_of_the_broker(session, house, homes["owner"], shown.public_id)
    house.names |= _session_of_today(session, homes["owner"])
    house.names |= plant_listed(session, house, homes["other"])
    return house


def _session_of_today(session: Session, owner: Organisation) -> dict[str, str]:
    """A session that is on, in which the owner is a party."""
    event = create_event(session, SYSTEM, owner.id, usual())
    event.day = event.registration_until = event.wishes_until = today()
    event.state, event.announced_at, event.version = EventState.RUNNING, now(), 1
    own = EventRegistration(
        event=event, organisation_id=owner.id, side=Side.PROVIDER, attendees=["某人"],
        state=RegistrationState.ACCEPTED, decided_at=now(), listed=True,
    )  # fmt: skip
    plan = EventPlan(
        event_id=event.id, version=1, published_at=now(), optimal=True, total_weight=0, upper_bound=0, musts=0,
        musts_wished=0, wished=0, seconds=0,
    )  # fmt: skip
    session.add_all([own, plan])
    session.flush()
    own.items.append(EventItem(subject_id=make_listing(session, owner=owner).public_id, kind=ItemKind.ACHIEVEMENT))
    return {"today": event.public_id, "own": str(own.id)}


def test_a_list_sends_the_same_statements_for_one_row_and_for_fifty(bare: tuple[Flask, House]) -> None:
    app, house = bare
    database: Rehearsal = app.extensions["database"]
    grown = {}
    for endpoint, lists in LISTS.items():
        for each in lists:
            with database.rehearse():
                _fill(database, house, each, range(1))
                _statements(app, house, each)  # what is kept between requests is kept now
                one = _statements(app, house, each)
                _fill(database, house, each, range(1, ROWS))
                _statements(app, house, each)  # what a page notes when it shows a row for the first time is noted
                fifty = _statements(app, house, each)
            if fifty != one:
                grown[f"{endpoint} {each.path} as {each.reader}"] = (one, fifty)

    assert grown == {}


def _fill(database: Rehearsal, house: House, each: List, numbers: range) -> None:
    with database.transaction() as session:
        for n in numbers:
            each.fill(session, house, n)


def _statements(app: Flask, house: House, each: List) -> int:
    database: Rehearsal = app.extensions["database"]
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        path = each.path.format(**house.names)
        answer = call(app, database, "GET", path, cookie(app, house.devices.get(each.reader)), watched=False)[0]
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert answer.status_code == 200, each
    return len(sent)
