"""What a card says: the record in the reader's words, with the question's words marked and the reason of the hit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.discovery.highlight import Highlighter, Marked
from marketplace.discovery.question import Question
from marketplace.discovery.wording import _, condition, listed, passage_label, value_label
from marketplace.listings.cards import ListingCard
from marketplace.needs.cards import NeedCard
from marketplace.taxonomy.labels import industry_label, technology_label
from marketplace.taxonomy.terms import CarbonClass, EvidenceGrade, PriceMode, TrlScale
from marketplace.web.formats import money, number
from search.types import Hit

WORDS = 6  # of the question named in the reason
PASSAGES = ("problem", "principle", "advantage", "timing", "teaser")
SHOWN: dict[type, str] = {ListingCard: "teaser", NeedCard: "problem"}  # what a card shows in full


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a hit fits: its heading (words found, conditions met, a field) and what is said under it."""

    heading: str
    said: Marked


Why = tuple[Reason, ...]
Record = ListingCard | NeedCard


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCard:
    """A result as the list shows it."""

    public_id: str
    url: str
    like_url: str
    title: Marked
    teaser: Marked
    owner: str
    key_technology: str
    carbon_class: CarbonClass | None
    modes: str
    price: str
    trl: int | None
    trl_scale: TrlScale
    conservative: str
    grade: EvidenceGrade | None
    published_at: datetime | None
    why: Why = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCard:
    """A need as the list shows it."""

    public_id: str
    url: str
    title: Marked
    teaser: Marked
    owner: str
    key_technology: str
    modes: str
    budget: str
    target: str
    hours_left: int | None
    why: Why = ()


def result_cards(shown: Sequence[tuple[Hit, ListingCard]], question: Question, words: Highlighter) -> list[ResultCard]:
    """Cards of results for a question."""
    written = as_written(shown, question)
    return [result_card(version, words, _why(hit, version, question, words, written)) for hit, version in shown]


def result_card(version: ListingCard, words: Highlighter | None = None, why: Why = ()) -> ResultCard:
    """The card of one result."""
    mark = (words or Highlighter(())).mark
    return ResultCard(
        public_id=version.public_id,
        url=result_url(version.public_id),
        like_url=f"/search?like={version.public_id}",
        title=mark(version.title),
        teaser=mark(version.teaser),
        owner=version.owner,
        key_technology=technology_label(version.key_technology),
        carbon_class=version.carbon_class,
        modes=listed(version.transfer_modes),
        price=price_text(version),
        trl=version.trl,
        trl_scale=version.trl_scale,
        conservative="" if version.conservative is None else number(round(version.conservative)),
        grade=version.grade,
        published_at=version.published_at,
        why=why,
    )


def need_cards(shown: Sequence[tuple[Hit, NeedCard]], question: Question, words: Highlighter) -> list[WantedCard]:
    """Cards of needs for a question."""
    written = as_written(shown, question)
    return [need_card(need, words, _why(hit, need, question, words, written)) for hit, need in shown]


def need_card(need: NeedCard, words: Highlighter | None = None, why: Why = ()) -> WantedCard:
    """The card of one need."""
    mark = (words or Highlighter(())).mark
    return WantedCard(
        public_id=need.public_id,
        url=need_url(need.public_id),
        title=mark(need.title),
        teaser=mark(need.problem[:200]),
        owner=wanted_by(need),
        key_technology=technology_label(need.key_technology),
        modes=listed(tuple(need.solution_modes)),
        budget="" if need.budget is None else _("预算 %(amount)s", amount=money(need.budget)),
        target="" if need.target_reduction is None else number(round(need.target_reduction)),
        hours_left=need.hours_left,
        why=why,
    )


def wanted_by(need: NeedCard) -> str:
    """Whose need it is, or that it is anonymous."""
    if need.owner is not None:
        return need.owner
    return _("匿名（%(industry)s）", industry=industry_label(need.industry)) if need.industry else _("匿名")


def price_text(version: ListingCard) -> str:
    """面议, or the price with its mode."""
    if version.price_mode is None:
        return ""
    if version.price is None or version.price_mode is PriceMode.NEGOTIABLE:
        return listed((version.price_mode,))
    return f"{listed((version.price_mode,))} {money(version.price)}"


def as_written(shown: Sequence[tuple[Hit, object]], question: Question) -> dict[str, str]:
    """The words found, which the engine folds, as the question writes them."""
    terms = {term for hit, _record in shown for term in hit.terms}
    return {word.lower(): word for word in Highlighter(terms).words(question.text)}


def result_url(public_id: str) -> str:
    return f"/results/{public_id}"


def need_url(public_id: str) -> str:
    return f"/needs/{public_id}"


def _why(hit: Hit, record: Record, question: Question, words: Highlighter, written: Mapping[str, str]) -> Why:
    """Words found, the passage closest in meaning, conditions met."""
    return tuple(reason for reason in _reasons(hit, record, question, words, written) if reason.said)


def _reasons(
    hit: Hit, record: Record, question: Question, words: Highlighter, written: Mapping[str, str]
) -> Iterator[Reason]:
    if hit.terms:
        found = _("、").join(written.get(term, term) for term in hit.terms[:WORDS])
        yield Reason(heading=_("提到"), said=[(found, False)])
    passage = _passage(hit, record, words)
    if passage:
        yield Reason(heading=passage_label(passage), said=words.excerpt(str(getattr(record, passage))))
    met = [_met(record, question, name) for name in question.conditions()]
    yield Reason(heading=_("符合"), said=[(_("；").join(met), False)] if met else [])


def _passage(hit: Hit, record: Record, words: Highlighter) -> str:
    """The passage closest in meaning; where the card shows that one anyway, the other that holds most of the words."""
    closest = hit.passage if hit.passage in PASSAGES else ""
    if closest != SHOWN[type(record)]:
        return closest or ""
    held = {name: words.hits(str(getattr(record, name, ""))) for name in PASSAGES if name != closest}
    best = max(held, key=held.__getitem__)
    if not held[best]:
        return "" if hit.terms else closest
    return best


def _met(record: Record, question: Question, name: str) -> str:
    """How a record meets a filter: its own value where the card knows it, the filter's words otherwise."""
    if isinstance(record, ListingCard):
        own = {
            "carbon_class": record.carbon_class,
            "stage": record.stage,
            "grade": record.grade,
            "sector": record.sector,
            "technology": record.key_technology,
        }
        if value := own.get(name):
            return value_label(question.kind, name, value)
        if name == "trl":
            return f"TRL {record.trl}"
        if name == "reduction" and record.conservative is not None:
            return f"{number(round(record.conservative))} tCO₂e/a"
    return condition(question, name)
