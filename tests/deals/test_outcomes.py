"""What deals say became of pairs: held talks and signatures, as they stand now."""

from sqlalchemy.orm import Session

from marketplace.deals.queries.outcomes import outcomes
from marketplace.deals.rules import Stage
from marketplace.matching.learning.rules import Outcome
from tests.deals.conftest import Room


def test_a_deal_tells_of_a_held_talk_and_of_a_signature(room: Room, session: Session) -> None:
    deal = room.open()
    pair = (room.need.id, deal.achievement_id)
    found = []
    for stage, skipped in ((Stage.FIRST_TALK, []), (Stage.NDA, []), (Stage.TERMS, ["first_talk"]), (Stage.SIGNED, [])):
        deal.stage, deal.skipped = stage, skipped
        session.flush()
        found.append(list(outcomes(session)))

    assert found == [[], [(*pair, Outcome.MET)], [], [(*pair, Outcome.MET), (*pair, Outcome.DEAL)]]
