"""Every route as every role, the other organisation's people among them: only those get in whom doors.py names."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ingest import features as ingest
from ingest.harvest.services import Harvest, add_source
from ingest.records import Kind
from ingest.runs import NewRun, begin_run
from marketplace.accounts.links import Purpose, Seal, stamp_of_address, stamp_of_password, stamp_of_registration
from marketplace.accounts.models import Mandate, Membership, MembershipRole, Organisation, OrganisationKind, Standing
from marketplace.accounts.queries import actor_for, find_person
from marketplace.accounts.services import NewToken, create_token, note_device
from marketplace.accounts.services.own import EXPORT
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.core.actor import Role, Scope
from marketplace.core.clock import now, today
from marketplace.core.db import Database
from marketplace.core.files import FileStore
from marketplace.core.jobs import enqueue
from marketplace.curation.models import StandardRemark
from marketplace.curation.rules import BatchAct
from marketplace.curation.rules import Kind as QueueKind
from marketplace.curation.services.batches import Chosen, NewBatch, begin_batch
from marketplace.listings.links import signed
from marketplace.listings.models import Attachment, Picture, PictureRendition
from marketplace.listings.rules import ListingState
from marketplace.needs.models import DiagnosisEntry, NeedDiagnosis, NeedWithdrawal
from marketplace.needs.rules import EntryKind, NeedState, NeedWithdrawalReason
from marketplace.organisations.models import Invitation, JoinRequest, Verification
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from marketplace.web.assets import bundle
from tests.conftest import ROOT
from tests.factories import (
    PASSWORD,
    make_listing,
    make_need,
    make_organisation,
    make_person,
    make_registration,
    make_source,
)
from tests.web.doors import DOORS, EVERYBODY, OTHER, PUBLIC, Door


@pytest.fixture
def full_app(settings: Settings) -> Iterator[Flask]:
    """The application as wsgi puts it together."""
    app = create_app(settings)
    ingest.install(app)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def names(settings: Settings, database: Database) -> dict[str, str]:
    """Two organisations with records of every kind, and somebody in each role; names for the braces above."""
    seal = Seal(settings.secret_key)
    with database.transaction() as session:
        ours = make_organisation(session, "UNI-A")
        others = make_organisation(session, "UNI-B")
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        owner = make_person(session, "owner@example.org", Role.UNIVERSITY, organisation=ours)
        make_person(session, "other@example.org", Role.UNIVERSITY, organisation=others)
        at_the_door = _at_the_door(session, ours, FileStore(settings.files_dir).put(BytesIO(b"%PDF-1.4")))
        make_person(session, "enterprise@example.org", Role.ENTERPRISE, organisation=firm)
        for role in (Role.BROKER, Role.ORGANISER, Role.EXPERT, Role.CURATOR, Role.ADMIN):
            make_person(session, f"{role.value}@example.org", role)
        at_the_door["mandate"] = _offered(session, ours, FileStore(settings.files_dir).put(BytesIO(b"%PDF-1.4")))
        upload = NewRun(
            organisation_id=ours.id, kind=Kind.ACHIEVEMENT, filename="results.csv", file_hash="0" * 64, file_size=1
        )
        repository = Harvest(name="机构库", address="http://ir.example.org/oai")
        registration = make_registration(session, "newcomer@example.org")
        moving = make_person(session, "moving@example.org")
        moving.pending_email = "moved@example.org"
        new_token = NewToken(name="sync", scopes=frozenset(Scope), days=30)
        export = enqueue(session, EXPORT, {}, owner.id)
        export.result = {"file": FileStore(settings.files_dir).put(BytesIO(b"zip"))}
        return at_the_door | {
            "moving": seal.token(Purpose.NEW_ADDRESS, moving.id, stamp_of_address(moving)),
            "somebody": str(moving.id),
            "device": str(note_device(session, owner, "Firefox").id),
            "token": str(create_token(session, actor_for(owner), new_token)[0].id),
            "export": export.public_id,
            "registering": seal.token(Purpose.REGISTRATION, registration.id, stamp_of_registration(registration)),
            "resetting": seal.token(Purpose.RESET, owner.id, stamp_of_password(owner)),
            "file": begin_run(session, actor_for(owner), upload).public_id,
            "repository": add_source(session, actor_for(owner), ours.id, repository).public_id,
            "job": enqueue(session, "search.reindex", {}, owner.id).public_id,
            **_with_papers(session, ours, FileStore(settings.attachments_dir).put(BytesIO(b"%PDF-1.4"))),
            "handed_in": make_listing(session, owner=ours, state=ListingState.SUBMITTED).public_id,
            "letter": signed("development-only-secret", "0" * 24),
            "taken_off": make_listing(session, owner=ours, state=ListingState.WITHDRAWN).public_id,
            "sourced_wish": make_source(session, make_need(session, firm, state=NeedState.DRAFT), settings.files_dir),
            "wanted_still": make_need(session, firm).public_id,
            "gone_wish": make_withdrawn(session, firm),
            **looked_into(session, firm),
            **_curated(session, firm),
            "wish": make_need(session, firm, state=NeedState.DRAFT).public_id,
            "handed_in_wish": make_need(session, firm, state=NeedState.SUBMITTED).public_id,
            "sheet": bundle(ROOT / "static")[1],
            "wanted": make_need(session, firm, state=NeedState.PUBLISHED).public_id,
        }


def _with_papers(session: Session, ours: Organisation, key: str) -> dict[str, str]:
    """A draft and a published result, with files of several tiers."""
    draft = make_listing(session, owner=ours, state=ListingState.DRAFT)
    shown = make_listing(session, owner=ours, state=ListingState.PUBLISHED)
    wanted = {
        "draft_paper": (draft, DisclosureTier.PUBLIC),
        "open_paper": (shown, DisclosureTier.PUBLIC),
        "paper": (shown, DisclosureTier.SIGNED_IN),
        "secret_paper": (shown, DisclosureTier.UNDER_NDA),
    }
    papers = {
        name: Attachment(
            version_id=version.id, kind=AttachmentKind.OTHER, tier=tier, title=name, filename="a.pdf",
            media_type="application/pdf", size=8, key=key,
        )
        for name, (version, tier) in wanted.items()
    }  # fmt: skip
    pictures = {
        name: Picture(version_id=version.id, alt=name, renditions=[_rendition(key)])
        for name, version in (("draft_picture", draft), ("shown_picture", shown))
    }
    session.add_all([*papers.values(), *pictures.values()])
    session.flush()
    named = {name: str(row.id) for name, row in (*papers.items(), *pictures.items())}
    return named | {"draft": draft.public_id, "shown": shown.public_id}


def _rendition(key: str) -> PictureRendition:
    return PictureRendition(width=480, height=300, media_type="image/webp", key=key)


def _at_the_door(session: Session, ours: Organisation, paper: str) -> dict[str, str]:
    """Who and what waits at an organisation: evidence, a colleague, an invitation to another's member, a request."""
    ours.logo, ours.standing, ours.credit_code = paper, Standing.PENDING, "12420111125614452K"
    mate = make_person(session, "mate@example.org", Role.UNIVERSITY)
    mate.memberships.append(Membership(organisation=ours, role=MembershipRole.MEMBER))
    waiting = Verification(
        organisation=ours, name=ours.name, credit_code=ours.credit_code, evidence=paper, evidence_type="application/pdf"
    )
    late = now() + timedelta(days=9)
    written, invited = (
        Invitation(organisation=ours, email=f"{name}@example.org", token_hash=name, expires_at=late)
        for name in ("nobody", OTHER)
    )
    asks = JoinRequest(organisation=ours, person=make_person(session, "asks@example.org", Role.UNIVERSITY))
    session.add_all([waiting, written, invited, asks])
    session.flush()
    return {
        "verification": str(waiting.id),
        "member": str(mate.memberships[0].id),
        "invitation": str(written.id),
        "invited": str(invited.id),
        "request": str(asks.id),
    }


