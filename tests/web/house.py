"""A house with everything in it: somebody of every kind, a record in every state, and what must stay secret of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from ingest.harvest.services import Harvest, add_source
from ingest.models import ImportRun, RunState
from ingest.preview import keep
from ingest.records import Kind, Message
from ingest.runs import NewRun, begin_run
from ingest.wording import pack
from marketplace.accounts.links import Purpose, Seal, stamp_of_address, stamp_of_password, stamp_of_registration
from marketplace.accounts.models import (
    ApiToken,
    Mandate,
    MandateState,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    Standing,
)
from marketplace.accounts.queries import actor_for
from marketplace.accounts.services import NewToken, create_token, note_device
from marketplace.accounts.services.own import EXPORT
from marketplace.config import Settings
from marketplace.core.actor import ANYONE, Actor, Role, Scope
from marketplace.core.clock import now, today
from marketplace.core.files import FileStore
from marketplace.core.jobs import Job, JobState, enqueue
from marketplace.curation.models import StandardRemark
from marketplace.curation.rules import BatchAct
from marketplace.curation.rules import Kind as QueueKind
from marketplace.curation.services.batches import Chosen, NewBatch, begin_batch
from marketplace.events.feeds import feed_token
from marketplace.listings.links import signed
from marketplace.listings.models import Attachment, Picture, PictureRendition
from marketplace.listings.rules import ListingState
from marketplace.needs.rules import NeedState
from marketplace.organisations.models import Invitation, JoinRequest, Verification
from marketplace.organisations.rules import DoorState
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from marketplace.web.assets import bundle
from marketplace.workdays.models import SpecialDay
from marketplace.workdays.rules import DayKind
from tests.conftest import ROOT
from tests.contracts.doors import plant_contracts
from tests.deals.doors import plant_deals
from tests.disclosure.doors import plant_access
from tests.events.doors import plant_sessions
from tests.factories import make_need, make_organisation, make_person, make_registration
from tests.following.doors import plant_watches
from tests.matching.doors import plant_rankers, plant_talks
from tests.web.answers import Record
from tests.web.planted import Secrets, plant_needs, plant_results

TABLE = "成果名称,一句话介绍\n余热制冷,回收煅烧尾气的热\n".encode()
PAPER = b"%PDF-1.4 evidence"
# who walks: the owner's manager and member, a broker under its mandate, people of other houses, people of none
READERS = {
    "owner": (Role.UNIVERSITY,), "member": (Role.UNIVERSITY,), "mandated": (Role.BROKER,), "other": (Role.UNIVERSITY,),
    "enterprise": (Role.ENTERPRISE,), "broker": (Role.BROKER,), "organiser": (Role.ORGANISER,),
    "expert": (Role.EXPERT,), "newcomer": (), "insider": (Role.CURATOR,), "curator": (Role.CURATOR,),
    "admin": (Role.ADMIN,),
}  # fmt: skip


@dataclass(slots=True)
class House:
    """`names` fill the braces of an address, `records` are walked state by state, `cookies` and `tokens` let in."""

    names: dict[str, str] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    secrets: Secrets = field(default_factory=Secrets)

    def actor(self, session: Session, name: str) -> Actor:
        """Who somebody is to the policies, read anew."""
        person = self.people.get(name)
        return actor_for(session.get_one(Person, person.id, populate_existing=True)) if person else ANYONE

    def keep(self, kind: str, name: str, state: str, row: Any, out: Any = None, **more: str) -> None:
        self.records.setdefault(kind, []).append(Record(name=name, state=state, row=row, out=out, more=more))


def build(session: Session, settings: Settings) -> House:
    """Everybody and everything, in one transaction."""
    house, files = House(), FileStore(settings.files_dir)
    ours, others = make_organisation(session, "UNI-A"), make_organisation(session, "UNI-B")
    firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
    homes = {"owner": ours, "other": others, "enterprise": firm}
    for name, roles in READERS.items():
        house.people[name] = make_person(session, f"{name}@example.org", *roles, organisation=homes.get(name))
    for name in ("member", "insider"):
        place = Membership(organisation=ours, role=MembershipRole.MEMBER)
        house.people[name].memberships.append(place)
    house.people["owner"].name = "=SUM(A1)"  # what a spreadsheet would run
    session.flush()
    paper = files.put(BytesIO(PAPER))
    house.keep("ours", ours.code, "", ours)
    house.keep("theirs", others.code, "", others)
    _doors_of_houses(session, house, ours, files, paper)
    _mandates(session, house, ours, paper)
    plant_results(session, house, ours)
    plant_needs(session, house, ours, settings)
    plant_sessions(session, house, ours)
    _imports(session, house, ours, files)
    _accounts(session, house, settings, files)
    _by_name(house, ours, session, settings, firm)
    for name, person in house.people.items():
        house.devices[name] = f"{person.id}:{person.session_key}:{note_device(session, person, 'Firefox').key}"
    session.flush()
    return house


def _doors_of_houses(session: Session, house: House, ours: Organisation, files: FileStore, paper: str) -> None:
    """Organisations in every standing, all of them the owner's, with who waits at their doors."""
    waiting: Callable[..., Verification] = lambda organisation, **said: Verification(  # noqa: E731
        organisation=organisation, name=organisation.name, credit_code="12420111125614452K", evidence=paper,
        evidence_type="application/pdf", **said,
    )  # fmt: skip
    ours.contact_phone = house.secrets.plant("organisation.contact_phone", lambda actor: actor.signed_in)
    ours.contact_name = house.secrets.plant("organisation.contact_name", lambda actor: actor.signed_in)
    for standing in Standing:
        organisation = ours if standing is Standing.PENDING else make_organisation(session, f"UNI-{standing.value}")
        for name, role in (("owner", MembershipRole.MANAGER), ("member", MembershipRole.MEMBER)):
            if organisation is not ours:
                place = Membership(organisation=organisation, role=role)
                house.people[name].memberships.append(place)
        organisation.standing, organisation.logo = standing, files.put(BytesIO(b"\x89PNG"))
        organisation.verified_at = now() if standing is Standing.VERIFIED else None
        manages = _of(organisation, "manages")
        remark = house.secrets.plant("verification.remark", lambda actor, may=manages: may(actor) or actor.is_admin)
        session.add(waiting(organisation, state=standing, remark=remark, decided_at=now()))
        session.flush()
        house.keep("organisation", organisation.code, standing, organisation)
    ours.credit_code = "12420111125614452K"
    session.flush()
    handed_in = session.query(Verification).where(Verification.organisation_id == ours.id).one()
    mate = make_person(session, "mate@example.org", Role.UNIVERSITY)
    mate.memberships.append(Membership(organisation=ours, role=MembershipRole.MEMBER))
    late = now() + timedelta(days=9)
    manages = _of(ours, "manages")
    for state in DoorState:
        address = (
            f"{house.secrets.plant('invitation.email', lambda actor: manages(actor) or actor.is_admin)}@example.org"
        )
        invitation = Invitation(
            organisation=ours, email=address, token_hash=state.value, expires_at=late, state=state, decided_at=now()
        )
        asker = make_person(session, f"asks-{state.value}@example.org", Role.UNIVERSITY)
        message = house.secrets.plant("request.message", lambda actor: manages(actor) or actor.is_admin)
        request = JoinRequest(
            organisation=ours, person=asker, message=message, reason="没有空位", state=state, decided_at=now()
        )
        session.add_all([invitation, request])
        session.flush()
        house.keep("invitation", str(invitation.id), state, invitation)
        house.keep("request", str(request.id), state, request)
    invited = Invitation(organisation=ours, email="other@example.org", token_hash="other", expires_at=late)
    session.add(invited)
    session.flush()
    house.names |= {
        "verification": str(handed_in.id), "member": str(mate.memberships[0].id), "invited": str(invited.id),
    }  # fmt: skip


