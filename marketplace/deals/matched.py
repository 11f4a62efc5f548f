"""Why a deal's pair was brought together, and which limits are still to be settled: the questions of the talks."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.deals.models import Deal
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.matching.asking import asked_by
from marketplace.matching.comparing import Comparison, compare, worst_first
from marketplace.matching.finding import judge_card
from marketplace.matching.judging.verdicts import Answer
from marketplace.matching.pairs import terms_of
from marketplace.matching.queries import facts_of, public_parameters
from marketplace.matching.why import Reason, reasons
from marketplace.needs import policies as needs
from marketplace.needs.cards import card_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """`result` is None when it is no longer published; `questions` are limits that are broken or unknown, worst first."""

    result: ListingCard | None
    need: Any
    reasons: list[Reason]
    questions: list[Comparison]
    met: int


def settle(session: Session, actor: Actor, deal: Deal) -> Matched:
    """Judge the pair as both sides stand now, by what is public."""
    result = listings.cards(session, actor, [deal.achievement.public_id]).get(deal.achievement.public_id)
    need = deal.need
    if result is None or need is None:
        return Matched(result=result, need=need, reasons=[], questions=[], met=0)
    parameters = public_parameters(session, [result.public_id])
    rows = worst_first(compare(judge_card(asked_by(need), result, parameters.get(result.public_id, ()))))
    facts = facts_of(session, [result.public_id])
    said = reasons(card_of(need, actor), result, facts[result.public_id], terms_of(session, need, result.public_id))
    shown = need if needs.can_see(actor, need) else None
    return Matched(
        result=result,
        need=shown,
        reasons=said,
        questions=[row for row in rows if row.answer is not Answer.MET],
        met=sum(row.answer is Answer.MET for row in rows),
    )
