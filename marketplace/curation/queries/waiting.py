"""The curators' queue: achievements and needs that wait for a decision, with who has them in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from marketplace.accounts.models import Organisation, Person
from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.db import UtcDateTime
from marketplace.core.errors import Forbidden
from marketplace.core.paging import Page
from marketplace.curation.models import Assignment
from marketplace.curation.rules import DUE_SOON, LONGER, HeldBy, Kind, Nature, QueueSort, Waited
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.cards import hours_until
from marketplace.needs.models import NeedRow
from marketplace.needs.rules import WAITING, NeedState

PAGE_SIZE = 20
Column = InstrumentedAttribute[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the queue is narrowed to, and its order; blank and None narrow nothing. `owner` is an organisation's code."""

    kind: Kind | None = None
    sector: str = ""
    owner: str = ""
    text: str = ""
    held: HeldBy | None = None
    nature: Nature | None = None
    waited: Waited | None = None
    sort: QueueSort = QueueSort.LONGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRecord:
    """A record in the queue. `lock` is that of the content, `holder` who has it in hand since `held_since`."""

    kind: Kind
    public_id: str
    title: str
    sector: str
    state: str
    nature: Nature
    lock: int
    owner: str
    owner_id: int
    submitted_by: int | None
    since: datetime | None
    due: datetime | None
    holder_id: int | None
    holder: str | None
    held_since: datetime | None

    @property
    def hours_waited(self) -> int:
        return -(hours_until(self.since) or 0) - 1 if self.since else 0

    @property
    def hours_left(self) -> int | None:
        return hours_until(self.due)

    def decidable_by(self, actor: Actor) -> bool:
        """Neither handed in by the actor nor owned by one of the actor's organisations."""
        return self.submitted_by != actor.person_id and not actor.belongs_to(self.owner_id)

    def free_for(self, actor: Actor) -> bool:
        """Nobody else has it in hand."""
        return self.holder_id in (None, actor.person_id)


def waiting(session: Session, actor: Actor, wanted: QueueFilter, number: int = 1) -> Page[WaitingRecord]:
    """A page of the queue."""
    _refuse_others(actor)
    everything = _union(wanted)
    records = _narrowed(everything, _held(actor, wanted.held), *_pressing(everything, wanted.waited))
    total = session.scalar(select(func.count()).select_from(records.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    page = _ordered(records, everything, wanted.sort).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(items=_read(session, page), total=total, number=number, size=PAGE_SIZE)


def among(session: Session, actor: Actor, chosen: Sequence[tuple[Kind, str]]) -> list[WaitingRecord]:
    """Those of the chosen records that wait, the longest first."""
    _refuse_others(actor)
    everything = _union(QueueFilter())
    named = [and_(everything.c.kind == kind.value, everything.c.public_id == public_id) for kind, public_id in chosen]
    if not named:
        return []
    return _read(session, _ordered(_narrowed(everything, or_(*named)), everything, QueueSort.LONGEST))


def next_to_decide(session: Session, actor: Actor, wanted: QueueFilter) -> WaitingRecord | None:
    """The first that the actor may decide on and nobody else has in hand."""
    _refuse_others(actor)
    everything = _union(wanted)
    others = or_(everything.c.submitted_by.is_(None), everything.c.submitted_by != actor.person_id)
    outside = everything.c.owner_id.not_in(actor.organisations)
    free = or_(Assignment.person_id.is_(None), Assignment.person_id == actor.person_id)
    narrowed = (_held(actor, wanted.held), *_pressing(everything, wanted.waited))
    records = _narrowed(everything, others, outside, free, *narrowed)
    found = _read(session, _ordered(records, everything, wanted.sort).limit(1))
    return found[0] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Where a record stands in the filtered queue (from 1; 0 when it is not in it), and what is beside it."""

    place: int
    total: int
    previous: tuple[Kind, str] | None
    following: tuple[Kind, str] | None

    @property
    def page(self) -> int:
        return max(1, -(-self.place // PAGE_SIZE))


def neighbours(session: Session, actor: Actor, wanted: QueueFilter, kind: Kind, public_id: str) -> Neighbours:
    """The place of a record among those the filter leaves, in one statement."""
    _refuse_others(actor)
    everything = _union(wanted)
    records = _narrowed(everything, _held(actor, wanted.held), *_pressing(everything, wanted.waited))
    only = _ordered(records, everything, wanted.sort).with_only_columns(everything.c.kind, everything.c.public_id)
    line = [(Kind(row[0]), row[1]) for row in session.execute(only)]
    if (kind, public_id) not in line:
        return Neighbours(place=0, total=len(line), previous=None, following=line[0] if line else None)
    at = line.index((kind, public_id))
    return Neighbours(
        place=at + 1,
        total=len(line),
        previous=line[at - 1] if at else None,
        following=line[at + 1] if at + 1 < len(line) else None,
    )


def owners_waiting(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations whose records wait, by name."""
    _refuse_others(actor)
    ids = select(_union(QueueFilter()).c.owner_id)
    return session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)).all()


def count_waiting(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(_union(QueueFilter()))) or 0


def counts_by_holder(session: Session, actor: Actor, wanted: QueueFilter) -> dict[HeldBy | None, int]:
    """How many are in whose hands under the other conditions; None counts all."""
    _refuse_others(actor)
    everything = _union(wanted)
    records = _narrowed(everything, *_pressing(everything, wanted.waited)).subquery()
    mine = func.sum(cast(case((records.c.holder_id == actor.person_id, 1), else_=0), Integer))
    nobody = func.sum(cast(case((records.c.holder_id.is_(None), 1), else_=0), Integer))
    total, own, free = session.execute(select(func.count(), mine, nobody).select_from(records)).one()
    own, free = own or 0, free or 0
    return {None: total, HeldBy.MINE: own, HeldBy.NOBODY: free, HeldBy.OTHERS: total - own - free}


