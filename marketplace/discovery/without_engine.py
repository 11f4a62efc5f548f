"""The search page while the engine is away: what the database alone can look up, and which conditions it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.paging import Page
from marketplace.discovery.finding import Found, Record
from marketplace.discovery.question import Kind, Order, Question
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.listings.queries.lookup import FACETS, Lookup
from marketplace.needs import queries as needs
from marketplace.needs.cards import NeedCard
from marketplace.taxonomy.terms import SolutionMode
from search.text import question_parts
from search.types import Answer, Hit, Range

WORDS = 10  # of a question that are looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """What was found; `by_words` is False when no title held any, so that the newest stand in; `left_out` names conditions."""

    found: Found
    page: Page[ListingCard] | Page[NeedCard]
    by_words: bool
    left_out: Sequence[str]


def look_up(session: Session, actor: Actor, question: Question, text: str) -> LookedUp:
    """Ask the database."""
    if question.kind is Kind.ACHIEVEMENT:
        return _results(session, actor, question, _words(text))
    return _needs(session, actor, question, " ".join(text.split()))


def _results(session: Session, actor: Actor, question: Question, words: Sequence[str]) -> LookedUp:
    reduction = question.ranges.get("reduction", Range())
    wanted = Lookup(
        words=words,
        facets={name: values for name, values in question.facets.items() if name in FACETS},
        least_reduction=reduction.minimum,
        most_reduction=reduction.maximum,
        by_reduction=question.order is Order.REDUCTION,
        page=question.page,
        size=question.size,
    )
    left_out = [name for name in question.conditions() if name not in (*FACETS, "reduction")]
    page = listings.look_up(session, actor, wanted)
    if not words or page.total:
        return _looked_up(question, page, bool(words), left_out)
    return _looked_up(question, listings.look_up(session, actor, replace(wanted, words=())), False, left_out)


def _needs(session: Session, actor: Actor, question: Question, text: str) -> LookedUp:
    """The public list knows one value of a facet; several, and other facets, are left out."""
    single = {name: next(iter(values)) for name, values in question.facets.items() if len(values) == 1}
    mode = single.get("mode", "")
    wanted = needs.NeedFilter(
        text=text,
        sector=single.get("sector", ""),
        region=single.get("region", ""),
        mode=SolutionMode(mode) if mode in set(SolutionMode) else None,
    )
    left_out = [
        name for name in question.conditions() if name not in ("sector", "region", "mode") or name not in single
    ]
    page = needs.open_needs(session, actor, wanted, question.page)
    if not text or page.total:
        return _looked_up(question, page, bool(text), left_out)
    return _looked_up(question, needs.open_needs(session, actor, replace(wanted, text="")), False, left_out)


def _looked_up(
    question: Question, page: Page[ListingCard] | Page[NeedCard], by_words: bool, left_out: Sequence[str]
) -> LookedUp:
    shown: list[tuple[Hit, Record]] = [
        (Hit(id=record.public_id, kind=question.kind.value, score=0.0), record) for record in page.items
    ]
    found = Found(shown=shown, answer=Answer(hits=(), total=page.total))
    return LookedUp(found=found, page=page, by_words=by_words, left_out=left_out)


def _words(text: str) -> list[str]:
    """Pairs of Chinese characters and whole other words; the number of a record as it is written."""
    words: dict[str, None] = {word: None for word in text.split() if "-" in word and word.isascii()}
    for part in question_parts(text):
        words |= dict.fromkeys([part] if part.isascii() else [part[at : at + 2] for at in range(len(part) - 1)])
    return list(words)[:WORDS]
