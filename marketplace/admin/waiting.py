"""The curators' queue: achievements and needs that wait for a decision, the longest waiting first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.db import UtcDateTime
from marketplace.core.errors import Forbidden
from marketplace.core.paging import Page
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.cards import hours_until
from marketplace.needs.models import Need
from marketplace.needs.rules import WAITING

PAGE_SIZE = 20
Column = InstrumentedAttribute[str]


class Kind(StrEnum):
    """What waits."""

    ACHIEVEMENT = "achievement"
    NEED = "need"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the queue is narrowed to; blank and None narrow nothing. `owner` is an organisation's code."""

    kind: Kind | None = None
    sector: str = ""
    owner: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRecord:
    """A record in the queue."""

    kind: Kind
    public_id: str
    title: str
    sector: str
    state: str
    owner: str
    owner_id: int
    submitted_by: int | None
    since: datetime | None
    due: datetime | None

    @property
    def hours_waited(self) -> int:
        return -(hours_until(self.since) or 0) - 1 if self.since else 0

    @property
    def hours_left(self) -> int | None:
        return hours_until(self.due)

    def decidable_by(self, actor: Actor) -> bool:
        """Neither handed in by the actor nor owned by one of the actor's organisations."""
        return self.submitted_by != actor.person_id and not actor.belongs_to(self.owner_id)


def waiting(session: Session, actor: Actor, wanted: QueueFilter, number: int = 1) -> Page[WaitingRecord]:
    """A page of the queue."""
    _refuse_others(actor)
    records = select(_union(wanted))
    total = session.scalar(select(func.count()).select_from(records.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    page = _ordered(records).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(items=_read(session, page), total=total, number=number, size=PAGE_SIZE)


def next_to_decide(session: Session, actor: Actor, wanted: QueueFilter) -> WaitingRecord | None:
    """The one that has waited longest of those that the actor may decide on."""
    _refuse_others(actor)
    everything = _union(wanted)
    others = or_(everything.c.submitted_by.is_(None), everything.c.submitted_by != actor.person_id)
    outside = everything.c.owner_id.not_in(actor.organisations)
    found = _read(session, _ordered(select(everything).where(others, outside)).limit(1))
    return found[0] if found else None


def owners_waiting(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations whose records wait, by name."""
    _refuse_others(actor)
    ids = select(_union(QueueFilter()).c.owner_id)
    return session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)).all()


def count_waiting(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(_union(QueueFilter()))) or 0


def _refuse_others(actor: Actor) -> None:
    if not actor.is_curator:
        raise Forbidden("只有审核员可以查看待审队列。")


def _union(wanted: QueueFilter) -> Subquery:
    """Both kinds under the same names."""
    parts = {Kind.ACHIEVEMENT: _achievements(wanted), Kind.NEED: _needs(wanted)}
    return union_all(*(part for kind, part in parts.items() if wanted.kind in (None, kind))).subquery("waiting")


def _achievements(wanted: QueueFilter) -> Select[*tuple[Any, ...]]:
    version = AchievementVersion
    waits = (
        select(
            literal(Kind.ACHIEVEMENT.value).label("kind"),
            Achievement.public_id,
            version.title,
            version.sector,
            cast(version.state, String).label("state"),
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
    return waits.where(*_conditions(wanted, version.sector, (version.title, Achievement.public_id)))


def _needs(wanted: QueueFilter) -> Select[*tuple[Any, ...]]:
    waits = (
        select(
            literal(Kind.NEED.value).label("kind"),
            Need.public_id,
            Need.title,
            Need.sector,
            cast(Need.state, String).label("state"),
            Organisation.name.label("owner"),
            Organisation.id.label("owner_id"),
            Need.submitted_by,
            Need.submitted_at.label("since"),
            Need.response_due_at.label("due"),
        )
        .join(Organisation, Need.owner_id == Organisation.id)
        .where(Need.state.in_(WAITING))
    )
    return waits.where(*_conditions(wanted, Need.sector, (Need.title, Need.public_id)))


def _conditions(wanted: QueueFilter, sector: Column, texts: Sequence[Column]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.sector:
        conditions.append(sector == wanted.sector)
    if wanted.owner:
        conditions.append(Organisation.code == wanted.owner)
    if wanted.text:
        said = (column.icontains(wanted.text, autoescape=True) for column in (*texts, Organisation.name))
        conditions.append(or_(*said))
    return conditions


def _ordered(records: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The longest waiting first; ties by id."""
    return records.order_by("since", "public_id")


def _read(session: Session, records: Select[*tuple[Any, ...]]) -> list[WaitingRecord]:
    return [WaitingRecord(**{**row, "kind": Kind(row["kind"])}) for row in session.execute(records).mappings()]
