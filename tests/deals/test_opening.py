"""A deal is opened once for a pair, by who speaks for a side, and seen by its sides and its broker alone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.core.audit import AuditEvent
from marketplace.core.clock import today
from marketplace.core.errors import Forbidden, InvalidInput, NotFound
from marketplace.deals import policies, queries, services
from marketplace.deals.models import Deal
from marketplace.deals.offering import DealOffer, offer_for
from marketplace.deals.rules import DealState, Fact, LostReason, Origin, Pipeline, Stage
from marketplace.deals.services import AlreadyOpen, Lose, Move, Stale
from tests.deals.conftest import Room, give_mandate
from tests.deals.test_stages import edited
from tests.factories import make_need


def test_a_broker_opens_a_deal_with_what_the_records_know(room: Room, session: Session) -> None:
    deal = room.open(origin=Origin.MATCH)
    written = session.scalars(select(AuditEvent).where(AuditEvent.subject_id == deal.public_id)).one()

    assert (deal.title, deal.pipeline, deal.stage) == (room.need.title, Pipeline.LICENCE, Stage.LEAD)
    assert (deal.broker_id, deal.broker_organisation_id) == (room.people["broker"].id, room.agency.id)
    assert (deal.expected_tco2e, deal.key_technology) == (room.version.claim.conservative, "E5")  # type: ignore[union-attr]
    assert (written.action, written.detail["on_behalf_of"]) == ("open_deal", room.home.name)


def test_a_pair_is_never_opened_twice_until_it_is_given_up(room: Room, session: Session) -> None:
    first = room.open()
    with pytest.raises(AlreadyOpen) as refused:
        room.open("asker")
    services.lose(session, room.actor("broker"), first.public_id, Lose(reason=LostReason.PRICE))
    second = room.open("asker")

    assert refused.value.public_id == first.public_id
    assert (second.state, second.broker_id) == (DealState.OPEN, None)


def test_the_database_refuses_a_second_live_deal_of_a_pair(room: Room, session: Session) -> None:
    first = room.open()
    other = room.open(need=make_need(session, room.firm, title="另一需求").public_id)

    with pytest.raises(Exception, match=r"(?i)unique"), session.begin_nested():
        session.execute(update(Deal).where(Deal.id == other.id).values(pair=first.pair))


def test_who_speaks_for_no_side_opens_nothing(room: Room) -> None:
    with pytest.raises(Forbidden):
        room.open("stranger")


def test_the_owner_of_an_anonymous_need_is_not_met_without_its_consent(room: Room, session: Session) -> None:
    hidden = make_need(session, room.firm, anonymous=True)

    with pytest.raises(Forbidden):
        room.open(need=hidden.public_id)
    assert room.open("asker", need=hidden.public_id).seeker_id == room.firm.id


def test_the_pair_offers_to_open_its_deal_and_then_the_deal(room: Room, session: Session) -> None:
    result = room.version.achievement
    names = ("broker", "asker", "stranger")
    before = [offer_for(session, room.actor(name), result, room.need) for name in names]
    made = room.open().public_id
    after = [offer_for(session, room.actor(name), result, room.need) for name in names]

    assert before == [DealOffer(may_open=True), DealOffer(may_open=True), DealOffer()]
    assert after == [DealOffer(known=made), DealOffer(known=made), DealOffer()]


def test_a_deal_without_a_need_names_the_seeker(room: Room) -> None:
    with pytest.raises(InvalidInput):
        room.open(need=None)

    assert room.open(need=None, seeker="ENT-A").pair.endswith("ENT-A")


@pytest.mark.parametrize(
    ("name", "sees", "conducts"),
    [
        ("owner", True, False), ("asker", True, False), ("broker", True, True), ("colleague", True, True),
        ("stranger", False, False),
    ],
)  # fmt: skip
def test_its_sides_and_its_agency_see_a_deal_and_the_broker_conducts_it(
    room: Room, session: Session, name: str, sees: bool, conducts: bool
) -> None:
    deal, actor = room.open(), room.actor(name)
    listed = session.scalars(select(Deal.id).where(policies.seen_by(actor))).all()

    assert (policies.can_see(actor, deal), policies.can_conduct(actor, deal)) == (sees, conducts)
    assert listed == ([deal.id] if sees else [])
    if not sees:
        with pytest.raises(NotFound):
            queries.deal_for(session, actor, deal.public_id)


def test_an_ended_mandate_ends_the_brokers_powers_at_once(room: Room, session: Session) -> None:
    deal = room.open()
    room.mandate.valid_until = today() - timedelta(days=1)
    room.mandate.valid_from = room.mandate.valid_until
    broker, owner = room.actor("broker"), room.actor("owner")

    with pytest.raises(NotFound):
        services.tick(session, broker, deal.public_id, Fact.PARTIES_VERIFIED, "电话")
    assert session.scalars(select(Deal.id).where(policies.seen_by(broker))).all() == []
    assert policies.can_conduct(owner, deal)


def test_a_mandate_for_chosen_records_reaches_their_deals_alone(room: Room, session: Session) -> None:
    person = room.people["stranger"]
    mandate = give_mandate(session, room.firm, person, all_records=False)
    deal = room.open()
    deal.broker_id, deal.broker_organisation_id = person.id, None
    before = policies.can_see(room.actor("stranger"), deal)
    mandate.records.append(type(mandate).records.property.mapper.class_(public_id=room.need.public_id))
    actor = room.actor("stranger")

    assert (before, policies.can_see(actor, deal)) == (False, True)
    assert session.scalars(select(Deal.id).where(policies.seen_by(actor))).all() == [deal.id]


def test_two_brokers_on_one_deal_do_not_overwrite_each_other(room: Room, session: Session) -> None:
    deal = room.open()
    read = deal.lock
    services.edit(session, room.actor("colleague"), deal.public_id, edited(deal, value=Decimal("380.5"), lock=read))

    with pytest.raises(Stale):
        services.move(session, room.actor("broker"), deal.public_id, Move(stage=Stage.VERIFIED, lock=read))
    assert (deal.value, deal.stage) == (Decimal("380.5"), Stage.LEAD)


def test_days_out_of_order_and_impossible_amounts_are_refused(room: Room, session: Session) -> None:
    deal = room.open()
    wrong = edited(
        deal, value=Decimal("0.0000001"), expected_close=today() - timedelta(days=3), probability=120,
        next_due=today() - timedelta(days=3),
    )  # fmt: skip

    with pytest.raises(InvalidInput) as refused:
        services.edit(session, room.actor("broker"), deal.public_id, wrong)
    assert sorted(refused.value.fields) == ["expected_close", "next_due", "probability", "value"]


def test_doubles_become_one_and_their_facts_go_along(room: Room, session: Session) -> None:
    kept = room.open()
    double = room.open(need=None, seeker="ENT-A")
    room.tick(double, Fact.PARTIES_VERIFIED)
    services.merge(session, room.actor("broker"), double.public_id, kept.public_id)
    session.expire_all()

    assert (double.state, double.merged_into_id) == (DealState.MERGED, kept.id)
    assert [tick.fact for tick in kept.ticks] == [Fact.PARTIES_VERIFIED]


def test_money_is_exact_on_both_databases(room: Room, session: Session) -> None:
    deal = room.open(value=Decimal("1180.123456"))
    session.flush()
    session.expire_all()

    assert session.get_one(Deal, deal.id).value == Decimal("1180.123456")