def _offered(session: Session, ours: Organisation, paper: str) -> str:
    """A mandate offered to the broker, for a record that is not there: it opens no other door."""
    broker = find_person(session, "broker@example.org")
    mandate = Mandate(
        public_id="M-2026-0001", owner=ours, person=broker, all_records=False, valid_from=today(), valid_until=today(),
        paper=paper, paper_type="application/pdf",
    )  # fmt: skip
    session.add(mandate)
    session.flush()
    return mandate.public_id


def make_withdrawn(session: Session, firm: Organisation) -> str:
    """A need that its owner took off."""
    need = make_need(session, firm, state=NeedState.WITHDRAWN)
    need.published_at, need.withdrawal = now(), NeedWithdrawal(reason=NeedWithdrawalReason.DROPPED)
    session.flush()
    return need.public_id


def looked_into(session: Session, firm: Organisation) -> dict[str, str]:
    """A need that the broker looks into, with a question to its owner."""
    need = make_need(session, firm, state=NeedState.DIAGNOSIS)
    broker = find_person(session, "broker@example.org")
    question = DiagnosisEntry(kind=EntryKind.QUESTION, text="烟气流量多少？")
    need.diagnosis = NeedDiagnosis(person_id=broker.id if broker else None, entries=[question])
    session.flush()
    return {"looked_into": need.public_id, "question": str(question.id)}