def _by_name(house: House, ours: Organisation, session: Session, settings: Settings, firm: Organisation) -> None:
    """Some records by a name of their own, for rows that are not walked state by state; files of several tiers."""
    results = {record.state: record for record in house.records["result"]}
    named = {"draft": ListingState.DRAFT, "shown": ListingState.PUBLISHED, "handed_in": ListingState.SUBMITTED}
    house.names |= {name: results[state].name for name, state in named.items()}
    house.keep("draft", results[ListingState.DRAFT].name, ListingState.DRAFT, results[ListingState.DRAFT].row)
    house.names["taken_off"] = results[ListingState.WITHDRAWN].name
    key = FileStore(settings.attachments_dir).put(BytesIO(PAPER))
    for block in house.records["block"]:
        block.row.slides[0].key = key
    papers = {
        "draft_paper": (ListingState.DRAFT, DisclosureTier.PUBLIC),
        "open_paper": (ListingState.PUBLISHED, DisclosureTier.PUBLIC),
        "paper": (ListingState.PUBLISHED, DisclosureTier.SIGNED_IN),
        "secret_paper": (ListingState.PUBLISHED, DisclosureTier.UNDER_NDA),
    }
    for name, (state, tier) in papers.items():
        version = results[state].row
        paper = Attachment(
            version_id=version.id, kind=AttachmentKind.OTHER, tier=tier, title=name, filename="a.pdf",
            media_type="application/pdf", size=len(PAPER), key=key,
        )  # fmt: skip
        session.add(paper)
        session.flush()
        house.names[name] = str(paper.id)
        house.keep("paper", results[state].name, f"{tier} of {state}", version, paper, paper=str(paper.id))
    for name, state in (("draft_picture", ListingState.DRAFT), ("shown_picture", ListingState.PUBLISHED)):
        rendition = PictureRendition(width=480, height=300, media_type="image/webp", key=key)
        version = results[state].row
        picture = Picture(version_id=version.id, alt=name, renditions=[rendition])
        session.add(picture)
        session.flush()
        house.names[name] = str(picture.id)
        house.keep("picture", results[state].name, state, version, picture=str(picture.id))
    house.names |= _curated(session, house, firm)
    plant_contracts(session, house, ours, firm, FileStore(settings.files_dir))
    house.names |= plant_deals(session, house, ours, firm)
    wishes = {"wish": NeedState.DRAFT, "handed_in_wish": NeedState.SUBMITTED, "wanted": NeedState.PUBLISHED}
    house.names |= {name: make_need(session, firm, state=state).public_id for name, state in wishes.items()}
    house.names |= plant_rankers(session, firm)
    asks, owns = house.actor(session, "enterprise"), house.actor(session, "owner")
    for name, talk in plant_talks(session, asks, owns, house.names["wanted"], house.names["shown"]).items():
        house.names[name] = talk.public_id
        house.keep(name, talk.public_id, talk.state, talk)
    plant_access(session, house, results[ListingState.PUBLISHED].row)
    drafted = next(record for record in house.records["nda"] if record.name == house.names["nda_enterprise"])
    house.names |= {
        "soon": (today() + timedelta(days=9)).isoformat(),
        "hash_of_nda": drafted.row.sha256,
    }
    askable = results["published and revised"]
    house.keep("askable", askable.name, askable.out.state, askable.out, askable.out)


