"""The desk: cards, sums, board, lanes, forecast. Columns instead of records, in a number of statements that never grows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    Row,
    Select,
    case,
    cast,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import Organisation, Person
from marketplace.core.actor import Actor
from marketplace.core.clock import today
from marketplace.core.money import FEN, plain
from marketplace.core.paging import Page
from marketplace.deals.cards import DealCard, Totals
from marketplace.deals.models import Deal
from marketplace.deals.queries.wanted import NO_DAY, Sort, Wanted, conditions, is_late
from marketplace.deals.rules import LIVE, DealState, Stage, Turn

PAGE_SIZE = 25
COLUMN = 8  # cards of a column of the board
LANE = 5
Provider, Seeker = aliased(Organisation), aliased(Organisation)
FULL = type_coerce(Deal.value, BigInteger)
SUMS = (
    func.count(Deal.id),
    func.sum(FULL),
    func.sum(FULL * Deal.probability),
    func.sum(Deal.expected_tco2e),
    func.sum(Deal.expected_tco2e * Deal.probability),
)
DUE_FIRST = (Deal.next_due.is_(None), Deal.next_due, Deal.id)
ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.DUE: DUE_FIRST,
    Sort.VALUE: (Deal.value.is_(None), Deal.value.desc(), Deal.id),
    Sort.CLOSE: (Deal.expected_close.is_(None), Deal.expected_close, Deal.id),
    Sort.CHANGED: (Deal.updated_at.desc(), Deal.id.desc()),
}


class By(StrEnum):
    """What a forecast is grouped by."""

    MONTH = "month"
    PROVIDER = "provider"
    SEEKER = "seeker"
    TECHNOLOGY = "technology"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A stage of the board with its first cards."""

    stage: Stage
    totals: Totals
    cards: Sequence[DealCard]

    @property
    def more(self) -> int:
        return self.totals.count - len(self.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What waits, with its first cards."""

    total: int
    cards: Sequence[DealCard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the forecast: what it is called, and the list with exactly its deals."""

    key: str
    label: str
    totals: Totals
    wanted: Wanted


def cards_of(
    session: Session, where: Sequence[ColumnElement[bool]], order: Sequence[Any], limit: int
) -> list[DealCard]:
    return [_card(row) for row in session.execute(_cards().where(*where).order_by(*order).limit(limit))]


def totals_of(session: Session, actor: Actor, wanted: Wanted) -> Totals:
    return totals_in(session.execute(select(*SUMS).where(*conditions(actor, wanted))).one())


def page_of(session: Session, actor: Actor, wanted: Wanted, number: int) -> tuple[Page[DealCard], Totals]:
    """A page of the list and the sums of all its pages."""
    totals = totals_of(session, actor, wanted)
    number = min(max(number, 1), max(1, -(-totals.count // PAGE_SIZE)))
    rows = session.execute(
        _cards()
        .where(*conditions(actor, wanted))
        .order_by(*ORDERS[wanted.sort])
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page(items=[_card(row) for row in rows], total=totals.count, number=number, size=PAGE_SIZE), totals


def board(session: Session, actor: Actor, wanted: Wanted, shown: Iterable[Stage] = Stage) -> list[Column]:
    """Every stage with its sums, the shown ones with their first cards: two statements."""
    where, drawn = conditions(actor, wanted), set(shown)
    sums = session.execute(select(Deal.stage, *SUMS).where(*where).group_by(Deal.stage))
    totals = {row[0]: totals_in(row[1:]) for row in sums}
    mine_first = (case((is_late(), 0), (Deal.turn == Turn.BROKER, 1), else_=2), *DUE_FIRST)
    places = [[*where, Deal.stage == stage] for stage in Stage if stage in drawn]
    cards = [_card(row) for row in session.execute(_first_of_each(_cards(), places, mine_first, COLUMN))]
    return [
        Column(stage=stage, totals=totals.get(stage, Totals()), cards=[card for card in cards if card.stage is stage])
        for stage in Stage
    ]


def lanes(session: Session, actor: Actor) -> tuple[Lane, Lane, Lane]:
    """The actor's turn, the others' turn, and what is late: two statements."""
    where = conditions(actor, Wanted())
    lane = case((is_late(), 2), (Deal.turn == Turn.BROKER, 0), else_=1)
    counted = session.execute(select(lane, func.count(Deal.id)).where(*where).group_by(lane))
    totals = {row[0]: row[1] for row in counted}
    longest = (Deal.next_due.is_(None), Deal.next_due, Deal.turn_since, Deal.id)
    places = [[*where, lane == number] for number in range(3)]
    rows = session.execute(_first_of_each(_cards().add_columns(lane.label("lane")), places, longest, LANE)).all()
    mine, theirs, late = (
        Lane(total=totals.get(number, 0), cards=[_card(row) for row in rows if row.lane == number])
        for number in range(3)
    )
    return mine, theirs, late


def _first_of_each(
    cards: Select[*tuple[Any, ...]], places: Sequence[Sequence[ColumnElement[bool]]], order: Sequence[Any], limit: int
) -> Select[*tuple[Any, ...]]:
    """The first deals of each place. A limit each, no numbering of rows: the database need not sort the whole book."""
    firsts = (select(Deal.id).where(*where).order_by(*order).limit(limit).subquery() for where in places)
    return cards.where(Deal.id.in_(union_all(*(select(first.c.id) for first in firsts)))).order_by(*order)


def forecast(session: Session, actor: Actor, by: By, whose: str = "") -> list[Line]:
    """What may be signed, weighted by probability, grouped: one statement. Every line leads to exactly its deals."""
    wanted = Wanted(unsigned=True, whose=whose)
    where = conditions(actor, wanted)
    if by is By.MONTH:
        days = session.execute(select(Deal.expected_close, *SUMS).where(*where).group_by(Deal.expected_close))
        return _by_month(wanted, days)
    if by is By.TECHNOLOGY:
        held = session.execute(select(Deal.key_technology, *SUMS).where(*where).group_by(Deal.key_technology)).all()
        lines = [
            Line(key=row[0], label=row[0], totals=totals_in(row[1:]), wanted=_technology(wanted, row[0]))
            for row in held
        ]
    else:
        side = Deal.provider_id if by is By.PROVIDER else Deal.seeker_id
        grouped = select(Organisation.code, Organisation.name, *SUMS).join(Organisation, side == Organisation.id)
        rows = session.execute(grouped.where(*where).group_by(Organisation.code, Organisation.name)).all()
        lines = [
            Line(key=row[0], label=row[1], totals=totals_in(row[2:]), wanted=_side(wanted, by, row[0])) for row in rows
        ]
    return sorted(lines, key=lambda line: (-line.totals.weighted, line.key))


def months(count: int) -> list[str]:
    """This month and those after it, as 2026-12."""
    first = today().replace(day=1)
    found = []
    for _place in range(count):
        found.append(f"{first:%Y-%m}")
        first = (first + timedelta(days=32)).replace(day=1)
    return found


def _technology(wanted: Wanted, code: str) -> Wanted:
    return replace(wanted, technology=code or NO_DAY)


def _side(wanted: Wanted, by: By, code: str) -> Wanted:
    return replace(wanted, provider=code) if by is By.PROVIDER else replace(wanted, seeker=code)


def _by_month(wanted: Wanted, days: Iterable[Row[*tuple[Any, ...]]]) -> list[Line]:
    """Days are added up here: the two databases cut months out of dates in different ways."""
    found: dict[str, list[Any]] = {}
    for row in days:
        close: date | None = row[0]
        month = f"{close:%Y-%m}" if close else NO_DAY
        held = found.get(month, [0] * len(SUMS))
        found[month] = [one + (other or 0) for one, other in zip(held, row[1:], strict=True)]
    return [
        Line(key=month, label=month, totals=totals_in(sums), wanted=replace(wanted, month=month))
        for month, sums in sorted(found.items())
    ]


def totals_in(row: Sequence[Any]) -> Totals:
    count, value, weighted, tco2e, weighted_tco2e = row
    return Totals(
        count=count,
        value=plain(Decimal(int(value or 0)) / FEN),
        weighted=plain(Decimal(int(weighted or 0)) / 100 / FEN),
        tco2e=round(float(tco2e or 0), 6),
        weighted_tco2e=round(float(weighted_tco2e or 0) / 100, 6),
    )


def _cards() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Deal.id, Deal.public_id, Deal.title, Provider.name, Seeker.name, Person.name, Deal.pipeline, Deal.stage,
            Deal.state, Deal.probability, Deal.value, cast(Deal.expected_tco2e, Float), Deal.expected_close, Deal.turn,
            Deal.next_step, Deal.next_due, Deal.turn_since, Deal.lock,
        )
        .join(Provider, Deal.provider_id == Provider.id)
        .join(Seeker, Deal.seeker_id == Seeker.id)
        .outerjoin(Person, Deal.broker_id == Person.id)
    )  # fmt: skip


def _card(row: Row[*tuple[Any, ...]]) -> DealCard:
    return DealCard(
        id=row[0], public_id=row[1], title=row[2], provider=row[3], seeker=row[4], broker=row[5], pipeline=row[6],
        stage=row[7], state=row[8], probability=row[9], value=row[10], tco2e=row[11], expected_close=row[12],
        turn=row[13], next_step=row[14], next_due=row[15], turn_since=row[16], lock=row[17],
    )  # fmt: skip


def live_pairs(session: Session, pairs: Sequence[str]) -> dict[str, str]:
    """Which of these pairs have a deal that is open or rests: pair to public id."""
    found = select(Deal.pair, Deal.public_id).where(Deal.pair.in_(pairs), Deal.state.in_(LIVE))
    return {row[0]: row[1] for row in session.execute(found)} if pairs else {}


def own_deals(session: Session, actor: Actor, number: int = 1) -> Page[DealCard]:
    """The deals of the organisation that a party acts for, those in work first."""
    own = sorted(actor.current)
    where = [or_(Deal.provider_id.in_(own), Deal.seeker_id.in_(own))]
    total = session.scalar(select(func.count(Deal.id)).where(*where)) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    live = case((Deal.state == DealState.OPEN, 0), (Deal.state == DealState.PAUSED, 1), else_=2)
    rows = session.execute(
        _cards().where(*where).order_by(live, Deal.updated_at.desc(), Deal.id).limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )  # fmt: skip
    return Page(items=[_card(row) for row in rows], total=total, number=number, size=PAGE_SIZE)
