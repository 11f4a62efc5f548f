"""What a result's owner learns of those who look for such a thing: kinds of needs, open limits, reasons; of nobody alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from marketplace.core.clock import now
from marketplace.listings.models import Achievement
from marketplace.matching.comparing import from_json
from marketplace.matching.judging.verdicts import Answer
from marketplace.matching.models import Approach, MatchPair, PairDecline
from marketplace.matching.rules import ApproachState, Side
from marketplace.matching.telling import Told, counted_until, told
from marketplace.needs.models import Need, NeedSolutionMode
from marketplace.needs.rules import VISIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """Kinds of needs that a result is found for, limits that it leaves open or breaks, and reasons why it was declined."""

    until: datetime
    sectors: Sequence[Told]
    modes: Sequence[Told]
    unstated: Sequence[Told]
    broken: Sequence[Told]
    reasons: Sequence[Told]

    @property
    def silent(self) -> bool:
        return not (self.sectors or self.modes or self.unstated or self.broken or self.reasons)


def echo_of(session: Session, result: Achievement) -> Echo:
    """The summary up to the beginning of this week; the owner's own needs do not count."""
    until = counted_until(now())
    asked = session.execute(_found(result, until, Need.sector, Need.owner_id)).all()
    modes = session.execute(
        _found(result, until, NeedSolutionMode.mode, Need.owner_id).join(
            NeedSolutionMode, NeedSolutionMode.need_id == Need.id
        )
    ).all()
    limits = session.execute(_found(result, until, MatchPair.comparisons, Need.owner_id)).all()
    return Echo(
        until=until,
        sectors=told((row[0], row[1]) for row in asked if row[0]),
        modes=told((row[0].value, row[1]) for row in modes),
        unstated=told(_limits(limits, Answer.UNKNOWN)),
        broken=told(_limits(limits, Answer.UNMET)),
        reasons=told((reason.value, owner) for reason, owner in _declined(session, result, until)),
    )


def _found(result: Achievement, until: datetime, *columns: Any) -> Select[Any]:
    """Columns of the needs of others that the result was found for."""
    return (
        select(*columns)
        .select_from(MatchPair)
        .join(Need, MatchPair.need_id == Need.id)
        .where(
            MatchPair.achievement_id == result.id,
            MatchPair.found_at < until,
            Need.state.in_(VISIBLE),
            Need.owner_id != result.owner_id,
        )
    )


def _limits(rows: Iterable[Any], answer: Answer) -> Iterable[tuple[str, int]]:
    """The parameters that needs set a limit for, of which the result says too little or the wrong thing."""
    for comparisons, owner in rows:
        yield from ((each.parameter, owner) for each in from_json(comparisons) if each.answer is answer)


def _declined(session: Session, result: Achievement, until: datetime) -> Iterable[Any]:
    """Reasons with the organisation that gave them: for putting the pair aside, or for declining what the owner sent."""
    aside = (
        select(PairDecline.reason, Need.owner_id)
        .join(Need, PairDecline.need_id == Need.id)
        .where(PairDecline.achievement_id == result.id, PairDecline.side == Side.NEED, PairDecline.at < until)
    )
    refused = select(Approach.reason, Approach.receiver_id).where(
        Approach.achievement_id == result.id,
        Approach.side == Side.RESULT,
        Approach.state == ApproachState.DECLINED,
        Approach.decided_at < until,
    )
    return (row for query in (aside, refused) for row in session.execute(query) if row[1] != result.owner_id)
