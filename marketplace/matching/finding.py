"""Finds the results for a need: candidates by the search engine, judged limit by limit, shown fairly."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.discovery.question import Kind
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.matching.asking import Asked
from marketplace.matching.fairness import Ranked, spread
from marketplace.matching.judging.claims import Parameter, Result, claims_of
from marketplace.matching.judging.ordering import standing
from marketplace.matching.judging.verdicts import Answer, Verdict, judge_limit
from marketplace.matching.queries import public_parameters
from search.ports import Reader
from search.types import Hit, Query, Scope

CANDIDATES = 100  # judged; more than any page shows
MET_WEIGHT = 0.4  # of the score; the rest is likeness by words and meaning
BROKEN = 1.0  # taken off for a must that is not met: below everything that may fit, never hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A result for a need: how it stands to each limit, and what else speaks for it."""

    card: ListingCard
    score: float
    verdicts: tuple[Verdict, ...]
    terms: tuple[str, ...]


def find_results(session: Session, reader: Reader, actor: Actor, asked: Asked, limit: int = 20) -> list[Match]:
    """The best published results, those that break a must last. The title and the whole text of a need are scored apart."""
    query = Query(
        text=asked.text or asked.title, title=asked.title if asked.text else "", kinds=frozenset({Kind.ACHIEVEMENT.value}), limit=max(CANDIDATES, limit)
    )  # fmt: skip
    hits = reader.search(query, Scope(tokens=actor.scope_tokens())).hits
    cards = listings.cards(session, actor, [hit.id for hit in hits])
    parameters = public_parameters(session, list(cards))
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    found = {
        hit.id: _match(asked, hit, cards[hit.id], parameters.get(hit.id, ()), best) for hit in hits if hit.id in cards
    }
    ranked = [Ranked(each.card.public_id, each.score, each.card.owner) for each in found.values()]
    return [found[public_id] for public_id in spread(ranked, now().date())[:limit]]


def _match(asked: Asked, hit: Hit, card: ListingCard, parameters: Sequence[Parameter], best: float) -> Match:
    words = "。".join(part for part in (card.teaser, card.principle, card.advantage, card.timing) if part)
    result = Result(key=card.public_id, title=card.title, teaser=words, parameters=tuple(parameters), trl=card.trl)
    claims = claims_of(result)
    verdicts = tuple(judge_limit(limit, result, asked.words, claims) for limit in asked.limits)
    return Match(card=card, score=_score(hit.score / best, verdicts), verdicts=verdicts, terms=hit.terms)


def _score(likeness: float, verdicts: Sequence[Verdict]) -> float:
    """Likeness and the share of limits met; a broken must goes below zero."""
    if not verdicts:
        return round(likeness, 4)
    met = sum(each.answer is Answer.MET for each in verdicts) / len(verdicts)
    broken = BROKEN if standing(verdicts)[0] else 0.0
    return round((1 - MET_WEIGHT) * likeness + MET_WEIGHT * met - broken, 4)