def _curated(session: Session, house: House, firm: Organisation) -> dict[str, str]:
    """An act of the curator's on one record, and a standard remark."""
    need = make_need(session, firm, state=NeedState.SUBMITTED)
    chosen = [Chosen(kind=QueueKind.NEED, public_id=need.public_id, lock=need.lock)]
    batch = begin_batch(
        session, house.actor(session, "curator"), NewBatch(act=BatchAct.TAKE, chosen=chosen, remarks={})
    )
    remark = StandardRemark(kind=None, zh="请补数据。", en="Add figures.")
    session.add(remark)
    session.flush()
    session.add(SpecialDay(day=date(2027, 1, 1), kind=DayKind.HOLIDAY, name="元旦", source="通知"))
    session.flush()
    return {"batch": batch.public_id, "remark": str(remark.id), "holiday": "2027-01-01"}


def _of(organisation: Organisation, what: str) -> Callable[[Actor], bool]:
    number = organisation.id
    return lambda actor: number in getattr(actor, what)


def _mandates(session: Session, house: House, ours: Organisation, paper: str) -> None:
    """A mandate in every state, all held by the broker who walks as `mandated`; the accepted one is in force."""
    owner_id, holder = ours.id, house.people["mandated"]

    def knows(actor: Actor) -> bool:
        return actor.belongs_to(owner_id) or actor.person_id == holder.id or actor.is_admin

    for place, state in enumerate(MandateState):
        mandate = Mandate(
            public_id=f"M-2026-{place:04}", owner=ours, person=holder, state=state, may_edit=True, may_submit=True,
            valid_from=today(), valid_until=today() + timedelta(days=30), paper=paper, paper_type="application/pdf",
            note=house.secrets.plant("mandate.note", knows), decided_at=now(),
            reason=house.secrets.plant("mandate.reason", knows),
        )  # fmt: skip
        session.add(mandate)
        session.flush()
        house.keep("mandate", mandate.public_id, state, mandate)
    session.refresh(holder)


