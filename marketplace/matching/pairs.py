"""Stored pairs: reading them for pages, each limited to what the actor may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session, raiseload

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.outbox import OutboxEntry
from marketplace.core.paging import Page
from marketplace.discovery.fairness import Ranked, spread
from marketplace.listings import policies as listing_policies
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import VISIBLE as LISTED
from marketplace.matching.comparing import Comparison, compare, from_json
from marketplace.matching.finding import Match
from marketplace.matching.judging.verdicts import Answer
from marketplace.matching.models import MatchPair, MatchRun, PairDecline
from marketplace.matching.rules import Side
from marketplace.matching.weighing import score
from marketplace.needs import policies as need_policies
from marketplace.needs import queries as needs
from marketplace.needs.cards import NeedCard
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE as ASKED

NEED, RESULT = "need", "achievement"
CALLED = "+"  # behind the mark of a need: judged as it stands, but not against all that is new
MOST = 60  # pairs kept for a need
PAGE_SIZE = 10
WINDOW = 3  # pages of a portfolio within which equals take turns, so that every pair stands on one page only
EVERY = 1_000_000_000
V = AchievementVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A need and a result as lists show them; `found_at` is None where the pair was judged for this page alone."""

    need: NeedCard | None
    result: ListingCard
    score: float
    broken: bool
    comparisons: tuple[Comparison, ...]
    terms: tuple[str, ...]
    found_at: datetime | None = None
    signals: Mapping[str, float] = field(default_factory=dict)

    def count(self, answer: str) -> int:
        return sum(each.answer is Answer(answer) for each in self.comparisons)

    @property
    def fits(self) -> bool:
        """Nothing is broken and nothing is open."""
        return bool(self.comparisons) and not self.broken and not self.count("unknown") and not self.count("unmet")


def pair_of(match: Match) -> Pair:
    """A pair that was judged just now."""
    return Pair(
        need=None,
        result=match.card,
        score=match.score,
        broken=match.broken,
        comparisons=compare(match.verdicts),
        terms=match.terms,
        signals=match.signals,
    )


def results_of(
    session: Session, actor: Actor, need: Need, weights: Mapping[str, float] | None = None
) -> list[Pair] | None:
    """The stored pairs of a need, best first, equal ones fairly; None when it was never judged as it now stands.

    `weights` are those of the organisation that looks, if it has learnt its own.
    """
    run = session.get(MatchRun, (NEED, need.public_id))
    if run is None or run.mark.removesuffix(CALLED) != str(need.lock):
        return None
    rows = session.execute(
        select(MatchPair, Achievement.public_id)
        .join(Achievement, MatchPair.achievement_id == Achievement.id)
        .where(MatchPair.need_id == need.id)
        .options(raiseload("*"))
        .order_by(MatchPair.score.desc(), MatchPair.id)
    ).all()
    cards = listings.cards(session, actor, [row[1] for row in rows])
    found = {public_id: _pair(pair, None, cards[public_id], weights) for pair, public_id in rows if public_id in cards}
    ranked = [Ranked(public_id, pair.score, pair.result.owner) for public_id, pair in found.items()]
    return [found[public_id] for public_id in spread(ranked, now().date())]


def needs_of(session: Session, actor: Actor, result: ListingCard, number: int = 1) -> Page[Pair]:
    """A page of the needs that a result may answer."""
    asked = (Achievement.public_id == result.public_id, Need.state.in_(ASKED))
    return _page(session, actor, list(asked), number)


def portfolio(session: Session, actor: Actor, number: int = 1, with_broken: bool = False) -> Page[Pair]:
    """A page of the best pairs with a need or a result that the actor looks after."""
    shown = exists().where(V.achievement_id == Achievement.id, V.state.in_(LISTED))
    mine = or_(need_policies.listed_for(actor), listing_policies.editable_by(actor))
    conditions = [mine, shown, Need.state.in_(ASKED)]
    if not with_broken:
        conditions += [MatchPair.broken.is_(False), ~_put_aside(actor)]
    return _page(session, actor, conditions, number, window=WINDOW)


def _put_aside(actor: Actor) -> ColumnElement[bool]:
    """The actor's side does not pursue the pair."""
    same = and_(PairDecline.need_id == MatchPair.need_id, PairDecline.achievement_id == MatchPair.achievement_id)
    by_need = and_(PairDecline.side == Side.NEED, need_policies.listed_for(actor))
    by_result = and_(PairDecline.side == Side.RESULT, listing_policies.editable_by(actor))
    return exists().where(same, or_(by_need, by_result))


