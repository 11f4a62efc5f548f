"""How lists of records, people and organisations get a row more."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from ingest.harvest.services import Harvest, add_source
from ingest.records import Kind as RecordKind
from ingest.runs import NewRun, begin_run
from marketplace.accounts.models import (
    Mandate,
    MandateState,
    Membership,
    MembershipRole,
    Organisation,
    Standing,
)
from marketplace.accounts.services import NewToken, create_token, note_device
from marketplace.core.actor import Role, Scope
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.mail import post
from marketplace.curation.models import Batch, BatchRow, QueueDecision, StandardRemark
from marketplace.curation.rules import Kind as QueueKind
from marketplace.curation.rules import Nature
from marketplace.listings.models import Attachment
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.organisations.models import Invitation, JoinRequest, Verification
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from marketplace.workdays.models import SpecialDay
from marketplace.workdays.rules import DayKind
from tests.factories import make_listing, make_need, make_organisation, make_person
from tests.web.house import House

Fill = Callable[[Session, House, int], object]  # makes the n-th row more, of another owner or person where it can be


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
        organisation_id=ours(session).id,
        kind=RecordKind.ACHIEVEMENT,
        filename=f"{n}.csv",
        file_hash="0" * 64,
        file_size=1,
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
