"""How lists of sessions, matches, access, contracts and deals get a row more."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import (
    Organisation,
)
from marketplace.accounts.queries import actor_for
from marketplace.contracts.models import (
    Commission,
    CommissionParty,
    Contract,
    ContractMove,
    ContractPayment,
    ContractReceipt,
)
from marketplace.contracts.rules import Basis, ContractAction, ContractState, PaymentKind, Trigger
from marketplace.core.actor import SYSTEM, Role
from marketplace.core.clock import now, today
from marketplace.deals.models import Deal, DealContact, DealMessage, DealStage, DealTask
from marketplace.deals.rules import DealAction, Turn
from marketplace.deals.services import OpenDeal, open_deal
from marketplace.disclosure.rules import AccessKind, GrantState, NdaState
from marketplace.disclosure.services import Seen, note
from marketplace.discovery.question import Kind
from marketplace.events.day.rules import Interest, Presence, StaffRole
from marketplace.events.inviting.models import EventInvitation
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
from marketplace.events.models.block import EventBlock, EventSlide
from marketplace.events.roadshow.rules import BlockKind, SlideTier
from marketplace.events.rules import EventState, RegistrationState, Saying, Side
from marketplace.events.services import create_event
from marketplace.following.models import Watch, WatchFind
from marketplace.following.rules import WatchKind
from marketplace.listings.models import Achievement
from marketplace.listings.rules import ListingState
from marketplace.matching.learning.models import Feedback
from marketplace.matching.learning.rules import Outcome
from marketplace.matching.models import Approach, MatchPair, MatchRun
from marketplace.matching.rules import ApproachKind
from marketplace.matching.rules import Side as MatchSide
from marketplace.needs.models import Need
from marketplace.taxonomy.terms import DisclosureTier
from tests.disclosure.making import make_grant, make_nda
from tests.events.staging import usual
from tests.factories import make_listing, make_need, make_person
from tests.matching.doors import plant_rankers
from tests.web.house import House
from tests.web.rows_of_records import other_owner, ours


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


def invitee(session: Session, house: House, n: int) -> None:
    event = session.query(Event).filter_by(public_id=house.names["event"]).one()
    record = make_listing(session, owner=other_owner(session, n), state=ListingState.PUBLISHED)
    event_id, owner_id = event.id, record.achievement.owner_id
    session.add(
        EventInvitation(
            event_id=event_id, organisation_id=owner_id, side=Side.PROVIDER, subject_id=record.public_id
        )
    )  # fmt: skip


def stage_block(session: Session, house: House, n: int) -> None:
    event = session.query(Event).filter_by(public_id=house.names["event"]).one()
    presents = _guest(event, other_owner(session, n))
    slide = EventSlide(
        tier=SlideTier.REGISTERED, filename="a.pdf", media_type="application/pdf", size=1, key=f"{n:064x}"
    )  # fmt: skip
    session.add_all(
        [
            presents,
            EventBlock(
                event=event, position=n + 1, kind=BlockKind.TALK, title="路演", minutes=10, registration=presents,
                slides=[slide],
            ),
        ]
    )  # fmt: skip


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


def lesson(session: Session, house: House, n: int) -> None:
    """An outcome more of the need that is looked for, and one of a need of its own."""
    wanted = session.scalars(select(Need).where(Need.public_id == house.names["wanted"])).one()
    offered = make_listing(session, owner=other_owner(session, n), state=ListingState.PUBLISHED)
    own = {"organisation_id": wanted.owner_id, "achievement_id": offered.achievement_id, "outcome": Outcome.SHOWN}
    for need in (wanted, make_need(session, wanted.owner)):
        session.add(Feedback(need_id=need.id, position=n + 1, signals={}, **own))


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
        papers=[], moves=[_move(ContractAction.SIGN, first), _move(ContractAction.REGISTER, first)],
    )  # fmt: skip
    commission = Commission(
        contract=made, basis=Basis.TOTAL, rate=Decimal(3), trigger=Trigger.SIGNED, calculations=[], parties=[]
    )
    commission.parties.append(
        CommissionParty(person_id=deal.broker_id, percent=Decimal(100), amount=Decimal(1), payouts=[])
    )
    session.add(commission)


def _move(action: ContractAction, first: Contract) -> ContractMove:
    """A line of the log, as the reports read it."""
    return ContractMove(
        action=action, state=ContractState.REGISTERED, number=1, day=today(), kind=first.kind, total=first.total,
        technical=first.technical,
    )  # fmt: skip


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
