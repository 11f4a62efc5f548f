"""Every page that lists something sends the same SQL statements for one row and for fifty."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from ingest.harvest.services import Harvest, add_source
from ingest.records import Kind
from ingest.runs import NewRun, begin_run
from marketplace.accounts.models import (
    Mandate,
    MandateState,
    Membership,
    MembershipRole,
    Organisation,
    PersonRole,
    Standing,
)
from marketplace.accounts.services import NewToken, create_token, note_device
from marketplace.config import read_settings
from marketplace.core.actor import SYSTEM, Role, Scope
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.db import Database
from marketplace.core.mail import post
from marketplace.curation.models import Batch, BatchRow, QueueDecision, StandardRemark
from marketplace.curation.rules import BatchAct, Nature
from marketplace.curation.rules import Kind as QueueKind
from marketplace.curation.services.batches import Chosen, NewBatch, begin_batch
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import EventState, RegistrationState, Side
from marketplace.events.services import create_event
from marketplace.listings.models import Attachment
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.organisations.models import Invitation, JoinRequest, Verification
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from marketplace.workdays.models import SpecialDay
from marketplace.workdays.rules import DayKind
from tests.events.staging import usual
from tests.factories import make_listing, make_need, make_organisation, make_person
from tests.web.conftest import staged
from tests.web.doors import DOORS, PUBLIC
from tests.web.house import READERS, House
from tests.web.rehearsal import Rehearsal
from tests.web.walk import call, cookie

pytestmark = pytest.mark.xdist_group("house")
ROWS = 50
Fill = Callable[[Session, House, int], object]  # makes the n-th row more, of another owner or person where it can be


@dataclass(frozen=True, slots=True)
class List:
    """A page with a list: where, for whom, and how it gets a row more."""

    path: str
    reader: str
    fill: Fill


def ours(session: Session) -> Organisation:
    return session.query(Organisation).filter_by(code="UNI-A").one()


def other_owner(session: Session, n: int) -> Organisation:
    return make_organisation(session, f"ORG-{n}")


def result(state: ListingState, own: bool = True) -> Fill:
    return lambda session, _house, n: make_listing(
        session, owner=ours(session) if own else other_owner(session, n), state=state
    )


def need(state: NeedState, own: bool = True) -> Fill:
    return lambda session, _house, n: make_need(session, ours(session) if own else other_owner(session, n), state=state)


def waiting(session: Session, _house: House, n: int) -> None:
    owner = other_owner(session, n)
    make_listing(session, owner=owner, state=ListingState.SUBMITTED)
    make_need(session, owner, state=NeedState.SUBMITTED)


def returned(session: Session, _house: House, _n: int) -> None:
    make_listing(session, owner=ours(session), state=ListingState.RETURNED)
    make_need(session, ours(session), state=NeedState.RETURNED)


def somebody(session: Session, _house: House, n: int) -> None:
    make_person(session, f"more-{n}@example.org", Role.EXPERT, organisation=other_owner(session, n))


def house_to_verify(session: Session, _house: House, n: int) -> None:
    owner = other_owner(session, n)
    owner.standing = Standing.PENDING
    session.add(
        Verification(organisation=owner, name="x", credit_code="1", evidence="0" * 64, evidence_type="application/pdf")
    )


def at_the_door(session: Session, _house: House, n: int) -> None:
    person = make_person(session, f"more-{n}@example.org")
    person.memberships.append(Membership(organisation=ours(session), role=MembershipRole.MEMBER))
    asks = make_person(session, f"asks-more-{n}@example.org")
    late = now() + timedelta(days=9)
    session.add(JoinRequest(organisation=ours(session), person=asks))
    session.add(
        Invitation(organisation=ours(session), email=f"in-{n}@example.org", token_hash=f"t{n}", expires_at=late)
    )


def mandate(session: Session, house: House, n: int) -> None:
    given = {"valid_from": today(), "valid_until": today() + timedelta(days=9), "decided_at": now()}
    holder = house.people["mandated"].id
    owner = other_owner(session, n)
    make_listing(session, owner=owner)
    for place, of in enumerate((owner, ours(session))):
        held = Mandate(public_id=f"M-{n}-{place}", owner=of, person_id=holder, state=MandateState.ACCEPTED, **given)
        session.add(held)


def place(session: Session, house: House, n: int) -> None:
    owner = other_owner(session, n)
    session.add(Membership(organisation=owner, person_id=house.people["owner"].id, role=MembershipRole.MEMBER))
    late = now() + timedelta(days=9)
    session.add(Invitation(organisation=owner, email="owner@example.org", token_hash=f"t{n}", expires_at=late))


def upload(session: Session, house: House, n: int) -> None:
    new = NewRun(
        organisation_id=ours(session).id, kind=Kind.ACHIEVEMENT, filename=f"{n}.csv", file_hash="0" * 64, file_size=1
    )
    begin_run(session, house.actor(session, "owner"), new)


def source(session: Session, house: House, n: int) -> None:
    add_source(
        session, house.actor(session, "owner"), ours(session).id, Harvest(name="x", address=f"http://127.0.0.1/{n}")
    )


def audit_line(session: Session, house: House, n: int) -> None:
    by = make_person(session, f"more-{n}@example.org")
    record = session.query(Need).filter_by(public_id=house.names["wanted"]).one()
    record_act(session, house.actor(session, "owner"), "edit", record)
    record_act(session, house.actor(session, "owner"), "edit", by)


def history_line(session: Session, house: House, _n: int) -> None:
    version = next(each.row for each in house.records["result"] if each.name == house.names["shown"])
    record_act(session, house.actor(session, "owner"), "edit", session.get_one(type(version), version.id))


def paper(session: Session, house: House, n: int) -> None:
    version = house.records["draft"][0].row
    session.add(
        Attachment(
            version_id=version.id, kind=AttachmentKind.OTHER, tier=DisclosureTier.PUBLIC, title=f"{n}", filename="a.pdf",
            media_type="application/pdf", size=8, key=f"{n:064}",
        )
    )  # fmt: skip


def device(session: Session, house: House, n: int) -> None:
    note_device(session, session.get_one(type(house.people["owner"]), house.people["owner"].id), f"Firefox {n}")


def token(session: Session, house: House, n: int) -> None:
    if n < 8:  # a person has only so many
        create_token(
            session, house.actor(session, "owner"), NewToken(name=f"{n}", scopes=frozenset({Scope.READ}), days=30)
        )


def letter(session: Session, _house: House, n: int) -> None:
    post(session, f"more-{n}@example.org", "x", "x")


def standard_remark(session: Session, _house: House, n: int) -> None:
    session.add(StandardRemark(kind=None, zh=f"请补数据 {n}。", en=f"Add figures {n}."))


def batched(session: Session, house: House, n: int) -> None:
    """One record more in the curator's batch."""
    record = make_need(session, other_owner(session, n), state=NeedState.SUBMITTED)
    batch = session.query(Batch).filter_by(public_id=house.names["batch"]).one()
    session.add(
        BatchRow(batch_id=batch.id, position=n + 5, kind=QueueKind.NEED, subject_id=record.public_id, lock=1, title="x")
    )


