"""Why two parties should meet: the limits of what one needs, judged against what the other's results state."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.events.models import ItemKind
from marketplace.events.queries import Brought, PartyCard
from marketplace.matching.asking import Asked, asked_by
from marketplace.matching.judging.claims import Parameter, Result, claims_of
from marketplace.matching.judging.verdicts import Answer, Verdict, judge_limit
from marketplace.matching.queries import public_parameters
from marketplace.needs.models import Need

MOST_SAID = 3
SAME_SECTOR = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well two parties fit by what they bring, from 0; `verdicts` of the best pair, the met ones first."""

    score: float = 0.0
    verdicts: tuple[Verdict, ...] = ()
    sector: str = ""  # that both share
    result: str = ""  # the best pair, by public id
    need: str = ""


def fits(session: Session, own: PartyCard, others: Sequence[PartyCard]) -> dict[int, Fit]:
    """The fit of a party with each of the others, in two statements and what they load."""
    brought = [item for card in (own, *others) for item in card.brought]
    needs = session.scalars(
        select(Need).where(Need.public_id.in_([item.public_id for item in brought if item.kind is ItemKind.NEED]))
    )
    asked = {need.public_id: asked_by(need) for need in needs}
    stated = public_parameters(session, [item.public_id for item in brought if item.kind is ItemKind.ACHIEVEMENT])
    return {other.id: _best(own, other, asked, stated) for other in others}


def _best(own: PartyCard, other: PartyCard, asked: dict[str, Asked], stated: dict[str, tuple[Parameter, ...]]) -> Fit:
    items = (*own.brought, *other.brought)
    wanted = [item for item in items if item.kind is ItemKind.NEED and item.public_id in asked]
    results = [item for item in items if item.kind is ItemKind.ACHIEVEMENT]
    pairs = [
        _fit(need, asked[need.public_id], result, stated.get(result.public_id, ()))
        for need in wanted
        for result in results
    ]
    return max(pairs, key=lambda fit: fit.score, default=Fit())


def _fit(need: Brought, asked: Asked, result: Brought, parameters: tuple[Parameter, ...]) -> Fit:
    offered = Result(key=result.public_id, title=result.title, parameters=parameters)
    claims = claims_of(offered)
    verdicts = [judge_limit(limit, offered, asked.words, claims) for limit in asked.limits]
    settled = [each for each in verdicts if each.answer is not Answer.UNKNOWN]
    met = sum(each.answer is Answer.MET for each in settled)
    sector = need.sector if need.sector and need.sector == result.sector else ""
    score = (met - (len(settled) - met)) / (len(verdicts) or 1) + (SAME_SECTOR if sector else 0)
    told = sorted(settled, key=lambda each: each.answer is not Answer.MET)[:MOST_SAID]
    return Fit(score=max(0.0, score), verdicts=tuple(told), sector=sector, result=result.public_id, need=need.public_id)
