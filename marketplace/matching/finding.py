"""Finds the results for a need, and the needs for a result: candidates by the search engine, judged limit by limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.discovery.question import Kind
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.listings.maturity import on_nine
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

    @property
    def broken(self) -> bool:
        return is_broken(self.verdicts)


def find_results(
    session: Session, reader: Reader, actor: Actor, asked: Asked, limit: int = 20, candidates: int = CANDIDATES
) -> list[Match]:
    """The best published results, those that break a must last. The title and the whole text of a need are scored apart."""
    query = Query(
        text=asked.text or asked.title, title=asked.title if asked.text else "", kinds=frozenset({Kind.ACHIEVEMENT.value}), limit=max(candidates, limit)
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


def find_need_ids(reader: Reader, actor: Actor, title: str, text: str, limit: int = 40) -> list[str]:
    """The public ids of needs that speak of what a result offers."""
    query = Query(
        text=text or title, title=title if text else "", kinds=frozenset({Kind.NEED.value}), limit=limit
    )  # fmt: skip
    return [hit.id for hit in reader.search(query, Scope(tokens=actor.scope_tokens())).hits]


def judge_card(asked: Asked, card: ListingCard, parameters: Sequence[Parameter]) -> tuple[Verdict, ...]:
    """How one result stands to each limit of a need."""
    words = "。".join(part for part in (card.teaser, card.principle, card.advantage, card.timing) if part)
    trl = on_nine(card.trl, card.trl_scale)
    result = Result(key=card.public_id, title=card.title, teaser=words, parameters=tuple(parameters), trl=trl)
    claims = claims_of(result)
    return tuple(judge_limit(limit, result, asked.words, claims) for limit in asked.limits)


def is_broken(verdicts: Sequence[Verdict]) -> bool:
    """Is a must not met?"""
    return bool(verdicts) and standing(verdicts)[0] > 0


def _match(asked: Asked, hit: Hit, card: ListingCard, parameters: Sequence[Parameter], best: float) -> Match:
    verdicts = judge_card(asked, card, parameters)
    terms = tuple(term for term in hit.terms if len(term) > 1 and not term[0].isdigit())
    return Match(card=card, score=_score(hit.score / best, verdicts), verdicts=verdicts, terms=terms)


def _score(likeness: float, verdicts: Sequence[Verdict]) -> float:
    """Likeness and the share of limits met; a broken must goes below zero."""
    if not verdicts:
        return round(likeness, 4)
    met = sum(each.answer is Answer.MET for each in verdicts) / len(verdicts)
    broken = BROKEN if is_broken(verdicts) else 0.0
    return round((1 - MET_WEIGHT) * likeness + MET_WEIGHT * met - broken, 4)
