"""Finds the results for a need, and the needs for a result: candidates by the search engine, judged limit by limit."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.discovery.fairness import Ranked, spread
from marketplace.discovery.question import Kind
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.listings.maturity import on_nine
from marketplace.matching.asking import Asked
from marketplace.matching.judging.claims import Claim, Parameter, Result, claims_of
from marketplace.matching.judging.verdicts import Verdict, judge_limit
from marketplace.matching.queries import public_parameters
from marketplace.matching.weighing import Signals, is_broken, score, signals_of
from search.ports import Reader
from search.types import Query, Scope

CANDIDATES = 100  # judged; more than any page shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A result for a need: how it stands to each limit, and what else speaks for it."""

    card: ListingCard
    score: float
    verdicts: tuple[Verdict, ...]
    terms: tuple[str, ...]
    signals: Signals

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
        hit.id: match_of(
            asked,
            cards[hit.id],
            judge_card(asked, cards[hit.id], parameters.get(hit.id, ())),
            hit.score / best,
            hit.terms,
        )
        for hit in hits
        if hit.id in cards
    }
    ranked = [Ranked(each.card.public_id, each.score, each.card.owner) for each in found.values()]
    return [found[public_id] for public_id in spread(ranked, now().date())[:limit]]


def find_need_ids(reader: Reader, actor: Actor, title: str, text: str, limit: int = 40) -> list[str]:
    """The public ids of needs that speak of what a result offers."""
    query = Query(
        text=text or title, title=title if text else "", kinds=frozenset({Kind.NEED.value}), limit=limit
    )  # fmt: skip
    return [hit.id for hit in reader.search(query, Scope(tokens=actor.scope_tokens())).hits]


def judge_card(
    asked: Asked, card: ListingCard, parameters: Sequence[Parameter], known: "Claims | None" = None
) -> tuple[Verdict, ...]:
    """How one result stands to each limit of a need; `known` keeps what results state for whoever asks of many needs."""
    if not asked.limits:
        return ()
    words = "。".join(part for part in (card.teaser, card.principle, card.advantage, card.timing) if part)
    trl = on_nine(card.trl, card.trl_scale)
    result = Result(key=card.public_id, title=card.title, teaser=words, parameters=tuple(parameters), trl=trl)
    claims = claims_of(result) if known is None else known.of(result)
    return tuple(judge_limit(limit, result, asked.words, claims) for limit in asked.limits)


class Claims:
    """What the latest results state: reading it out of a result's words costs more than judging a need by it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[str, tuple[Sequence[Claim], Sequence[Claim]]] = OrderedDict()

    def of(self, result: Result) -> tuple[Sequence[Claim], Sequence[Claim]]:
        if result.key in self._held:
            self._held.move_to_end(result.key)
            return self._held[result.key]
        found = self._held[result.key] = claims_of(result)
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return found


def match_of(
    asked: Asked, card: ListingCard, verdicts: tuple[Verdict, ...], likeness: float, terms: tuple[str, ...]
) -> Match:
    """A pair with its score by the weights that everybody is shown."""
    signals = signals_of(asked, card, round(likeness, 4), verdicts)
    told = tuple(term for term in terms if len(term) > 1 and not term[0].isdigit())
    return Match(card=card, score=score(signals, is_broken(verdicts)), verdicts=verdicts, terms=told, signals=signals)
