"""Which pages list something, and how each list gets a row more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
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
from marketplace.accounts.queries import actor_for
from marketplace.accounts.services import NewToken, create_token, note_device
from marketplace.contracts.models import Commission, CommissionParty, Contract, ContractPayment, ContractReceipt
from marketplace.contracts.rules import Basis, ContractState, PaymentKind, Trigger
from marketplace.core.actor import SYSTEM, Role, Scope
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.mail import post
from marketplace.curation.models import Batch, BatchRow, QueueDecision, StandardRemark
from marketplace.curation.rules import Kind as QueueKind
from marketplace.curation.rules import Nature
from marketplace.deals.models import Deal, DealContact, DealMessage, DealStage, DealTask
from marketplace.deals.rules import DealAction, Turn
from marketplace.deals.services import OpenDeal, open_deal
from marketplace.disclosure.rules import AccessKind, GrantState, NdaState
from marketplace.disclosure.services import Seen, note
from marketplace.discovery.question import Kind
from marketplace.events.day.rules import Interest, Presence, StaffRole
from marketplace.events.models import (
    Event,
    EventItem,
    EventMeeting,
    EventOutcome,
    EventPlan,
    EventRegistration,
    EventStaff,
    EventWish,
    ItemKind,
)
from marketplace.events.rules import EventState, RegistrationState, Saying, Side
from marketplace.events.services import create_event
from marketplace.following.models import Watch, WatchFind
from marketplace.following.rules import WatchKind
from marketplace.listings.models import Achievement, Attachment
from marketplace.listings.rules import ListingState
from marketplace.matching.models import Approach, MatchPair, MatchRun
from marketplace.matching.rules import ApproachKind
from marketplace.matching.rules import Side as MatchSide
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.organisations.models import Invitation, JoinRequest, Verification
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from marketplace.workdays.models import SpecialDay
from marketplace.workdays.rules import DayKind
from tests.disclosure.making import make_grant, make_nda
from tests.events.staging import usual
from tests.factories import make_listing, make_need, make_organisation, make_person
from tests.matching.doors import plant_rankers
from tests.web.doors import PUBLIC
from tests.web.house import House

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


def guest(session: Session, house: House, n: int) -> None:
    event = session.query(Event).filter_by(public_id=house.names["event"]).one()
    session.add(_guest(event, other_owner(session, n)))


def helper(session: Session, house: House, n: int) -> None:
    event = session.query(Event).filter_by(public_id=house.names["event"]).one()
    person = make_person(session, f"helps-{n}@example.org")
    event.staff.append(EventStaff(person_id=person.id, role=StaffRole.DESK))


def meeting(session: Session, house: House, n: int) -> None:
    """A party more that the owner meets today, with what it says of it; the first is met in every round, now as next."""
    event = session.query(Event).filter_by(public_id=house.names["today"]).one()
    for slot in range(event.slots) if n == 0 else (n % event.slots,):
        _meet(session, house, event, slot, n if n else 1000 + slot)


def _meet(session: Session, house: House, event: Event, slot: int, n: int) -> None:
    other = _guest(event, other_owner(session, n), Side.SEEKER)
    session.add(other)
    need = make_need(session, other.organisation)
    session.flush()
    other.items.append(EventItem(subject_id=need.public_id, kind=ItemKind.NEED))
    wish = EventWish(
        event_id=event.id, provider_id=int(house.names["own"]), seeker_id=other.id, provider_says=Saying.WANT
    )
    session.add(wish)
    session.flush()
    plan = session.query(EventPlan).filter_by(event_id=event.id).one()
    plan.meetings.append(EventMeeting(wish_id=wish.id, slot=slot, table_number=n))
    session.add(EventOutcome(wish_id=wish.id, side=Side.SEEKER, attended=Presence.PRESENT, interest=Interest.CONTACT))


def _guest(event: Event, owner: Organisation, side: Side = Side.PROVIDER) -> EventRegistration:
    return EventRegistration(
        event=event, event_id=event.id, organisation_id=owner.id, organisation=owner, side=side, attendees=["某人"],
        state=RegistrationState.ACCEPTED, decided_at=now(), listed=True,
    )  # fmt: skip


def result_for(session: Session, house: House, n: int) -> None:
    """A pair more for the need that is looked for."""
    wanted = session.scalars(select(Need).where(Need.public_id == house.names["wanted"])).one()
    offered = make_listing(session, owner=other_owner(session, n), state=ListingState.PUBLISHED)
    session.add(MatchPair(need_id=wanted.id, achievement_id=offered.achievement_id, score=1 / (n + 1)))
    session.merge(MatchRun(kind="need", public_id=wanted.public_id, mark=str(wanted.lock)))


def need_for(session: Session, house: House, n: int) -> None:
    """A pair more for the result that is shown."""
    wanted = make_need(session, other_owner(session, n))
    session.add(MatchPair(need_id=wanted.id, achievement_id=_shown(session, house).id, score=1 / (n + 1)))


def talk(session: Session, house: House, n: int) -> None:
    """Somebody else asks for the result that is shown."""
    asking, shown = other_owner(session, n), _shown(session, house)
    session.add(
        Approach(
            public_id=f"A-{n}", kind=ApproachKind.INTEREST, side=MatchSide.NEED, need=make_need(session, asking),
            achievement=shown, sender_id=asking.id, receiver_id=shown.owner_id,
        )
    )  # fmt: skip


def ranker(session: Session, house: House, n: int) -> None:
    """An organisation more that has a ranker of its own."""
    plant_rankers(session, other_owner(session, n))


def watch(session: Session, house: House, n: int) -> None:
    """A search and a need more that the owner follows, each with something found."""
    own = {"person_id": house.people["owner"].id, "name": f"{n}"}
    need = make_need(session, other_owner(session, n))
    for held in (
        Watch(public_id=f"W-{n}-1", kind=WatchKind.SEARCH, query=f"q={n}&sector=energy", **own),
        Watch(public_id=f"W-{n}-2", kind=WatchKind.NEED, need_id=need.id, **own),
    ):
        session.add(held)
        session.flush()
        session.add(WatchFind(watch_id=held.id, kind=Kind.ACHIEVEMENT, record=f"R-{n}"))


def watch_find(session: Session, house: House, n: int) -> None:
    """Something more that was found for a search."""
    held = session.query(Watch).filter_by(public_id=house.names["watch"]).one()
    offered = make_listing(session, owner=other_owner(session, n))
    session.add(WatchFind(watch_id=held.id, kind=Kind.ACHIEVEMENT, record=offered.public_id))


def request_for_access(session: Session, house: House, n: int) -> None:
    """One more asks for the owner's result, one more grant and agreement are its own, one more looked."""
    shown = _shown(session, house)
    person = make_person(session, f"reads-{n}@example.org", Role.ENTERPRISE, organisation=other_owner(session, n))
    version, place = shown.versions[0], person.memberships[0]
    make_grant(session, version, person, DisclosureTier.UNDER_NDA)
    make_nda(session, version, place.organisation, NdaState.DRAFTED)
    note(session, actor_for(person), Seen(
        kind=AccessKind.VIEW, achievement_id=shown.id, number=1, tier=DisclosureTier.UNDER_NDA,
    ))  # fmt: skip


