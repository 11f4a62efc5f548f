"""Lists and counts of achievements: the owner's own, the curators' queue, supply by field and class."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, raiseload

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.clock import now, today
from marketplace.core.errors import Forbidden
from marketplace.core.paging import Page
from marketplace.listings import policies
from marketplace.listings.models import Achievement, AchievementVersion, CarbonClaim
from marketplace.listings.rules import REMINDERS, VISIBLE, ListingState
from marketplace.taxonomy.terms import CarbonClass

V = AchievementVersion
PUBLIC = aliased(AchievementVersion, name="public")


class OwnSort(StrEnum):
    """How the owner's list may be ordered."""

    UPDATED = "updated"
    TITLE = "title"
    VALIDITY = "validity"
    NUMBER = "number"


ORDERS: Mapping[OwnSort, tuple[UnaryExpression[Any], ...]] = {
    OwnSort.UPDATED: (V.updated_at.desc(), V.id.desc()),
    OwnSort.TITLE: (V.title.asc(), V.id.asc()),
    OwnSort.VALIDITY: (V.valid_until.asc().nulls_last(), V.id.asc()),
    OwnSort.NUMBER: (Achievement.public_id.desc(),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnListing:
    """The newest version of a record, and the number of the version that the public reads meanwhile."""

    version: AchievementVersion
    public_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A version in the curators' queue and how long it has waited."""

    version: AchievementVersion
    since: datetime
    decidable: bool

    @property
    def age(self) -> timedelta:
        return now() - self.since


def own_listings(
    session: Session,
    actor: Actor,
    *,
    state: ListingState | None = None,
    ending: bool = False,
    text: str = "",
    sort: OwnSort = OwnSort.UPDATED,
    page: int = 1,
    size: int = 20,
) -> Page[OwnListing]:
    """The records that the actor may edit, each by its newest version."""
    chosen = _newest(actor)
    if state is not None:
        chosen = chosen.where(V.state == state)
    if ending:
        chosen = chosen.where(_ends_soon())
    if text.strip():
        like = f"%{literal(text.strip())}%"
        chosen = chosen.where(or_(V.title.ilike(like, escape="\\"), Achievement.public_id.ilike(like, escape="\\")))
    total = session.scalar(chosen.with_only_columns(func.count(V.id))) or 0
    number = max(1, min(page, -(-total // size)))
    rows = session.execute(
        chosen.outerjoin(PUBLIC, (PUBLIC.achievement_id == V.achievement_id) & PUBLIC.state.in_(VISIBLE))
        .add_columns(PUBLIC.number)
        .options(raiseload("*"), joinedload(V.achievement).joinedload(Achievement.owner), joinedload(V.claim))
        .order_by(*ORDERS[sort])
        .limit(size)
        .offset((number - 1) * size)
    )
    items = [OwnListing(version=version, public_number=public) for version, public in rows]
    return Page(items=items, total=total, number=number, size=size)


def own_counts(session: Session, actor: Actor) -> dict[ListingState, int]:
    """How many of the actor's records stand in each state."""
    counted = _newest(actor).with_only_columns(V.state, func.count(V.id)).group_by(V.state)
    return dict(session.execute(counted).all())


def count_ending(session: Session, actor: Actor) -> int:
    """How many of the actor's records have expired or end within thirty days."""
    return session.scalar(_newest(actor).with_only_columns(func.count(V.id)).where(_ends_soon())) or 0


def queue(session: Session, actor: Actor, *, page: int = 1, size: int = 20, text: str = "") -> Page[Waiting]:
    """What waits for a curator, oldest first."""
    if not policies.is_curator(actor):
        raise Forbidden("只有审核员可以查看待审队列。")
    chosen = select(V).join(V.achievement).join(Achievement.owner).where(V.state == ListingState.SUBMITTED)
    if text.strip():
        like = f"%{literal(text.strip())}%"
        found = (V.title.ilike(like, escape="\\"), Organisation.name.ilike(like, escape="\\"))
        chosen = chosen.where(or_(*found, Achievement.public_id.ilike(like, escape="\\")))
    total = session.scalar(chosen.with_only_columns(func.count(V.id))) or 0
    number = max(1, min(page, -(-total // size)))
    ordered = chosen.options(joinedload(V.claim)).order_by(V.submitted_at, V.id)
    items = [
        Waiting(
            version=version,
            since=version.submitted_at or version.updated_at,
            decidable=policies.can_decide(actor, version),
        )
        for version in session.scalars(ordered.limit(size).offset((number - 1) * size))
    ]
    return Page(items=items, total=total, number=number, size=size)


def waiting_count(session: Session) -> int:
    """How many versions wait for a curator."""
    return session.scalar(select(func.count(V.id)).where(V.state == ListingState.SUBMITTED)) or 0


def counts_by_sector_and_class(session: Session) -> dict[tuple[str, CarbonClass], int]:
    """Published records by sector code and carbon class."""
    query = (
        select(V.sector, V.carbon_class, func.count(V.id))
        .where(V.state.in_(VISIBLE), V.carbon_class.is_not(None))
        .group_by(V.sector, V.carbon_class)
    )
    return {(sector, kind): count for sector, kind, count in session.execute(query) if kind is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the public can find: records, the organisations behind them, and what they save together in tCO2e a year."""

    results: int
    owners: int
    conservative: float


def totals(session: Session) -> Totals:
    """The published records in three figures."""
    results, owners, saved = session.execute(
        select(
            func.count(V.id),
            func.count(func.distinct(Achievement.owner_id)),
            func.coalesce(func.sum(CarbonClaim.conservative), 0.0),
        )
        .select_from(V)
        .join(V.achievement)
        .outerjoin(V.claim)
        .where(V.state.in_(VISIBLE))
    ).one()
    return Totals(results=results, owners=owners, conservative=float(saved))


def _ends_soon() -> ColumnElement[bool]:
    soon = V.valid_until <= today() + timedelta(days=max(REMINDERS))
    return or_(V.state == ListingState.EXPIRED, and_(V.state == ListingState.PUBLISHED, soon))


def _newest(actor: Actor) -> Select[AchievementVersion]:
    """The newest version of each record that the actor may edit."""
    other = aliased(AchievementVersion)
    last = select(func.max(other.number)).where(other.achievement_id == V.achievement_id).scalar_subquery()
    return select(V).join(V.achievement).where(policies.editable_by(actor), V.number == last)


def literal(text: str) -> str:
    """The text with the wildcards of LIKE made plain."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
