"""What became of a need and a result, as their deals stand: for the order of matches."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.deals.models import Deal
from marketplace.deals.rules import ALL, DealState, Stage
from marketplace.matching.learning.rules import Outcome

MET, SIGNED = ALL.index(Stage.FIRST_TALK), ALL.index(Stage.SIGNED)


def outcomes(session: Session) -> Iterator[tuple[int, int, Outcome]]:
    """A first talk that was left behind was held, unless it was left out; from the signature on it is a deal."""
    stood = select(Deal.need_id, Deal.achievement_id, Deal.stage, Deal.skipped).where(
        Deal.need_id.is_not(None), Deal.state != DealState.MERGED
    )
    for need_id, achievement_id, stage, skipped in session.execute(stood):
        at = ALL.index(stage)
        if need_id is not None and at > MET and Stage.FIRST_TALK.value not in skipped:
            yield need_id, achievement_id, Outcome.MET
        if need_id is not None and at >= SIGNED:
            yield need_id, achievement_id, Outcome.DEAL
