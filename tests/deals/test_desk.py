"""The desk: sums that equal their lists, lanes, bulk acts, a broker's book that changes hands."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.core.clock import today
from marketplace.core.errors import Forbidden
from marketplace.deals import services
from marketplace.deals.bounds import looks_like_hundred_millions, looks_like_yuan
from marketplace.deals.cards import Totals
from marketplace.deals.models import Deal
from marketplace.deals.queries import agency, desk
from marketplace.deals.queries.wanted import Wanted, read_wanted
from marketplace.deals.rules import Stage, Turn
from marketplace.deals.services.bulk import BulkAct, Change, change_many
from tests.deals.conftest import Room, give_mandate
from tests.deals.test_stages import edited
from tests.factories import make_need, make_organisation


def fill(room: Room) -> list[Deal]:
    """Seven deals with values to the 分, of two seekers, over three months and one without a day."""
    other = make_organisation(room.session, "ENT-B")
    deals = []
    for number in range(7):
        need = make_need(room.session, other if number % 2 else room.firm)
        deal = room.open(need=need.public_id, value=Decimal(f"{100 * number}.{number:02}0101"))
        close = today() + timedelta(days=20 * number) if number else None
        turn = Turn.SEEKER if number % 3 else Turn.BROKER
        due = today() + timedelta(days=number - 3)
        said = edited(deal, expected_close=close, turn=turn, probability=7 * number, next_step=f"第 {number} 步")
        services.edit(room.session, room.actor("broker"), deal.public_id, said)
        deal.next_due = due
        deals.append(deal)
    room.session.flush()
    return deals


@pytest.mark.parametrize("by", list(desk.By))
def test_every_sum_of_the_forecast_equals_the_list_it_leads_to(room: Room, session: Session, by: desk.By) -> None:
    deals, broker = fill(room), room.actor("broker")
    lines = desk.forecast(session, broker, by)
    lists = [desk.page_of(session, broker, read_wanted(line.wanted.query()), 1) for line in lines]
    total = sum((line.totals for line in lines), Totals())

    assert [line.totals for line in lines] == [totals for _page, totals in lists]
    assert [line.totals.value for line in lines] == [
        sum((card.value for card in page.items if card.value is not None), Decimal(0)) for page, _totals in lists
    ]
    assert total.value == sum((deal.value for deal in deals if deal.value is not None), Decimal(0))
    assert total.weighted == sum((deal.value * deal.probability / 100 for deal in deals if deal.value), Decimal(0))


def test_the_board_shows_every_stage_with_its_sum_and_what_is_late_first(room: Room, session: Session) -> None:
    deals = fill(room)
    lead = desk.board(session, room.actor("broker"), Wanted())[0]

    assert (lead.stage, lead.totals.count, lead.more) == (Stage.LEAD, 7, 0)
    assert [card.public_id for card in lead.cards[:3]] == [deal.public_id for deal in deals[:3]]
    assert desk.board(session, room.actor("stranger"), Wanted())[0].totals.count == 0


def test_a_stage_that_is_shut_keeps_its_sum_without_cards(room: Room, session: Session) -> None:
    fill(room)
    lead = desk.board(session, room.actor("broker"), Wanted(), [Stage.REGISTERED])[0]

    assert (lead.totals.count, len(lead.cards), lead.more) == (7, 0, 7)


def test_lanes_part_my_turn_their_turn_and_what_is_late(room: Room, session: Session) -> None:
    fill(room)
    mine, theirs, late = desk.lanes(session, room.actor("broker"))

    assert (mine.total, theirs.total, late.total) == (2, 2, 3)
    assert [len(lane.cards) for lane in (mine, theirs, late)] == [2, 2, 3]
    assert [card.days_late for card in late.cards] == [3, 2, 1]


def test_many_deals_are_changed_at_once_and_others_are_named_with_the_reason(room: Room, session: Session) -> None:
    deals = fill(room)
    services.pause(session, room.actor("broker"), deals[3].public_id, services.Pause(reason="pause_data"))  # type: ignore[arg-type]
    ids = [deal.public_id for deal in deals[3:6]]
    changed, refused = change_many(session, room.actor("broker"), ids, Change(act=BulkAct.TURN, turn=Turn.PROVIDER))

    assert (changed, [public_id for public_id, _why in refused]) == (2, ids[:1])
    assert [deal.turn for deal in deals[4:6]] == [Turn.PROVIDER, Turn.PROVIDER]


def test_a_book_goes_to_a_colleague_and_to_nobody_without_a_mandate(room: Room, session: Session) -> None:
    fill(room)
    broker = room.actor("broker")
    book = agency.book_of(session, broker, room.people["broker"].id)
    with pytest.raises(Forbidden):
        services.hand_over(session, broker, book, room.people["stranger"].id)
    services.hand_over(session, broker, book, room.people["colleague"].id)

    assert [(found.name, found.totals.count) for found in agency.books(session, broker)] == [("colleague", 7)]


def test_a_personal_mandate_lets_a_broker_take_over(room: Room, session: Session) -> None:
    deal = room.open()
    give_mandate(session, room.home, room.people["stranger"])
    services.hand_over(session, room.actor("broker"), [deal.public_id], room.people["stranger"].id)

    assert (deal.broker_id, deal.broker_organisation_id) == (room.people["stranger"].id, None)


@given(st.decimals(min_value=1, max_value=50_000, places=2))
def test_yuan_typed_for_ten_thousands_are_noticed_and_honest_amounts_are_not(price: Decimal) -> None:
    assert looks_like_yuan(price * 10_000, iter([price]))
    assert looks_like_hundred_millions(price / 10_000, iter([price]))
    assert not looks_like_yuan(price * 20, iter([price, None]))
    assert not looks_like_hundred_millions(price / 20, iter([price, None]))


@given(st.lists(st.tuples(st.integers(0, 10**13), st.integers(0, 100)), max_size=12))
def test_sums_of_parts_are_the_sum_of_the_whole_to_the_cent(deals: list[tuple[int, int]]) -> None:
    parts = [desk.totals_in((1, cents, cents * chance, None, None)) for cents, chance in deals]
    weighted = sum(cents * chance for cents, chance in deals)
    whole = desk.totals_in((len(deals), sum(cents for cents, _chance in deals), weighted, None, None))

    assert sum(parts, Totals()) == whole