def _imports(session: Session, house: House, ours: Organisation, files: FileStore) -> None:
    """An import in every state, and a repository that is harvested and one that is not."""
    owner = house.actor(session, "owner")
    members = _of(ours, "organisations")
    table = files.put(BytesIO(TABLE))
    for state in RunState:
        filename = f"{house.secrets.plant('import.filename', members, 'admin.audit', 'admin.audit_file')}.csv"
        upload = NewRun(
            organisation_id=ours.id, kind=Kind.ACHIEVEMENT, filename=filename, file_hash=table, file_size=len(TABLE)
        )
        run: ImportRun = begin_run(session, owner, upload)
        seen = _preview(house, members) if state is RunState.PLANNED else EMPTY_PREVIEW
        run.state, run.preview = state, "" if state is RunState.UPLOADED else keep(files, seen)
        job = session.query(Job).where(Job.public_id == run.job_id).one()
        job.state = JobState.RUNNING if state in (RunState.UPLOADED, RunState.LOADING) else JobState.DONE
        session.flush()
        house.keep("import", run.public_id, state, run)
        if state in (RunState.UPLOADED, RunState.DONE):
            house.keep("read import", run.public_id, state, run)
    for active in (True, False):
        name = house.secrets.plant("source.name", members)
        source = add_source(session, owner, ours.id, Harvest(name=name, address=f"http://127.0.0.1/{active}"))
        source.active = active
        session.flush()
        house.keep("source", source.public_id, "active" if active else "paused", source)


def _preview(house: House, members: Callable[[Actor], bool]) -> dict[str, Any]:
    """A file with a cell that is wrong and a row that resembles a record, side by side."""
    plant: Callable[[str], str] = lambda what: house.secrets.plant(f"import.{what}", members)  # noqa: E731
    about = {"key": "0:2", "row": 2, "reason": "", "remedy": "", "sheet": "", "severe": True, "fix": None}
    wrong = about | {"field": "trl", "heading": plant("heading"), "value": plant("value")}
    pair = (Message("成果名称"), plant("ours"), plant("theirs"), True, "title", False)
    alike = {"key": "0:3", "row": 3, "title": plant("title"), "other": house.names.get("shown", "R-1"), "other_row": 0}
    alike |= {"in_file": False, "score": 0.9, "reasons": [], "pairs": [pack(pair)]}
    fates = {"suspected": 1, "rejected": 1}
    return EMPTY_PREVIEW | {"read": 2, "fates": fates, "problems": [wrong], "suspects": [alike]}


EMPTY_PREVIEW: dict[str, Any] = {
    "read": 0, "fates": {}, "notes": [], "columns": [], "problems": [], "suspects": [], "parts": [], "proposals": 0,
}  # fmt: skip


def _accounts(session: Session, house: House, settings: Settings, files: FileStore) -> None:
    """Links of letters, devices, tokens, an export, jobs: what belongs to one person."""
    seal, owner = Seal(settings.secret_key), house.people["owner"]
    registration = make_registration(session, "registering@example.org")
    moving = make_person(session, "moving@example.org")
    moving.pending_email = "moved@example.org"
    session.flush()
    export = enqueue(session, EXPORT, {}, owner.id)
    export.result = {"file": files.put(BytesIO(b"zip"))}
    own: Callable[[Actor], bool] = lambda actor: actor.person_id == owner.id  # noqa: E731
    for state in JobState:
        job = enqueue(session, "test.nothing", {}, owner.id)
        job.state, job.message = state, house.secrets.plant("job.message", own, "admin.operations")
        session.flush()
        house.keep("job", job.public_id, state, job)
    name = house.secrets.plant("token.name", own, "outgoing.mails")
    token, secret = create_token(
        session, house.actor(session, "owner"), NewToken(name=name, scopes=frozenset({Scope.READ}), days=30)
    )
    session.get_one(ApiToken, token.id).last_used_at = now()
    watched = house.secrets.plant("watch.name", own)
    house.names["feed"] = feed_token(settings.secret_key, int(house.records["guest"][0].name))
    house.names |= plant_watches(session, house.actor(session, "owner"), watched, settings.secret_key)
    house.names |= {
        "moving": seal.token(Purpose.NEW_ADDRESS, moving.id, stamp_of_address(moving)),
        "somebody": str(moving.id),
        "device": str(note_device(session, owner, house.secrets.plant("device", own)).id),
        "token": str(token.id),
        "secret": secret,
        "export": export.public_id,
        "registering": seal.token(Purpose.REGISTRATION, registration.id, stamp_of_registration(registration)),
        "resetting": seal.token(Purpose.RESET, owner.id, stamp_of_password(owner)),
        "sheet": bundle(ROOT / "static")[1],
        "letter": signed(settings.secret_key, "no-such-letter"),
    }
