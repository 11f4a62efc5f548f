"""What an owner learns of many, and that nothing can be learnt of one: three organisations, bands, a week at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.accounts.models import OrganisationKind
from marketplace.core.clock import held_at, now
from marketplace.listings.models import Achievement
from marketplace.matching.echoes import echo_of
from marketplace.matching.models import MatchPair, PairDecline
from marketplace.matching.rules import Reason, Side
from marketplace.matching.telling import FEWEST, Told, counted_until, told
from tests.factories import make_listing, make_need, make_organisation

SEEN = st.lists(st.tuples(st.sampled_from(["price", "tried", "wrong_field"]), st.integers(1, 30)), max_size=60)
NEXT_WEEK = timedelta(days=8)


@settings(max_examples=60)
@given(SEEN, st.integers(31, 99))
def test_nothing_is_told_of_fewer_than_three_nor_of_who_they_are(seen: list[tuple[str, int]], stranger: int) -> None:
    behind = {kind: {one for each, one in seen if each == kind} for kind, _one in seen}
    renamed = [(kind, stranger * 1000 - one) for kind, one in reversed(seen)]

    assert {each.kind for each in told(seen)} == {kind for kind, ones in behind.items() if len(ones) >= FEWEST}
    assert told(renamed) == told(seen)
    assert told([*seen, *seen]) == told(seen)
    assert all(
        each.least <= len(behind[each.kind]) and (each.most is None or len(behind[each.kind]) <= each.most)
        for each in told(seen)
    )


def test_one_more_inside_a_band_changes_nothing_that_is_shown() -> None:
    four, five = ([("price", one) for one in range(count)] for count in (4, 5))

    assert told(four) == told(five) == [Told("price", 3, 5)]


def test_a_week_is_told_at_its_end() -> None:
    sunday = datetime(2026, 11, 29, 15, 59, tzinfo=UTC)  # 23:59 in China
    assert counted_until(sunday) == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert counted_until(sunday + timedelta(minutes=1)) == datetime(2026, 11, 29, 16, tzinfo=UTC)


class Shop:
    """A result, found for the needs of others and put aside by some of them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.result: Achievement = make_listing(session, owner=make_organisation(session, "UNI-A")).achievement
        self.places = 0

    def found(self, sector: str = "steel", times: int = 1, reason: Reason | None = None, own: bool = False) -> None:
        self.places += 1
        code = f"ENT-{self.places}"
        owner = self.result.owner if own else make_organisation(self.session, code, OrganisationKind.ENTERPRISE)
        for _time in range(times):
            need = make_need(self.session, owner, sector=sector, anonymous=True)
            pair = MatchPair(need_id=need.id, achievement_id=self.result.id, score=1, comparisons=[ASKS])
            self.session.add(pair)
            if reason:
                aside = PairDecline(need_id=need.id, achievement_id=self.result.id, side=Side.NEED, reason=reason)
                self.session.add(aside)
        self.session.flush()


ASKS = {"parameter": "占地", "operator": "<=", "value": 800, "unit": "m2", "answer": "unknown"}


@pytest.fixture
def shop(session: Session) -> Shop:
    return Shop(session)


def test_an_owner_learns_kinds_open_limits_and_reasons_from_three_organisations_on(
    session: Session, shop: Shop
) -> None:
    for reason in (Reason.PRICE, Reason.PRICE, Reason.PRICE, Reason.TRIED):
        shop.found(reason=reason)
    shop.found("chemical", times=9, reason=Reason.TRIED)
    shop.found(reason=Reason.TRIED, own=True)
    with held_at(now() + NEXT_WEEK):
        echo = echo_of(session, shop.result)

    assert echo.sectors == [Told("steel", 3, 5)]
    assert echo.reasons == [Told("price", 3, 5)]
    assert echo.unstated == [Told("占地", 3, 5)]
    assert echo.broken == []


def test_what_happens_this_week_is_not_told_before_the_next(session: Session, shop: Shop) -> None:
    for _each in range(3):
        shop.found(reason=Reason.PRICE)

    assert echo_of(session, shop.result).silent
    with held_at(now() + NEXT_WEEK):
        assert not echo_of(session, shop.result).silent