def holiday(session: Session, _house: House, n: int) -> None:
    day = date(2027, 1, 1) + timedelta(days=n)
    session.add(SpecialDay(day=day, kind=DayKind.HOLIDAY, name="假日", source="通知"))


def decided(session: Session, house: House, n: int) -> None:
    by = make_person(session, f"decides-{n}@example.org", Role.CURATOR)
    session.add(
        QueueDecision(
            kind=QueueKind.NEED, subject_id=f"N-{n}", act="publish", nature=Nature.NEW, submitted_at=now(), person_id=by.id
        )
    )  # fmt: skip


def session_held(session: Session, _house: House, _n: int) -> None:
    event = create_event(session, SYSTEM, ours(session).id, usual())
    event.state, event.announced_at = EventState.REGISTERING, now()


def party(session: Session, house: House, n: int) -> None:
    event = session.query(Event).filter_by(public_id=house.names["event"]).one()
    owner = other_owner(session, n)
    session.add(
        EventRegistration(
            event=event, organisation_id=owner.id, side=Side.PROVIDER, state=RegistrationState.APPLIED,
            attendees=["某人"],
        )
    )  # fmt: skip


LISTS: dict[str, list[List]] = {
    "listings.mine": [List("/my/results", "owner", result(ListingState.DRAFT))],
    "listings.similar_titles": [
        List(
            "/my/results/similar-titles?title=两相吸收剂低能耗燃烧后",
            "other",
            result(ListingState.PUBLISHED, own=False),
        )
    ],
    "listings.history": [List("/results/{shown}/history", "owner", history_line)],
    "listings.files": [List("/my/results/{draft}/files", "owner", paper)],
    "listings.edit": [List("/my/results/{draft}/edit", "owner", paper)],
    "needs.index": [List("/needs", PUBLIC, need(NeedState.PUBLISHED, own=False))],
    "needs.mine": [List("/my/needs", "owner", need(NeedState.DRAFT))],
    "discovery.home": [
        List("/", PUBLIC, result(ListingState.PUBLISHED, own=False)),
        List("/", "owner", need(NeedState.PUBLISHED, own=False)),
    ],
    "curation.queue": [List("/curation", "curator", waiting)],
    "curation.remarks": [List("/curation/remarks", "curator", standard_remark)],
    "curation.show_batch": [List("/curation/batches/{batch}", "curator", batched)],
    "curation.waiting_times": [List("/curation/waiting-times", "curator", decided)],
    "curation.waiting_times_file": [List("/curation/waiting-times.csv", "curator", decided)],
    "events.index": [List("/events", PUBLIC, session_held)],
    "events.managed": [List("/my/events", "owner", session_held)],
    "events.desk": [List("/my/events/{event}", "owner", party)],
    "events.parties": [List("/my/events/{event}/parties", "owner", party)],
    "events.show": [List("/events/{event}", "owner", party)],
    "listings_api.own": [List("/api/v1/results", "owner", result(ListingState.DRAFT))],
    "needs_api.own": [List("/api/v1/needs", "owner", need(NeedState.DRAFT))],
    "workdays.days": [List("/admin/workdays", "admin", holiday)],
    "inbox.show": [
        List("/inbox", "owner", returned),
        List("/inbox", "owner", at_the_door),
        List("/inbox", "curator", waiting),
    ],
    "inbox.count": [List("/inbox/count", "owner", returned)],
    "admin.home": [List("/admin", "admin", house_to_verify)],
    "admin.people": [List("/admin/people", "admin", somebody)],
    "admin.person": [List("/admin/people/{somebody}", "admin", audit_line)],
    "admin.organisations": [List("/admin/organisations", "admin", house_to_verify)],
    "admin.organisation": [List("/admin/organisations/UNI-A", "admin", at_the_door)],
    "admin.audit": [List("/admin/audit", "admin", audit_line)],
    "admin.audit_file": [List("/admin/audit.csv", "admin", audit_line)],
    "organisations.index": [List("/organisations", PUBLIC, lambda session, _house, n: other_owner(session, n))],
    "organisations.show": [
        List("/organisations/UNI-A", PUBLIC, result(ListingState.PUBLISHED)),
        List("/organisations/UNI-A", "owner", need(NeedState.PUBLISHED)),
    ],
    "organisations.people": [List("/organisations/UNI-A/people", "owner", at_the_door)],
    "organisations.mandates": [List("/organisations/UNI-A/mandates", "owner", mandate)],
    "organisations.new_mandate": [List("/organisations/UNI-A/mandates/new", "owner", result(ListingState.DRAFT))],
    "organisations.my_mandates": [List("/my/mandates", "mandated", mandate)],
    "organisations.mine": [List("/my/organisations", "owner", place)],
    "organisations.verification": [List("/organisations/UNI-A/verification", "owner", house_to_verify)],
    "imports.index": [List("/import", "owner", upload)],
    "imports.sources": [List("/import/sources", "owner", source)],
    "accounts.security": [List("/account/security", "owner", device)],
    "accounts.tokens": [List("/account/tokens", "owner", token)],
    "accounts.data": [List("/account/data", "owner", returned)],
    "accounts.delete": [List("/account/delete", "owner", place)],
    "outgoing.mails": [List("/dev/mail", "admin", letter)],
}
# pages of one thing, forms, and what is measured elsewhere (tests/discovery/test_search_page.py, tests/matching/test_pages.py)
# lists whose rows come from more than one table, not grown here yet: three of them are measured with their pages in
# tests/matching, the portfolio and the list of talks nowhere
ELSEWHERE = {"matching.all_talks", "matching.needs", "matching.portfolio", "matching.results"}
NO_LIST = {
    "admin.merge", "admin.operations", "events.agenda", "events.agenda_file", "events.timetable", "events.timetable_file",
    "events.wishes", "imports_api.one", "listings_api.one", "needs_api.one", "events.calendar", "events.change_registration", "events.create", "events.edit", "events.register",
    "matching.approach", "matching.pair", "matching.talk", "metrics.metrics",
    "accounts.confirm", "accounts.confirm_address", "accounts.download", "accounts.forgotten", "accounts.notices",
    "accounts.privacy", "accounts.profile", "accounts.register", "accounts.registered", "accounts.reset",
    "accounts.reset_sent", "accounts.sign_in", "accounts.terms", "accounts_api.me", "admin.search", "api.describe",
    "api.search", "assets.sheets", "curation.batch_progress", "curation.decision", "curation.edit_remark",
    "curation.new_remark", "listings.picture", "listings.preview", "discovery.accessibility", "discovery.figures_explained",
    "discovery.guide", "discovery.search", "discovery.similar", "discovery.suggestions", "gallery.components",
    "health.alive", "health.ready", "imports.problems", "imports.show", "imports.source", "jobs.progress", "jobs.show",
    "listings.bibtex", "listings.confirm_letter", "listings.file", "listings.new", "listings.result",
    "listings.result_version", "listings.version_changes", "listings.withdraw", "needs.create", "needs.diagnosis",
    "needs.document", "needs.edit", "needs.read", "needs.show", "needs.withdraw", "organisations.edit",
    "organisations.evidence", "organisations.invitation", "organisations.logo", "organisations.mandate",
    "organisations.mandate_paper", "organisations.new", "static",
}  # fmt: skip


def test_every_page_says_whether_it_lists_something() -> None:
    pages = {endpoint for endpoint, doors in DOORS.items() if any(door.method == "GET" for door in doors)}

    assert set(LISTS) | NO_LIST | ELSEWHERE == pages, (
        "add the route to LISTS with how it gets a row more, or to NO_LIST"
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
    return house


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
