"""What an organisation's outcomes teach, as its own members read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden, NotFound
from marketplace.core.paging import Page
from marketplace.listings.models import Achievement
from marketplace.listings.queries import cards
from marketplace.matching.learning.models import Feedback, LearnedRanker, RankerUse
from marketplace.matching.learning.queries import PURPOSE
from marketplace.matching.learning.rules import Outcome
from marketplace.matching.policies import sees_what_is_learnt
from marketplace.matching.rules import Reason
from marketplace.matching.weighing import FIXED, SIGNALS
from marketplace.needs.models import Need
from marketplace.organisations.queries import get_organisation

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A need with how many of its pairs ended how."""

    public_id: str
    title: str
    counts: Mapping[Outcome, int]
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A pair with what became of it; `title` is empty when the result is not public any more."""

    public_id: str
    title: str
    place: int | None
    outcomes: Sequence[Outcome]
    reason: Reason | None
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A signal with its share in the score, for everybody and for the organisation."""

    signal: str
    fixed: float
    own: float


def get_own(session: Session, actor: Actor, code: str) -> Organisation:
    """The organisation, for its members; what it taught is nobody else's business, administrators' neither."""
    organisation = get_organisation(session, code)
    if not sees_what_is_learnt(actor, organisation.id):
        raise Forbidden("只有这个单位的成员可以看这一页。")
    return organisation


def ranker_of(session: Session, organisation_id: int) -> LearnedRanker | None:
    """The ranker that orders its lists, or would if learning were on."""
    query = select(RankerUse).where(RankerUse.organisation_id == organisation_id, RankerUse.purpose == PURPOSE)
    use = session.scalar(query.options(joinedload(RankerUse.ranker)))
    return use.ranker if use is not None else None


def weighed(weights: Mapping[str, float]) -> list[Weighed]:
    """Each signal's share, the sum of all without their signs being one."""
    own, fixed = _shares(weights), _shares(FIXED)
    return [Weighed(signal=name, fixed=fixed.get(name, 0.0), own=own.get(name, 0.0)) for name in SIGNALS]


def taught_by(session: Session, organisation_id: int, number: int = 1) -> Page[Taught]:
    """The needs from which something was learnt, the latest first."""
    total = session.scalar(select(func.count(Feedback.need_id.distinct())).where(_of(organisation_id))) or 0
    number = _within(number, total)
    last = func.max(Feedback.at)
    rows = session.execute(
        select(
            Need.public_id,
            Need.title,
            last,
            *(func.sum(case((Feedback.outcome == each, 1), else_=0)) for each in Outcome),
        )
        .join(Need, Feedback.need_id == Need.id)
        .where(_of(organisation_id))
        .group_by(Need.id, Need.public_id, Need.title)
        .order_by(last.desc(), Need.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    items = [
        Taught(public_id=row[0], title=row[1], last=row[2], counts=dict(zip(Outcome, row[3:], strict=True)))
        for row in rows
    ]
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def get_need(session: Session, actor: Actor, code: str, public_id: str) -> tuple[Organisation, Need]:
    """An organisation and a need from which something was learnt, for its members; nobody else learns that there is one."""
    organisation = get_organisation(session, code)
    taught = select(Feedback.id).where(_of(organisation.id), Feedback.need_id == Need.id)
    need = session.scalar(select(Need).where(Need.public_id == public_id, taught.exists()))
    if need is None or not sees_what_is_learnt(actor, organisation.id):
        raise NotFound("没有从这条需求学到什么。")
    return organisation, need


def lessons_of(session: Session, actor: Actor, organisation_id: int, need_id: int, number: int = 1) -> Page[Lesson]:
    """The pairs of a need, as they were listed."""
    of = _of(organisation_id) & (Feedback.need_id == need_id)
    total = session.scalar(select(func.count(Feedback.achievement_id.distinct())).where(of)) or 0
    number = _within(number, total)
    ids = list(session.scalars(_in_order(of).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)))
    rows = session.execute(
        select(Feedback, Achievement.public_id)
        .join(Achievement, Feedback.achievement_id == Achievement.id)
        .where(of, Feedback.achievement_id.in_(ids))
        .order_by(Feedback.at, Feedback.id)
    ).all()
    shown = cards(session, actor, sorted({row[1] for row in rows}))
    titles = {public_id: card.title for public_id, card in shown.items()}
    items = [_lesson([(row[0], row[1]) for row in rows if row[0].achievement_id == each], titles) for each in ids]
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def _in_order(of: ColumnElement[bool]) -> Select[int]:
    place = func.min(Feedback.position)
    known = select(Feedback.achievement_id).where(of).group_by(Feedback.achievement_id)
    return known.order_by(place.is_(None), place, Feedback.achievement_id)


def _lesson(rows: Sequence[tuple[Feedback, str]], titles: Mapping[str, str]) -> Lesson:
    kept = [row for row, _ in rows]
    public_id = rows[0][1]
    return Lesson(
        public_id=public_id,
        title=titles.get(public_id, ""),
        place=next((row.position for row in kept if row.position is not None), None),
        outcomes=[row.outcome for row in kept],
        reason=next((row.reason for row in kept if row.reason is not None), None),
        last=max(row.at for row in kept),
    )


def _of(organisation_id: int) -> ColumnElement[bool]:
    return Feedback.organisation_id == organisation_id


def _within(number: int, total: int) -> int:
    return min(max(number, 1), max(1, -(-total // PAGE_SIZE)))


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    whole = sum(abs(weight) for weight in weights.values()) or 1.0
    return {name: weight / whole for name, weight in weights.items()}
