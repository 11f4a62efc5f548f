"""委托: offered, accepted, used on results and needs, and ended at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.models import (
    Mandate,
    MandateState,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
)
from marketplace.accounts.queries import owners_to_write_for
from marketplace.core.actor import Act, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at, now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.listings import queries as listing_queries
from marketplace.listings import services as listings
from marketplace.listings.rules import ListingState
from marketplace.needs import queries as need_queries
from marketplace.needs import services as needs
from marketplace.needs.rules import NeedState
from marketplace.organisations import mandates as reading
from marketplace.organisations.services import mandates
from marketplace.organisations.services.mandates import Proposal
from tests.factories import COMPLETE, make_listing, make_need, make_organisation, make_person, need_content
from tests.organisations.conftest import House, as_now, letters

ALL = frozenset({Act.EDIT, Act.SUBMIT})


@pytest.fixture
def broker(session: Session) -> Person:
    return make_person(session, "broker@example.org", Role.BROKER)


def _proposal(holder: Person | Organisation, **changes: object) -> Proposal:
    to = {"person_id": holder.id} if isinstance(holder, Person) else {"agency_id": holder.id}
    given = to | {"acts": ALL, "valid_from": today(), "valid_until": today() + timedelta(days=30)} | changes
    return Proposal(**given)  # type: ignore[arg-type]


def _in_force(session: Session, house: House, holder: Person | Organisation, by: Person, **changes: object) -> str:
    mandate = mandates.propose(session, as_now(session, house.manager), "UNI-A", _proposal(holder, **changes))
    mandates.accept(session, as_now(session, by), mandate.public_id)
    return mandate.public_id


def _save(session: Session, person: Person, public_id: str) -> None:
    actor = as_now(session, person)
    version = listing_queries.get_to_edit(session, actor, public_id)
    listings.save_listing(session, actor, public_id, listings.SaveListing(lock=version.lock, content=COMPLETE))


def test_a_mandate_gives_nothing_before_it_is_accepted(session: Session, house: House, broker: Person) -> None:
    draft = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id
    offered = mandates.propose(session, as_now(session, house.manager), "UNI-A", _proposal(broker)).public_id

    with pytest.raises(NotFound):
        _save(session, broker, draft)
    mandates.accept(session, as_now(session, broker), offered)
    _save(session, broker, draft)

    assert [recipient for recipient, _subject in letters(session)] == ["broker@example.org", "manager@example.org"]


def test_a_broker_edits_and_submits_a_result_and_the_trail_names_the_owner(
    session: Session, house: House, broker: Person
) -> None:
    draft = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id
    mandate = _in_force(session, house, broker, broker)
    _save(session, broker, draft)

    version = listings.submit(session, as_now(session, broker), draft)

    session.flush()
    latest = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (version.state, version.submitted_by) == (ListingState.SUBMITTED, broker.id)
    assert latest is not None
    assert (latest.person_name, latest.action, latest.organisation_id) == ("broker", "submit", house.university.id)
    assert latest.detail == {"on_behalf_of": "楚泽大学", "mandate": mandate}


def test_a_broker_writes_and_submits_a_need_for_the_owner(session: Session, house: House, broker: Person) -> None:
    _in_force(session, house, broker, broker)
    actor = as_now(session, broker)

    need = needs.create_need(session, actor, house.university.id, need_content())
    needs.submit(session, actor, need.public_id)

    assert (need.owner_id, need.state) == (house.university.id, NeedState.SUBMITTED)
    assert [owner.code for owner in owners_to_write_for(session, actor)] == ["UNI-A"]


def test_chosen_records_are_reached_and_others_are_not(session: Session, house: House, broker: Person) -> None:
    chosen = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id
    other = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id
    wish = make_need(session, house.university, NeedState.DRAFT).public_id
    mandate = Mandate(
        public_id="M-1", owner=house.university, person=broker, state=MandateState.ACCEPTED, may_submit=True,
        all_records=False, valid_from=today(), valid_until=today(), decided_at=now(),
    )  # fmt: skip
    mandate.records = [mandates.MandateRecord(public_id=chosen)]
    session.add(mandate)

    _save(session, broker, chosen)

    actor = as_now(session, broker)
    assert [item.version.public_id for item in listing_queries.own_listings(session, actor).items] == [chosen]
    assert need_queries.own_needs(session, actor).items == []
    for beyond in (lambda: _save(session, broker, other), lambda: need_queries.get_need(session, actor, wish)):
        with pytest.raises(NotFound):
            beyond()
    with pytest.raises(Forbidden):
        listings.create_listing(
            session, actor, listings.NewListing(organisation_id=house.university.id, content=COMPLETE)
        )


def test_editing_alone_hands_nothing_in(session: Session, house: House, broker: Person) -> None:
    draft = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id
    wish = make_need(session, house.university, NeedState.DRAFT).public_id
    _in_force(session, house, broker, broker, acts=frozenset({Act.EDIT}))

    for submit, record in ((listings.submit, draft), (needs.submit, wish)):
        with pytest.raises(Forbidden, match="委托没有授予提交的权限"):
            submit(session, as_now(session, broker), record)


@pytest.mark.parametrize("end", ["revoke", "give_up"])
def test_an_ended_mandate_ends_the_power_at_once(session: Session, house: House, broker: Person, end: str) -> None:
    draft = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id
    mandate = _in_force(session, house, broker, broker)
    _save(session, broker, draft)

    if end == "revoke":
        mandates.revoke(session, as_now(session, house.manager), mandate, "另请他人。")
    else:
        mandates.give_up(session, as_now(session, broker), mandate, "忙不过来。")

    assert as_now(session, broker).powers == ()
    with pytest.raises(NotFound):
        _save(session, broker, draft)


@pytest.mark.parametrize("days", [-1, 31])
def test_a_mandate_holds_on_its_days_alone(session: Session, house: House, broker: Person, days: int) -> None:
    _in_force(session, house, broker, broker)

    with held_at(now() + timedelta(days=days)):
        assert as_now(session, broker).powers == ()
    with held_at(now() + timedelta(days=30)):
        assert [power.owner_name for power in as_now(session, broker).powers] == ["楚泽大学"]


def test_what_ran_out_is_closed_and_both_sides_are_told(session: Session, house: House, broker: Person) -> None:
    mandate = _in_force(session, house, broker, broker)
    before = len(letters(session))

    mandates.end_those_out_of_date(session, now() + timedelta(days=30))
    assert len(letters(session)) == before
    mandates.end_those_out_of_date(session, now() + timedelta(days=32))
    mandates.end_those_out_of_date(session, now() + timedelta(days=32))

    assert reading.get_mandate(session, as_now(session, broker), mandate).state is MandateState.ENDED
    assert [recipient for recipient, _ in letters(session)[before:]] == ["manager@example.org", "broker@example.org"]


def test_an_agencys_members_share_its_mandate_and_former_members_do_not(session: Session, house: House) -> None:
    agency = make_organisation(session, "AGY-A", OrganisationKind.AGENCY, "联碳中心")
    chief = make_person(session, "chief@example.org", organisation=agency)
    clerk = make_person(session, "clerk@example.org")
    clerk.memberships.append(Membership(organisation=agency, role=MembershipRole.MEMBER))
    draft = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id

    mandate = mandates.propose(session, as_now(session, house.manager), "UNI-A", _proposal(agency)).public_id
    with pytest.raises(Forbidden):
        mandates.accept(session, as_now(session, clerk), mandate)
    mandates.accept(session, as_now(session, chief), mandate)
    _save(session, clerk, draft)
    clerk.memberships.clear()

    assert as_now(session, clerk).powers == ()
    with pytest.raises(NotFound):
        _save(session, clerk, draft)


def test_the_list_shows_an_agencys_mandates_only_to_whom_acts_for_it(session: Session, house: House) -> None:
    agency = make_organisation(session, "AGY-A", OrganisationKind.AGENCY, "联碳中心")
    chief = make_person(session, "chief@example.org", organisation=agency)
    chief.memberships.append(Membership(organisation=house.other, role=MembershipRole.MEMBER, chosen_at=now()))
    draft = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id
    _in_force(session, house, agency, chief)

    actor = as_now(session, chief)

    assert actor.acting_for == house.other.id
    assert listing_queries.own_listings(session, actor).items == []
    assert listing_queries.get_to_edit(session, actor, draft).public_id == draft


def test_lists_show_the_house_acted_for_and_links_to_the_other_still_open(session: Session, house: House) -> None:
    house.stranger.memberships.append(Membership(organisation=house.university, chosen_at=now()))
    ours = make_listing(session, owner=house.university, state=ListingState.DRAFT).public_id
    theirs = make_listing(session, owner=house.other, state=ListingState.DRAFT).public_id
    wish = make_need(session, house.other, NeedState.DRAFT).public_id

    actor = as_now(session, house.stranger)

    assert [item.version.public_id for item in listing_queries.own_listings(session, actor).items] == [ours]
    assert need_queries.own_needs(session, actor).items == []
    assert [each.code for each in owners_to_write_for(session, actor)] == ["UNI-A"]
    assert listing_queries.get_to_edit(session, actor, theirs).public_id == theirs
    assert need_queries.get_need(session, actor, wish).public_id == wish


def test_a_curator_with_a_mandate_does_not_decide_on_the_owners_records(session: Session, house: House) -> None:
    both = make_person(session, "both@example.org", Role.BROKER, Role.CURATOR)
    handed_in = make_listing(session, owner=house.university, state=ListingState.SUBMITTED).public_id
    _in_force(session, house, both, both)

    with pytest.raises(Forbidden):
        listings.publish(session, as_now(session, both), handed_in)


def test_who_is_no_broker_any_more_has_no_power(session: Session, house: House, broker: Person) -> None:
    _in_force(session, house, broker, broker)
    broker.roles.clear()

    assert as_now(session, broker).powers == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"acts": frozenset()}, "acts"),
        ({"valid_until": today() - timedelta(days=1)}, "valid_until"),
        ({"valid_until": today() + timedelta(days=4 * 366)}, "valid_until"),
        ({"records": frozenset()}, "records"),
        ({"records": frozenset({"R-2026-9999"})}, "records"),
        ({"person_id": None}, "holder"),
    ],
)
def test_an_unsound_offer_is_refused_by_field(
    session: Session, house: House, broker: Person, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        mandates.propose(session, as_now(session, house.manager), "UNI-A", _proposal(broker, **changes))

    assert list(refused.value.fields) == [field]


def test_nobody_but_brokers_and_agencies_holds_a_mandate(session: Session, house: House) -> None:
    for holder in (house.alone, house.other):
        with pytest.raises(InvalidInput):
            mandates.propose(session, as_now(session, house.manager), "UNI-A", _proposal(holder))


@pytest.mark.parametrize("who", ["member", "stranger", "alone"])
def test_only_the_owners_managers_offer(session: Session, house: House, broker: Person, who: str) -> None:
    with pytest.raises(Forbidden):
        mandates.propose(session, as_now(session, getattr(house, who)), "UNI-A", _proposal(broker))


def test_a_stranger_learns_nothing_of_a_mandate(session: Session, house: House, broker: Person) -> None:
    mandate = _in_force(session, house, broker, broker)

    for person in (house.stranger, house.alone):
        with pytest.raises(NotFound):
            reading.get_mandate(session, as_now(session, person), mandate)


def test_a_mandate_is_answered_once_and_refusals_need_a_reason(session: Session, house: House, broker: Person) -> None:
    offered = mandates.propose(session, as_now(session, house.manager), "UNI-A", _proposal(broker)).public_id
    actor = as_now(session, broker)

    with pytest.raises(InvalidInput):
        mandates.decline(session, actor, offered, " ")
    mandates.decline(session, actor, offered, "忙不过来。")
    with pytest.raises(Conflict):
        mandates.accept(session, actor, offered)


@pytest.mark.parametrize("fault", ["holders", "days", "acts"])
def test_the_database_refuses_a_mandate_that_makes_no_sense(
    session: Session, house: House, broker: Person, fault: str
) -> None:
    mandate = Mandate(public_id="M-1", owner=house.university, person=broker, valid_from=today(), valid_until=today())
    if fault == "holders":
        mandate.person = None
    elif fault == "days":
        mandate.valid_until = today() - timedelta(days=1)
    else:
        mandate.may_edit = False
    session.add(mandate)

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_second_mandate_beside_an_exclusive_one_is_refused(session: Session, house: House, broker: Person) -> None:
    rival = make_person(session, "rival@example.org", Role.BROKER)
    first = _in_force(session, house, broker, broker, exclusive=True)
    manager = as_now(session, house.manager)

    for wanted in (_proposal(rival), _proposal(rival, exclusive=True)):
        with pytest.raises(InvalidInput) as refused:
            mandates.propose(session, manager, "UNI-A", wanted)
        assert (list(refused.value.fields), refused.value.params["id"]) == (["exclusive"], first)
    _in_force(session, house, broker, broker, exclusive=True)  # the same holder may go on
    _in_force(session, house, rival, rival, acts=frozenset({Act.ANSWER}))  # another power is another scope
    later = {"valid_from": today() + timedelta(days=31), "valid_until": today() + timedelta(days=60)}
    _in_force(session, house, rival, rival, exclusive=True, **later)


def test_who_accepts_second_is_refused_when_both_were_offered_alone(
    session: Session, house: House, broker: Person
) -> None:
    rival = make_person(session, "rival@example.org", Role.BROKER)
    manager = as_now(session, house.manager)
    offers = [
        mandates.propose(session, manager, "UNI-A", _proposal(person, exclusive=True)).public_id
        for person in (broker, rival)
    ]
    mandates.accept(session, as_now(session, broker), offers[0])

    with pytest.raises(InvalidInput):
        mandates.accept(session, as_now(session, rival), offers[1])
    mandates.revoke(session, manager, offers[0], "另请他人。")
    assert mandates.accept(session, as_now(session, rival), offers[1]).state is MandateState.ACCEPTED
