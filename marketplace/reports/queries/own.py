"""An organisation's own results: views, interests, deals, signed contracts and income, each with the list behind it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from marketplace.contracts.models import Contract, ContractMove, ContractPayment, ContractReceipt
from marketplace.contracts.rules import ContractAction
from marketplace.core.actor import Actor
from marketplace.core.paging import Page
from marketplace.deals.models import Deal, DealStage
from marketplace.deals.rules import DealState
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachKind
from marketplace.needs.models import Need
from marketplace.reports.models import ResultViews
from marketplace.reports.queries.dialects import month_of
from marketplace.reports.rules import Asked

PAGE_SIZE = 25
LIST_SIZE = 50

MOVED = (ContractAction.SIGN, ContractAction.UNSIGN, ContractAction.ABANDON, ContractAction.CANCEL)


class Figure(StrEnum):
    """What is told of a result."""

    VIEWS = "views"  # 浏览
    INTERESTS = "interests"  # 意向
    DEALS = "deals"  # 商机
    CONTRACTS = "contracts"  # 签约
    INCOME = "income"  # 到账


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The figures of a result, or of all of them; money in 万元."""

    views: int = 0
    interests: int = 0
    deals: int = 0
    contracts: int = 0
    contracted: Decimal = Decimal(0)
    income: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResult:
    public_id: str
    title: str
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record behind a figure: when, what, with whom, how much; `number` names it for a link."""

    day: date | datetime
    result: str
    result_title: str
    number: str = ""
    title: str = ""
    views: int = 0
    amount: Decimal | None = None


def totals(session: Session, actor: Actor, asked: Asked, result: str = "") -> Told:
    """The figures of all own results, or of one."""
    joined, sums = _joined(actor, asked, result)
    row = session.execute(joined(select(*sums))).one()
    return _told(row)


def page_of(session: Session, actor: Actor, asked: Asked, number: int) -> Page[OwnResult]:
    """A page of the results, those with most views first."""
    total = session.scalar(select(func.count(Achievement.id)).where(*_own(actor, ""))) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    items = listed(session, actor, asked, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def listed(session: Session, actor: Actor, asked: Asked, limit: int = 5000, skip: int = 0) -> list[OwnResult]:
    joined, sums = _joined(actor, asked, "")
    rows = session.execute(
        joined(select(Achievement.public_id, _title(), *sums))
        .group_by(Achievement.id, Achievement.public_id)
        .order_by(sums[0].desc(), sums[1].desc(), Achievement.id.desc())
        .limit(limit)
        .offset(skip)
    )
    return [OwnResult(public_id=row[0], title=row[1] or row[0], told=_told(row[2:])) for row in rows]


def by_month(session: Session, actor: Actor, asked: Asked) -> tuple[dict[str, int], dict[str, Decimal]]:
    """Views and income of all own results by month; two statements."""
    found = []
    for figure, day, value in (
        (Figure.VIEWS, ResultViews.day, func.sum(ResultViews.views)),
        (Figure.INCOME, ContractReceipt.received_on, func.sum(ContractReceipt.amount)),
    ):
        month = month_of(day)
        held = _of(figure, asked, select(month, value)).where(*_own(actor, "")).group_by(month)
        found.append({row[0]: row[1] for row in session.execute(held)})
    return found[0], found[1]


def entries(
    session: Session, actor: Actor, asked: Asked, figure: Figure, result: str = "", limit: int = 5000, skip: int = 0
) -> list[Entry]:
    """The records behind a figure, the latest first."""
    columns, order = ENTRIES[figure]
    wanted = _of(figure, asked, select(*columns, Achievement.public_id, _title())).where(*_own(actor, result))
    rows = session.execute(_with_names(figure, wanted).order_by(*order).limit(limit).offset(skip))
    return [_entry(figure, row) for row in rows]


def entries_page(session: Session, actor: Actor, asked: Asked, figure: Figure, result: str, number: int) -> Page[Entry]:
    counted = _of(figure, asked, select(func.count())).where(*_own(actor, result))
    total = session.scalar(counted) or 0
    number = min(max(number, 1), max(1, -(-total // LIST_SIZE)))
    items = entries(session, actor, asked, figure, result, LIST_SIZE, (number - 1) * LIST_SIZE)
    return Page(items=items, total=total, number=number, size=LIST_SIZE)


ENTRIES: dict[Figure, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    Figure.VIEWS: ((ResultViews.day, ResultViews.views), (ResultViews.day.desc(), ResultViews.achievement_id)),
    Figure.INTERESTS: ((Approach.created_at, Approach.public_id, Need.title), (Approach.id.desc(),)),
    Figure.DEALS: ((Deal.created_at, Deal.public_id, Deal.title, Deal.value), (Deal.id.desc(),)),
    Figure.CONTRACTS: (
        (ContractMove.day, Contract.public_id, Contract.title, ContractMove.total),
        (ContractMove.day.desc(), Contract.id),
    ),
    Figure.INCOME: (
        (ContractReceipt.received_on, Contract.public_id, Contract.title, ContractReceipt.amount),
        (ContractReceipt.received_on.desc(), ContractReceipt.id),
    ),
}


def _entry(figure: Figure, row: Any) -> Entry:
    *said, result, title = row
    if figure is Figure.VIEWS:
        return Entry(day=said[0], result=result, result_title=title or result, views=said[1])
    amount = said[3] if len(said) > 3 else None
    return Entry(
        day=said[0],
        result=result,
        result_title=title or result,
        number=said[1],
        title=said[2] or said[1],
        amount=amount,
    )


def _with_names(figure: Figure, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return wanted.join(Need, Approach.need_id == Need.id) if figure is Figure.INTERESTS else wanted


def _joined(actor: Actor, asked: Asked, result: str) -> tuple[Any, list[ColumnElement[Any]]]:
    """The own results with each figure's sums beside them, and the columns that add them up."""
    per_result = {
        Figure.VIEWS: (func.sum(ResultViews.views),),
        Figure.INTERESTS: (func.count(),),
        Figure.DEALS: (func.count(),),
        Figure.CONTRACTS: (func.count(), func.sum(ContractMove.total)),
        Figure.INCOME: (func.sum(ContractReceipt.amount),),
    }
    parts = []
    for figure, values in per_result.items():
        named = [value.label(f"n{place}") for place, value in enumerate(values)]
        held = _of(figure, asked, select(Achievement.id.label("id"), *named)).where(*_own(actor, result))
        parts.append(held.group_by(Achievement.id).subquery())

    def joined(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        held = wanted.select_from(Achievement)
        for part in parts:
            held = held.outerjoin(part, part.c.id == Achievement.id)
        return held.where(*_own(actor, result))

    columns = [column for part in parts for column in part.c if column.name != "id"]
    return joined, [func.coalesce(func.sum(column), 0) for column in columns]


def _told(row: Any) -> Told:
    views, interests, deals, contracts, contracted, income = row
    return Told(
        views=int(views), interests=int(interests), deals=int(deals), contracts=int(contracts),
        contracted=contracted or Decimal(0), income=income or Decimal(0),
    )  # fmt: skip


def _own(actor: Actor, result: str) -> list[ColumnElement[bool]]:
    """Results of the organisation that the actor acts for: nothing here ever reads another one's."""
    own: list[ColumnElement[bool]] = [Achievement.owner_id.in_(sorted(actor.current))]
    return [*own, Achievement.public_id == result] if result else own


def _title() -> ColumnElement[str]:
    latest = select(AchievementVersion.title).where(AchievementVersion.achievement_id == Achievement.id)
    return latest.order_by(AchievementVersion.number.desc()).limit(1).correlate(Achievement).scalar_subquery()


def _of(figure: Figure, asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """What counts towards a figure, joined to its result."""
    return {
        Figure.VIEWS: _views, Figure.INTERESTS: _interests, Figure.DEALS: _deals, Figure.CONTRACTS: _contracts,
        Figure.INCOME: _income,
    }[figure](asked, wanted)  # fmt: skip


def _views(asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    held = wanted.select_from(ResultViews).join(Achievement, ResultViews.achievement_id == Achievement.id)
    return held.where(ResultViews.day.between(asked.begin, min(asked.end, asked.as_of)))


def _interests(asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """What others sent: an owner's own advances are no interest in its results."""
    return (
        wanted.select_from(Approach)
        .join(Achievement, Approach.achievement_id == Achievement.id)
        .where(
            Approach.kind == ApproachKind.INTEREST,
            Approach.receiver_id == Achievement.owner_id,
            Approach.created_at >= asked.first_moment,
            Approach.created_at < asked.last_moment,
        )
    )


def _deals(asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    merged = select(DealStage.deal_id).where(DealStage.state == DealState.MERGED, DealStage.at < asked.until)
    return (
        wanted.select_from(Deal)
        .join(Achievement, Deal.achievement_id == Achievement.id)
        .where(
            Deal.provider_id == Achievement.owner_id,
            Deal.created_at >= asked.first_moment,
            Deal.created_at < asked.last_moment,
            Deal.id.not_in(merged),
        )
    )


def _contracts(asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Contracts that stood signed on the day, by the day of their signature."""
    move = ContractMove
    last = select(func.max(move.id)).where(move.action.in_(MOVED), move.at < asked.until).group_by(move.contract_id)
    return (
        wanted.select_from(move)
        .join(Contract, move.contract_id == Contract.id)
        .join(Deal, Contract.deal_id == Deal.id)
        .join(Achievement, and_(Deal.achievement_id == Achievement.id, Contract.seller_id == Achievement.owner_id))
        .where(move.id.in_(last), move.action == ContractAction.SIGN, move.day.between(asked.begin, asked.end))
    )


def _income(asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """What came in on the days of the period, less what had been taken back by the day."""
    receipt = ContractReceipt
    return (
        wanted.select_from(receipt)
        .join(ContractPayment, receipt.payment_id == ContractPayment.id)
        .join(Contract, ContractPayment.contract_id == Contract.id)
        .join(Deal, Contract.deal_id == Deal.id)
        .join(Achievement, and_(Deal.achievement_id == Achievement.id, Contract.seller_id == Achievement.owner_id))
        .where(
            receipt.at < asked.until,
            or_(receipt.voided_at.is_(None), receipt.voided_at >= asked.until),
            receipt.received_on.between(asked.begin, asked.end),
        )
    )


def own_title(session: Session, actor: Actor, result: str) -> str | None:
    """The title of one of the own results, None for any other."""
    return session.scalar(select(func.coalesce(_title(), Achievement.public_id)).where(*_own(actor, result)))