def own_request(session: Session, house: House, n: int) -> None:
    version = make_listing(session, owner=other_owner(session, n))
    owner = house.people["owner"]
    make_grant(session, version, session.get_one(type(owner), owner.id), DisclosureTier.UNDER_NDA, GrantState.GRANTED)


def contract_made(session: Session, house: House, n: int) -> None:
    """A registered contract more between the same two houses, with the broker's share of its commission."""
    first = session.scalars(select(Contract).where(Contract.public_id == house.names["contract"])).one()
    deal = open_deal(
        session, SYSTEM, OpenDeal(achievement=house.names["shown"], need=make_need(session, first.buyer).public_id)
    )
    deal.broker_id = house.people["mandated"].id
    made = Contract(
        public_id=f"C-MORE-{n}", deal=deal, seller=first.seller, buyer=first.buyer, state=ContractState.REGISTERED,
        terms=first.terms, kind=first.kind, title=f"合同 {n}", total=first.total, technical=first.technical,
        signed_on=first.signed_on, edition="2026", registration_number=f"MORE-{n}", registered_on=today(), versions=[],
        papers=[], moves=[],
    )  # fmt: skip
    commission = Commission(
        contract=made, basis=Basis.TOTAL, rate=Decimal(3), trigger=Trigger.SIGNED, calculations=[], parties=[]
    )
    commission.parties.append(
        CommissionParty(person_id=deal.broker_id, percent=Decimal(100), amount=Decimal(1), payouts=[])
    )
    session.add(commission)


