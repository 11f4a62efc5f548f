"""Contracts that are registered as of a day, as the registry knew them then: the figures and the list behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import Organisation
from marketplace.contracts.models import Contract, ContractMeasurement, ContractMove
from marketplace.contracts.rules import CLASS_OF, ContractAction, ContractClass
from marketplace.core.paging import Page
from marketplace.reports.queries.dialects import month_of
from marketplace.reports.rules import NOTHING, Asked, Dimension

PAGE_SIZE = 50
A = ContractAction
DECIDED = (
    A.REGISTER,
    A.REGISTER_CHANGE,
    A.CANCEL,
)  # by the registry; what is being changed counts as it was registered
Seller, Buyer = aliased(Organisation), aliased(Organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Sums over contracts: 万元, and tCO2e of three kinds that are never added up; None where no contract says any."""

    count: int = 0
    total: Decimal = Decimal(0)
    technical: Decimal = Decimal(0)
    expected_yearly: Decimal | None = None
    contracted_yearly: Decimal | None = None
    contracted: Decimal | None = None
    measured: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """One contract of the list."""

    id: int
    public_id: str
    title: str
    number: str
    day: date
    seller: str
    buyer: str
    contract_class: ContractClass | None
    region: str
    industry: str
    technology: str
    amounts: Amounts


def sums(session: Session, asked: Asked, by: Dimension | None = None, key: str = "") -> Amounts:
    """The sums of all, or of one line of a breakdown."""
    return _amounts(session.execute(_summed(asked, by, key)).one())


def breakdown(session: Session, asked: Asked, by: Dimension) -> list[tuple[str, Amounts]]:
    """A line a class, region and so on, the largest first; months in their order. One statement."""
    held = _standing(asked)
    grouped = select(held[by], *_sums(held)).where(*_narrowed(held, asked)).group_by(held[by])
    lines = [(row[0] or "", _amounts(row[1:])) for row in session.execute(grouped)]
    if by is Dimension.MONTH:
        return sorted(lines, key=lambda line: line[0])
    return sorted(lines, key=lambda line: (-line[1].total, line[0]))


def page_of(session: Session, asked: Asked, by: Dimension | None, key: str, number: int) -> Page[Registered]:
    """A page of the contracts behind a figure, the latest first."""
    total = sums(session, asked, by, key).count
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    items = listed(session, asked, by, key, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def listed(
    session: Session, asked: Asked, by: Dimension | None = None, key: str = "", limit: int = 5000, skip: int = 0
) -> Sequence[Registered]:
    held = _standing(asked)
    wanted = (
        select(
            Contract.id, Contract.public_id, Contract.title, Contract.registration_number, held["day"], Seller.name,
            Buyer.name, held[Dimension.CLASS], held[Dimension.REGION], held[Dimension.INDUSTRY],
            held[Dimension.TECHNOLOGY], *(held[name] for name in SUMMED),
        )
        .join(Contract, Contract.id == held["contract_id"])
        .join(Seller, Contract.seller_id == Seller.id)
        .join(Buyer, Contract.buyer_id == Buyer.id)
        .where(*_narrowed(held, asked), *_of(held, by, key))
        .order_by(held["day"].desc(), Contract.id.desc())
        .limit(limit)
        .offset(skip)
    )  # fmt: skip
    return [_registered(row) for row in session.execute(wanted)]


SUMMED = ("total", "technical", "expected_yearly", "contracted_yearly", "contracted", "measured")


def _standing(asked: Asked) -> Any:
    """Every contract that is registered as of the day, with what the registry's last decision said of it."""
    move = ContractMove
    last = (
        select(
            move.contract_id,
            func.max(move.id).label("last"),
            func.max(case((move.action == A.REGISTER, move.id))).label("first"),
        )
        .where(move.action.in_(DECIDED), move.at < asked.until)
        .group_by(move.contract_id)
        .subquery()
    )
    measured = (
        select(ContractMeasurement.contract_id, func.sum(ContractMeasurement.tonnes).label("tonnes"))
        .where(ContractMeasurement.at < asked.until)
        .group_by(ContractMeasurement.contract_id)
        .subquery()
    )
    said, began = aliased(move), aliased(move)
    of_kind = {each: [kind for kind in CLASS_OF if CLASS_OF[kind] is each] for each in ContractClass}
    classed = case(*((said.kind.in_(kinds), each.value) for each, kinds in of_kind.items()))
    return (
        select(
            said.contract_id.label("contract_id"), began.day.label("day"), classed.label(Dimension.CLASS),
            said.region.label(Dimension.REGION), said.industry.label(Dimension.INDUSTRY),
            said.key_technology.label(Dimension.TECHNOLOGY), month_of(began.day).label(Dimension.MONTH),
            said.total.label("total"), said.technical.label("technical"),
            said.expected_yearly.label("expected_yearly"), said.contracted_yearly.label("contracted_yearly"),
            said.contracted.label("contracted"), measured.c.tonnes.label("measured"),
        )
        .join(last, and_(last.c.contract_id == said.contract_id, last.c.last == said.id))
        .join(began, began.id == last.c.first)
        .outerjoin(measured, measured.c.contract_id == said.contract_id)
        .where(said.action != A.CANCEL)
        .subquery()
        .c
    )  # fmt: skip


def _narrowed(held: Any, asked: Asked) -> list[ColumnElement[bool]]:
    where = [held["day"].between(asked.begin, asked.end)]
    if asked.region:
        where.append(held[Dimension.REGION].startswith(asked.region_prefix, autoescape=True))
    if asked.contract_class is not None:
        where.append(held[Dimension.CLASS] == asked.contract_class.value)
    return where


def _of(held: Any, by: Dimension | None, key: str) -> list[ColumnElement[bool]]:
    return [] if by is None else [held[by] == ("" if key == NOTHING else key)]


def _sums(held: Any) -> list[ColumnElement[Any]]:
    return [func.count(), *(func.sum(held[name]) for name in SUMMED)]


def _summed(asked: Asked, by: Dimension | None, key: str) -> Select[*tuple[Any, ...]]:
    held = _standing(asked)
    return select(*_sums(held)).where(*_narrowed(held, asked), *_of(held, by, key))


def _amounts(row: Row[*tuple[Any, ...]] | Sequence[Any]) -> Amounts:
    count, total, technical, *tonnes = row
    expected, yearly, contracted, measured = tonnes
    return Amounts(
        count=count, total=total or Decimal(0), technical=technical or Decimal(0), expected_yearly=expected,
        contracted_yearly=yearly, contracted=contracted, measured=measured,
    )  # fmt: skip


def _registered(row: Row[*tuple[Any, ...]]) -> Registered:
    return Registered(
        id=row[0], public_id=row[1], title=row[2], number=row[3], day=row[4], seller=row[5], buyer=row[6],
        contract_class=ContractClass(row[7]) if row[7] else None, region=row[8], industry=row[9], technology=row[10],
        amounts=_amounts((1, *row[11:])),
    )  # fmt: skip