def _page(
    session: Session, actor: Actor, conditions: Sequence[ColumnElement[bool]], number: int, window: int = 1
) -> Page[Pair]:
    """Four statements and the parts of the needs, however many pairs there are; equals take turns within `window` pages."""
    joined = (
        select(MatchPair, Need.public_id, Achievement.public_id, Achievement.owner_id)
        .join(Need, MatchPair.need_id == Need.id)
        .join(Achievement, MatchPair.achievement_id == Achievement.id)
        .where(*conditions)
        .options(raiseload("*"))
    )
    total = session.scalar(select(func.count()).select_from(joined.with_only_columns(MatchPair.id).subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    which, at = divmod(number - 1, window)
    ordered = joined.order_by(MatchPair.score.desc(), MatchPair.id)
    asked = ordered.limit(window * PAGE_SIZE).offset(which * window * PAGE_SIZE)
    found = [Found(pair, need, result, owner) for pair, need, result, owner in session.execute(asked)]
    rows = (_in_turn(found) if window > 1 else found)[at * PAGE_SIZE : (at + 1) * PAGE_SIZE]
    wanted = needs.cards(session, actor, [row.need for row in rows])
    offered = listings.cards(session, actor, [row.result for row in rows])
    items = [
        _pair(row.pair, wanted[row.need], offered[row.result])
        for row in rows
        if row.need in wanted and row.result in offered
    ]
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


class Found(NamedTuple):
    """A stored pair with what its cards are asked for by."""

    pair: MatchPair
    need: str
    result: str
    owner: int  # of the result


def _in_turn(rows: Sequence[Found]) -> list[Found]:
    """Of pairs that fit alike, that of the owner shown least so far comes next."""
    by_id = {str(row.pair.id): row for row in rows}
    ranked = [Ranked(id_, row.pair.score, str(row.owner)) for id_, row in by_id.items()]
    return [by_id[id_] for id_ in spread(ranked, now().date())]


def _pair(
    row: MatchPair, need: NeedCard | None, result: ListingCard, weights: Mapping[str, float] | None = None
) -> Pair:
    return Pair(
        need=need,
        result=result,
        score=score(row.signals, row.broken, weights) if weights and row.signals else row.score,
        broken=row.broken,
        comparisons=from_json(row.comparisons),
        terms=tuple(row.terms),
        found_at=row.found_at,
        signals=row.signals,
    )


def unjudged_needs(session: Session, limit: int) -> list[str]:
    """Published needs whose pairs are not judged as they now stand and whose words are in the index."""
    return _unjudged(
        session, NEED, Need.public_id, cast(Need.lock, String), select(Need.id), Need.state.in_(ASKED), limit
    )


def unjudged_results(session: Session, limit: int) -> list[tuple[str, str]]:
    """Published results that no need was held against as they now stand, each with its mark."""
    mark = cast(V.id, String) + "." + cast(V.lock, String)
    joined = select(V.id).join(Achievement, V.achievement_id == Achievement.id)
    ids = _unjudged(session, RESULT, Achievement.public_id, mark, joined, V.state.in_(LISTED), limit)
    marks = select(Achievement.public_id, mark).select_from(V).join(Achievement, V.achievement_id == Achievement.id)
    rows = session.execute(marks.where(Achievement.public_id.in_(ids), V.state.in_(LISTED)).order_by(Achievement.id))
    return [(row[0], row[1]) for row in rows]


def unjudged_marks(session: Session) -> dict[str, str]:
    """All published results that no need was held against as they now stand, with their marks, in one statement."""
    mark = cast(V.id, String) + "." + cast(V.lock, String)
    judged = exists().where(MatchRun.kind == RESULT, MatchRun.public_id == Achievement.public_id, MatchRun.mark == mark)
    waits = exists().where(OutboxEntry.kind == RESULT, OutboxEntry.subject_id == Achievement.public_id)
    rows = select(Achievement.public_id, mark).select_from(V).join(Achievement, V.achievement_id == Achievement.id)
    return {row[0]: row[1] for row in session.execute(rows.where(V.state.in_(LISTED), ~judged, ~waits))}


def open_needs(session: Session, unjudged: bool) -> set[str]:
    """The public ids of all published needs, or of those whose pairs are not judged as they now stand."""
    if unjudged:
        return set(unjudged_needs(session, EVERY))
    return set(session.scalars(select(Need.public_id).where(Need.state.in_(ASKED))))


def _unjudged(
    session: Session,
    kind: str,
    public_id: Any,
    mark: Any,
    records: Any,
    visible: ColumnElement[bool],
    limit: int,
) -> list[str]:
    judged = exists().where(MatchRun.kind == kind, MatchRun.public_id == public_id, MatchRun.mark == mark)
    waits = exists().where(OutboxEntry.kind == kind, OutboxEntry.subject_id == public_id)
    query = records.with_only_columns(public_id).where(visible, ~judged, ~waits).order_by(public_id).limit(limit)
    return list(session.scalars(query))


def terms_of(session: Session, need: Need, public_id: str) -> tuple[str, ...]:
    """The words that a need and a result share, as search found them; none for a pair that is not stored."""
    found = select(MatchPair.terms).join(Achievement, MatchPair.achievement_id == Achievement.id)
    return tuple(session.scalar(found.where(MatchPair.need_id == need.id, Achievement.public_id == public_id)) or ())