def payment(session: Session, house: House, n: int) -> None:
    contract = session.scalars(select(Contract).where(Contract.public_id == house.names["contract"])).one()
    line = ContractPayment(contract_id=contract.id, kind=PaymentKind.MILESTONE, label=f"阶段款 {n}", amount=Decimal(1))
    line.receipts.append(ContractReceipt(amount=Decimal(1), received_on=today()))
    session.add(line)


def deal_more(session: Session, house: House, n: int) -> None:
    """A deal more of the broker who may answer for the owner, with another seeker."""
    wanted = make_need(session, other_owner(session, n))
    made = open_deal(session, SYSTEM, OpenDeal(achievement=house.names["shown"], need=wanted.public_id))
    made.broker_id, made.next_due, made.expected_close = house.people["mandated"].id, today(), today()
    session.add(DealTask(deal_id=made.id, title=f"任务 {n}", turn=Turn.BROKER, due=today()))


def deal_line(session: Session, house: House, n: int) -> None:
    """A message, a task, a contact and a step more in one deal."""
    held = session.scalars(select(Deal).where(Deal.public_id == house.names["deal"])).one()
    by = make_person(session, f"says-{n}@example.org")
    session.add_all(
        [
            DealMessage(deal_id=held.id, turn=Turn.SEEKER, text="何时方便？", person_id=by.id),
            DealTask(deal_id=held.id, turn=Turn.SEEKER, title=f"任务 {n}"),
            DealContact(deal_id=held.id, turn=Turn.SEEKER, name=f"联系人 {n}", person_id=by.id),
            DealStage(
                deal_id=held.id, action=DealAction.EDIT, stage=held.stage, state=held.state, probability=10, lock=9,
                person_id=by.id,
            ),
        ]
    )  # fmt: skip