def _curated(session: Session, firm: Organisation) -> dict[str, str]:
    """An act of the curator's on one record, and a standard remark."""
    curator = find_person(session, "curator@example.org")
    assert curator is not None
    need = make_need(session, firm, state=NeedState.SUBMITTED)
    chosen = [Chosen(kind=QueueKind.NEED, public_id=need.public_id, lock=need.lock)]
    batch = begin_batch(session, actor_for(curator), NewBatch(act=BatchAct.TAKE, chosen=chosen, remarks={}))
    remark = StandardRemark(kind=None, zh="请补数据。", en="Add figures.")
    session.add(remark)
    session.flush()
    return {"batch": batch.public_id, "remark": str(remark.id)}


def _enter(app: Flask, role: str) -> FlaskClient:
    client = app.test_client()
    if role != PUBLIC:
        entered = client.post("/login", data={"email": f"{role}@example.org", "password": PASSWORD})
        assert entered.status_code == 303
    return client


def _is_let_in(client: FlaskClient, door: Door, names: dict[str, str]) -> bool:
    """Whether the door opens: a page, a redirect of an act, or a form that came back. Anything unforeseen is an error."""
    answer = client.open(door.path.format(**names), method=door.method, data={"act": door.act} if door.act else None)
    turned_away = answer.status_code in (401, 403, 404) or (
        answer.status_code == 303 and answer.location.startswith("/login?next=")
    )
    assert turned_away or answer.status_code in (200, 202, 303, 409, 422, 503), f"{door}: {answer.status_code}"
    return not turned_away


def test_every_route_is_written_here(full_app: Flask) -> None:
    routes = {rule.endpoint for rule in full_app.url_map.iter_rules()}

    assert routes == set(DOORS)


def test_every_method_of_every_route_is_tried(full_app: Flask) -> None:
    tried = {(endpoint, door.method) for endpoint, doors in DOORS.items() for door in doors}
    served = {
        (rule.endpoint, method)
        for rule in full_app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }

    assert served == tried


@pytest.mark.parametrize("endpoint", sorted(DOORS))
def test_a_door_opens_for_those_named_and_for_nobody_else(
    full_app: Flask, names: dict[str, str], endpoint: str
) -> None:
    for door in DOORS[endpoint]:
        keepers = sorted(EVERYBODY - door.opens_for) + sorted(door.opens_for)  # acts by those let in come last
        clients = {role: _enter(full_app, role) for role in keepers}
        let_in = {role for role in keepers if _is_let_in(clients[role], door, names)}

        assert let_in == door.opens_for, f"{door.method} {door.path}"
