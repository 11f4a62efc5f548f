"""Reads of outcomes and rankers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import Organisation
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.matching.learning.models import Feedback, LearnedRanker, LearningChoice, RankerUse
from marketplace.matching.learning.rules import Outcome
from marketplace.matching.learning.training import Seen
from marketplace.matching.models import MatchPair
from marketplace.matching.weighing import FIXED
from marketplace.needs.models import Need

PURPOSE = "results"
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A ranker as the console shows it."""

    ranker: LearnedRanker
    in_use: bool
    stopped: bool  # its organisation has switched learning off: no ranker orders its lists


def find_use(session: Session, organisation_id: int, lock: bool = False) -> RankerUse | None:
    query = select(RankerUse).where(RankerUse.organisation_id == organisation_id, RankerUse.purpose == PURPOSE)
    query = query.options(joinedload(RankerUse.ranker))
    if lock:
        query = query.with_for_update(of=RankerUse).execution_options(populate_existing=True)
    return session.scalar(query)


def own_weights(session: Session, organisation_id: int) -> Mapping[str, float] | None:
    """The weights learnt from the organisation's own outcomes; None while the fixed ones order its lists."""
    query = (
        select(LearnedRanker.weights)
        .join(RankerUse, RankerUse.ranker_id == LearnedRanker.id)
        .where(RankerUse.organisation_id == organisation_id, RankerUse.purpose == PURPOSE)
        .where(RankerUse.organisation_id.not_in(_silent()))
    )
    weights = session.scalar(query)
    return dict(weights) if weights is not None else None


def weights_in_use(session: Session, organisation_id: int) -> Mapping[str, float]:
    return own_weights(session, organisation_id) or FIXED


def learns_from(session: Session, organisation_id: int) -> bool:
    """Does the organisation let what it does be kept?"""
    return choice_of(session, organisation_id)[0]


def choice_of(session: Session, organisation_id: int) -> tuple[bool, datetime | None]:
    """Whether the organisation lets it be learnt from, and when it last had something forgotten."""
    asked = select(LearningChoice.learns, LearningChoice.forgotten_at)
    row = session.execute(asked.where(LearningChoice.organisation_id == organisation_id)).one_or_none()
    return (row[0], row[1]) if row is not None else (True, None)


def silent_organisations(session: Session) -> frozenset[int]:
    """Those that switched learning off."""
    return frozenset(session.scalars(_silent()))


def _silent() -> Select[int]:
    return select(LearningChoice.organisation_id).where(LearningChoice.learns.is_(False))


def get_ranker(session: Session, public_id: str) -> LearnedRanker:
    ranker = session.scalar(select(LearnedRanker).where(LearnedRanker.public_id == public_id))
    if ranker is None:
        raise NotFound("没有这个排序模型。")
    return ranker


def rankers(session: Session, number: int = 1) -> Page[Standing]:
    """All rankers, the newest first, in four statements."""
    total = session.scalar(select(func.count()).select_from(LearnedRanker)) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    ordered = select(LearnedRanker).order_by(LearnedRanker.made_at.desc(), LearnedRanker.id.desc())
    items = session.scalars(ordered.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    used = set(session.scalars(select(RankerUse.ranker_id).where(RankerUse.ranker_id.is_not(None))))
    silent = silent_organisations(session)
    shown = [Standing(ranker=each, in_use=each.id in used, stopped=each.organisation_id in silent) for each in items]
    return Page(items=shown, total=total, number=number, size=PAGE_SIZE)


def totals(session: Session) -> dict[Outcome, int]:
    """How many outcomes of each kind were kept, of all organisations together."""
    rows = session.execute(select(Feedback.outcome, func.count()).group_by(Feedback.outcome))
    counted = {row[0]: row[1] for row in rows}
    return {outcome: counted.get(outcome, 0) for outcome in Outcome}


def organisations_that_answered(session: Session) -> Sequence[int]:
    """Those with an outcome newer than their last ranker that let it teach."""
    last = (
        select(LearnedRanker.organisation_id, func.max(LearnedRanker.made_at).label("at"))
        .group_by(LearnedRanker.organisation_id)
        .subquery()
    )
    newer: ColumnElement[bool] = (last.c.at.is_(None)) | (Feedback.at > last.c.at)
    query = (
        select(Feedback.organisation_id)
        .outerjoin(last, last.c.organisation_id == Feedback.organisation_id)
        .where(Feedback.outcome != Outcome.SHOWN, newer, Feedback.organisation_id.not_in(_silent()))
        .distinct()
        .order_by(Feedback.organisation_id)
    )
    return session.scalars(query).all()


def outcomes_of(session: Session, organisation_id: int) -> list[Seen]:
    """Everything that an organisation was shown and did, in the order in which it happened."""
    rows = session.execute(
        select(Feedback, Need.public_id)
        .join(Need, Feedback.need_id == Need.id)
        .where(Feedback.organisation_id == organisation_id)
        .order_by(Feedback.at, Feedback.id)
    )
    return [
        Seen(
            need=public_id,
            result=row.achievement_id,
            outcome=row.outcome,
            position=row.position,
            reason=row.reason,
            signals=row.signals,
        )
        for row, public_id in rows
    ]


def signals_of_pair(session: Session, need_id: int, achievement_id: int) -> dict[str, float]:
    pair = select(MatchPair.signals).where(MatchPair.need_id == need_id, MatchPair.achievement_id == achievement_id)
    return session.scalar(pair) or {}


def name_of(session: Session, organisation_id: int) -> str:
    return session.get_one(Organisation, organisation_id).name
