"""Deals that were opened in a period, and how far each had come by a day: read from the stage log alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import Organisation
from marketplace.core.paging import Page
from marketplace.deals.models import Deal, DealStage
from marketplace.deals.rules import ALL, DealState, Stage
from marketplace.reports.queries.dialects import DAY, medians, seconds_between
from marketplace.reports.rules import PIPELINES_OF, STAGE_OF, Asked, Step

PAGE_SIZE = 50
ORDER = {stage.value: place for place, stage in enumerate(ALL)}
Provider, Seeker = aliased(Organisation), aliased(Organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A deal of the list as it stood on the day; `furthest` is how far it ever had come."""

    id: int
    public_id: str
    provider: str
    seeker: str
    opened_at: datetime
    stage: Stage
    furthest: Stage
    state: DealState


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """tCO2e a year that the results of open deals promise: the conservative value, none of it agreed yet."""

    deals: int
    with_claim: int
    yearly: float


def reached(session: Session, asked: Asked) -> dict[Stage, int]:
    """How many deals came to each stage or beyond; one statement."""
    furthest = _furthest(asked).subquery()
    held = _cohort(asked, select(furthest.c.place, func.count())).join(furthest, furthest.c.deal_id == Deal.id)
    ended = {row[0]: row[1] for row in session.execute(held.group_by(furthest.c.place))}
    return {stage: sum(n for at, n in ended.items() if at >= place) for place, stage in enumerate(ALL)}


def days_between_stages(session: Session, asked: Asked) -> dict[Stage, tuple[float, int]]:
    """The median of days from the stage that was entered before to each stage, and of how many deals."""
    entered = _entered(asked).subquery()
    before = func.lag(entered.c.at).over(partition_by=entered.c.deal_id, order_by=(entered.c.at, entered.c.place))
    steps = select(
        entered.c.deal_id, entered.c.place, (seconds_between(before, entered.c.at) / DAY).label("days")
    ).subquery()
    measured = _cohort(asked, select(steps.c.place, steps.c.days)).join(steps, steps.c.deal_id == Deal.id)
    return {ALL[row[0]]: (float(row[1]), row[2]) for row in session.execute(medians(measured))}


def days_to_signature(session: Session, asked: Asked) -> float | None:
    """The median of days from the opening to the signature, of the deals that were signed."""
    entered = _entered(asked).subquery()
    took = seconds_between(Deal.created_at, entered.c.at) / DAY
    measured = _cohort(asked, select(entered.c.place, took)).join(entered, entered.c.deal_id == Deal.id)
    found = session.execute(medians(measured.where(entered.c.place == ORDER[Stage.SIGNED]))).first()
    return float(found[1]) if found else None


def states(session: Session, asked: Asked) -> dict[DealState, int]:
    """How many of the deals stood in each state; one statement."""
    line = aliased(DealStage)
    held = _cohort(asked, select(line.state, func.count())).join(line, line.deal_id == Deal.id)
    return {row[0]: row[1] for row in session.execute(held.where(_is_last(line, asked)).group_by(line.state))}


def expected(session: Session, asked: Asked) -> Expected:
    """What the deals promise that were open on the day and not signed; one statement."""
    line = aliased(DealStage)
    sums = select(func.count(), func.count(line.expected_tco2e), func.sum(line.expected_tco2e))
    held = _cohort(asked, sums).join(line, line.deal_id == Deal.id).where(_is_last(line, asked), *_in_work(line))
    count, claimed, yearly = session.execute(held).one()
    return Expected(deals=count, with_claim=claimed, yearly=float(yearly or 0))


def page_of(session: Session, asked: Asked, step: Step, number: int, state: DealState | None = None) -> Page[Standing]:
    """A page of the deals that came to a step or beyond, or of those in a state, the latest first."""
    total = reached(session, asked)[STAGE_OF[step]] if state is None else states(session, asked).get(state, 0)
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    items = listed(session, asked, step, PAGE_SIZE, (number - 1) * PAGE_SIZE, state)
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def listed(
    session: Session, asked: Asked, step: Step, limit: int = 5000, skip: int = 0, state: DealState | None = None
) -> Sequence[Standing]:
    line, furthest = aliased(DealStage), _furthest(asked).subquery()
    wanted = select(
        Deal.id, Deal.public_id, Provider.name, Seeker.name, Deal.created_at, line.stage, furthest.c.place,
        line.state,
    )  # fmt: skip
    narrowed = [] if state is None else [line.state == state]
    rows = session.execute(
        _cohort(asked, wanted)
        .join(Seeker, Deal.seeker_id == Seeker.id)
        .join(line, line.deal_id == Deal.id)
        .join(furthest, furthest.c.deal_id == Deal.id)
        .where(_is_last(line, asked), furthest.c.place >= ORDER[STAGE_OF[step]], *narrowed)
        .order_by(Deal.created_at.desc(), Deal.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return [_standing(row) for row in rows]


def _cohort(asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Deals opened in the period that had not been merged into another by the day."""
    merged = select(DealStage.deal_id).where(DealStage.state == DealState.MERGED, DealStage.at < asked.until)
    held = (
        wanted.select_from(Deal)
        .join(Provider, Deal.provider_id == Provider.id)
        .where(
            Deal.created_at >= asked.first_moment,
            Deal.created_at < asked.last_moment,
            Deal.id.not_in(merged),
        )
    )
    if asked.region:
        held = held.where(Provider.region.startswith(asked.region_prefix, autoescape=True))
    if asked.contract_class is not None:
        held = held.where(Deal.pipeline.in_(PIPELINES_OF[asked.contract_class]))
    return held


def _entered(asked: Asked) -> Select[*tuple[Any, ...]]:
    """When each deal first came into each stage; what was undone by the day never happened."""
    line = DealStage
    return (
        select(line.deal_id, _place(line.stage).label("place"), func.min(line.at).label("at"))
        .where(line.at < asked.until, or_(line.undone_at.is_(None), line.undone_at >= asked.until))
        .group_by(line.deal_id, line.stage)
    )


def _furthest(asked: Asked) -> Select[*tuple[Any, ...]]:
    entered = _entered(asked).subquery()
    return select(entered.c.deal_id, func.max(entered.c.place).label("place")).group_by(entered.c.deal_id)


def _is_last(line: Any, asked: Asked) -> ColumnElement[bool]:
    """The line that says how a deal stood on the day."""
    last = select(func.max(DealStage.id)).where(DealStage.at < asked.until).group_by(DealStage.deal_id)
    return line.id.in_(last)  # type: ignore[no-any-return]


def _in_work(line: Any) -> list[ColumnElement[bool]]:
    return [line.state == DealState.OPEN, _place(line.stage) < ORDER[Stage.SIGNED]]


def _place(stage: Any) -> ColumnElement[int]:
    return case(*((stage == each, place) for place, each in enumerate(ALL)))


def _standing(row: Row[*tuple[Any, ...]]) -> Standing:
    return Standing(
        id=row[0], public_id=row[1], provider=row[2], seeker=row[3], opened_at=row[4], stage=row[5],
        furthest=ALL[row[6]], state=row[7],
    )  # fmt: skip