def _shown(session: Session, house: House) -> Achievement:
    return session.scalars(select(Achievement).where(Achievement.public_id == house.names["shown"])).one()


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
    "events.door": [List("/events/{event}/door", "owner", guest)],
    "events.walk_in": [List("/events/{event}/door/walk-in?q=单位", "owner", guest)],
    "events.staff": [List("/my/events/{event}/staff", "owner", helper)],
    "events.agenda": [List("/events/{today}/registrations/{own}/agenda", "owner", meeting)],
    "events.report": [List("/my/events/{today}/report", "owner", meeting)],
    "events.meetings": [List("/my/events/{today}/meetings", "owner", meeting)],
    "events.report_book": [List("/my/events/{today}/report.xlsx", "owner", meeting)],
    "events.papers_of": [List("/my/events/{today}/papers/agendas.pdf", "owner", meeting)],
    "events.compare": [List("/my/events/{today}/timetable/compare", "owner", meeting)],
    "events.screen": [List("/events/{today}/screen", "owner", meeting)],
    "events.screen_now": [List("/events/{today}/screen/now", "owner", meeting)],
    "events.wishes": [List("/events/{today}/registrations/{own}/wishes", "owner", meeting)],
    "events.timetable": [List("/my/events/{today}/timetable", "owner", meeting)],
    "events.show": [List("/events/{event}", "owner", party)],
    "listings_api.own": [List("/api/v1/results", "owner", result(ListingState.DRAFT))],
    "needs_api.own": [List("/api/v1/needs", "owner", need(NeedState.DRAFT))],
    "matching.results": [List("/needs/{wanted}/matches", "owner", result_for)],
    "matching.needs": [List("/results/{shown}/matches", "owner", need_for)],
    "matching.portfolio": [List("/my/pairs", "owner", result_for), List("/my/pairs", "owner", need_for)],
    "following.mine": [List("/my/watches", "owner", watch)],
    "following.show": [List("/my/watches/{watch}", "owner", watch_find)],
    "matching.rankers": [List("/admin/rankers", "admin", ranker)],
    "matching.echo": [List("/my/results/{shown}/echo", "owner", need_for)],
    "matching.all_talks": [List("/my/talks", "owner", talk)],
    "disclosure.mine": [
        List("/my/access", "owner", own_request),
        List("/my/access?view=given", "owner", request_for_access),
        List("/my/access?view=agreements", "owner", request_for_access),
    ],
    "disclosure.owned": [List("/results/{shown}/access", "owner", request_for_access)],
    "disclosure.log_file": [List("/results/{shown}/access/log.csv", "owner", request_for_access)],
    "contracts.index": [List("/contracts", "owner", contract_made), List("/contracts", "admin", contract_made)],
    "contracts.payments": [List("/contracts/{contract}/payments", "owner", payment)],
    "contracts.statement": [List("/my/commission", "mandated", contract_made)],
    "contracts.statement_file": [List("/my/commission.xlsx", "mandated", contract_made)],
    "deals.show": [List("/desk", "mandated", deal_more)],
    "deals.listed": [List("/desk/list", "mandated", deal_more)],
    "deals.forecast": [
        List("/desk/forecast", "mandated", deal_more),
        List("/desk/forecast?by=seeker", "mandated", deal_more),
    ],
    "deals.month": [List("/desk/calendar", "mandated", deal_more)],
    "deals.month_file": [List("/desk/calendar.ics", "mandated", deal_more)],
    "deals.agency_book": [List("/desk/agency", "mandated", deal_more)],
    "deals.mine": [List("/my/deals", "owner", deal_more)],
    "deals.deal": [List("/deals/{deal}", "mandated", deal_line)],
    "workdays.days": [List("/admin/workdays", "admin", holiday)],
    "inbox.show": [
        List("/inbox", "owner", returned),
        List("/inbox", "owner", at_the_door),
        List("/inbox", "owner", request_for_access),
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
# pages of one thing, forms, and what is measured elsewhere (tests/discovery/test_search_page.py)
NO_LIST = {
    "needs.revision", "needs.version", "imports.edit_source",
    "admin.merge", "admin.operations", "events.agenda_file", "events.arrive", "events.own_paper", "events.report_document", "events.timetable_file",
    "contracts.carbon", "contracts.commission", "contracts.document", "contracts.edit", "contracts.evidence",
    "contracts.paper", "contracts.plan_line", "contracts.registration", "contracts.registration_file", "contracts.show",
    "contracts.version",
    "imports_api.one", "listings_api.one", "needs_api.one", "events.calendar", "events.change_registration", "events.create", "events.edit", "events.register",
    "following.edit", "following.save", "following.stop", "matching.approach", "matching.pair", "matching.talk", "metrics.metrics",
    "disclosure.ask", "disclosure.evidence", "disclosure.nda", "disclosure.nda_file",
    "accounts.confirm", "accounts.confirm_address", "accounts.download", "accounts.forgotten", "accounts.notices",
    "accounts.privacy", "accounts.profile", "accounts.register", "accounts.registered", "accounts.reset",
    "accounts.reset_sent", "accounts.sign_in", "accounts.terms", "accounts_api.me", "admin.search", "api.describe",
    "api.search", "assets.sheets", "curation.batch_progress", "curation.decision", "curation.edit_remark",
    "curation.new_remark", "listings.picture", "listings.preview", "discovery.accessibility", "discovery.figures_explained",
    "discovery.guide", "discovery.search", "discovery.similar", "discovery.suggestions", "gallery.components",
    "deals.edit", "deals.new", "health.alive", "health.ready", "imports.problems", "imports.show", "imports.source", "jobs.progress", "jobs.show",
    "listings.bibtex", "listings.confirm_letter", "listings.file", "listings.new", "listings.result",
    "listings.result_version", "listings.version_changes", "listings.withdraw", "needs.create", "needs.diagnosis",
    "needs.document", "needs.edit", "needs.read", "needs.show", "needs.withdraw", "organisations.edit",
    "organisations.evidence", "organisations.invitation", "organisations.logo", "organisations.mandate",
    "organisations.mandate_paper", "organisations.new", "static",
}  # fmt: skip