def _refuse_others(actor: Actor) -> None:
    if not actor.is_curator:
        raise Forbidden("只有审核员可以查看待审队列。")


def _union(wanted: QueueFilter) -> Subquery:
    """Both kinds under the same names."""
    parts = {Kind.ACHIEVEMENT: _achievements(wanted), Kind.NEED: _needs(wanted)}
    return union_all(*(part for kind, part in parts.items() if wanted.kind in (None, kind))).subquery("waiting")


def _narrowed(everything: Subquery, *conditions: ColumnElement[bool] | None) -> Select[*tuple[Any, ...]]:
    """The records with their holders. An assignment counts when it was made after the record was handed in."""
    held = and_(
        Assignment.kind == everything.c.kind,
        Assignment.subject_id == everything.c.public_id,
        Assignment.since >= everything.c.since,
    )
    holders = (
        Assignment.person_id.label("holder_id"),
        Person.name.label("holder"),
        Assignment.since.label("held_since"),
    )
    records = select(everything, *holders).outerjoin(Assignment, held)
    records = records.outerjoin(Person, Person.id == Assignment.person_id)
    return records.where(*(condition for condition in conditions if condition is not None))


def _held(actor: Actor, held: HeldBy | None) -> ColumnElement[bool] | None:
    if held is None:
        return None
    return {
        HeldBy.MINE: Assignment.person_id == actor.person_id,
        HeldBy.NOBODY: Assignment.person_id.is_(None),
        HeldBy.OTHERS: Assignment.person_id != actor.person_id,
    }[held]


def _pressing(everything: Subquery, waited: Waited | None) -> list[ColumnElement[bool]]:
    if waited is None:
        return []
    if waited is Waited.LATE:
        return [everything.c.due < now()]
    if waited is Waited.SOON:
        return [everything.c.due.between(now(), now() + DUE_SOON)]
    return [everything.c.since <= now() - LONGER[waited]]


def _achievements(wanted: QueueFilter) -> Select[*tuple[Any, ...]]:
    version = AchievementVersion
    nature = case(
        (version.number > 1, Nature.REVISION.value),
        (version.decided_by.is_not(None), Nature.AGAIN.value),
        else_=Nature.NEW.value,
    )
    waits = (
        select(
            literal(Kind.ACHIEVEMENT.value).label("kind"),
            Achievement.public_id,
            version.title,
            version.sector,
            cast(version.state, String).label("state"),
            nature.label("nature"),
            version.lock,
            Organisation.name.label("owner"),
            Organisation.id.label("owner_id"),
            version.submitted_by,
            version.submitted_at.label("since"),
            cast(null(), UtcDateTime()).label("due"),
        )
        .join(Achievement, version.achievement_id == Achievement.id)
        .join(Organisation, Achievement.owner_id == Organisation.id)
        .where(version.state == ListingState.SUBMITTED)
    )
    return waits.where(*_conditions(wanted, nature, version.sector, (version.title, Achievement.public_id)))


def _needs(wanted: QueueFilter) -> Select[*tuple[Any, ...]]:
    nature = case(
        (NeedRow.state == NeedState.DIAGNOSIS, Nature.DIAGNOSIS.value),
        (NeedRow.revises_id.is_not(None), Nature.REVISION.value),
        (NeedRow.decided_by.is_not(None), Nature.AGAIN.value),
        else_=Nature.NEW.value,
    )
    waits = (
        select(
            literal(Kind.NEED.value).label("kind"),
            NeedRow.public_id,
            NeedRow.title,
            NeedRow.sector,
            cast(NeedRow.state, String).label("state"),
            nature.label("nature"),
            NeedRow.lock,
            Organisation.name.label("owner"),
            Organisation.id.label("owner_id"),
            NeedRow.submitted_by,
            NeedRow.submitted_at.label("since"),
            NeedRow.response_due_at.label("due"),
        )
        .join(Organisation, NeedRow.owner_id == Organisation.id)
        .where(NeedRow.state.in_(WAITING))
    )
    return waits.where(*_conditions(wanted, nature, NeedRow.sector, (NeedRow.title, NeedRow.public_id)))


def _conditions(
    wanted: QueueFilter, nature: ColumnElement[str], sector: Column, texts: Sequence[Column]
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.nature:
        conditions.append(nature == wanted.nature.value)
    if wanted.sector:
        conditions.append(sector == wanted.sector)
    if wanted.owner:
        conditions.append(Organisation.code == wanted.owner)
    if wanted.text:
        said = (column.icontains(wanted.text, autoescape=True) for column in (*texts, Organisation.name))
        conditions.append(or_(*said))
    return conditions


def _ordered(records: Select[*tuple[Any, ...]], everything: Subquery, sort: QueueSort) -> Select[*tuple[Any, ...]]:
    """Ties by how long they wait, then by id."""
    columns = everything.c
    first: dict[QueueSort, tuple[ColumnElement[Any], ...]] = {
        QueueSort.LONGEST: (),
        QueueSort.DUE: (columns.due.is_(None), columns.due),
        QueueSort.NEWEST: (columns.since.desc(),),
        QueueSort.TITLE: (columns.title,),
    }
    return records.order_by(*first[sort], columns.since, columns.public_id)


def _read(session: Session, records: Select[*tuple[Any, ...]]) -> list[WaitingRecord]:
    rows = session.execute(records).mappings()
    return [WaitingRecord(**{**row, "kind": Kind(row["kind"]), "nature": Nature(row["nature"])}) for row in rows]
