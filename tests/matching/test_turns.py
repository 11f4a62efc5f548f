"""Owners whose results fit alike take turns at the head of a portfolio; a page holds what no other page does."""

from collections import Counter

from sqlalchemy.orm import Session

from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Role
from marketplace.matching import pairs
from marketplace.matching.models import MatchPair
from tests.factories import content, make_listing, make_need, make_organisation, make_person


def test_equal_pairs_of_many_results_leave_room_for_those_of_one(session: Session) -> None:
    mill = make_organisation(session, "ENT-MILL")
    actor = actor_for(make_person(session, "mill@example.org", Role.ENTERPRISE, organisation=mill))
    need = make_need(session, mill)
    many, one = make_organisation(session, "UNI-MANY"), make_organisation(session, "UNI-ONE")
    scores = [(many, 0.80 + n / 1000) for n in range(12)] + [(one, 0.795), (one, 0.30)]
    for number, (owner, score) in enumerate(scores):
        version = make_listing(session, owner=owner, said=content(title=f"装置 {number}"))
        session.add(MatchPair(need_id=need.id, achievement_id=version.achievement_id, score=score))
    session.flush()

    first, second = pairs.portfolio(session, actor, 1), pairs.portfolio(session, actor, 2)

    assert (first.total, len(first.items), len(second.items)) == (14, 10, 4)
    shown = [pair.result.public_id for page in (first, second) for pair in page.items]
    assert len(set(shown)) == 14
    assert one.name in {pair.result.owner for pair in first.items[:2]}
    assert Counter(pair.result.owner for pair in first.items) == {many.name: 9, one.name: 1}
    assert second.items[-1].score == 0.30
