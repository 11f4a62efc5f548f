"""Before the deal: expressions of interest between two sides, and meetings that were held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, exists, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import Organisation
from marketplace.core.paging import Page
from marketplace.deals.models import Deal
from marketplace.events.day.rules import Presence
from marketplace.events.models import Event, EventOutcome, EventRegistration, EventWish
from marketplace.listings.models import Achievement
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachKind, ApproachState
from marketplace.needs.models import Need
from marketplace.reports.queries.dialects import DAY, medians, seconds_between
from marketplace.reports.rules import Asked, Step

PAGE_SIZE = 50
Owner, Asker = aliased(Organisation), aliased(Organisation)
OPENED = "opened"  # the key of the days from an interest to its deal


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One expression of interest as it stood on the day."""

    result: str
    need: str
    need_title: str
    owner: str
    asker: str
    sent_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One meeting of a session at which the two sides met."""

    event: str
    title: str
    day: date
    provider: str
    seeker: str


def counts(session: Session, asked: Asked) -> dict[Step, int]:
    """Interests sent, those that were accepted by the day, and meetings held; two statements."""
    accepted = func.sum(case((_accepted(asked), 1), else_=0))
    sent, agreed = session.execute(_interests(asked, select(func.count(Approach.id), accepted))).one()
    met = session.scalar(_meetings(asked, select(func.count(EventWish.id)))) or 0
    return {Step.INTEREST: sent, Step.ACCEPTED: agreed or 0, Step.MEETING: met}


def days_of_interest(session: Session, asked: Asked) -> dict[str, tuple[float, int]]:
    """The medians of days from an interest to its acceptance, and to the deal of its pair; one statement."""
    until = seconds_between(Approach.created_at, Approach.decided_at) / DAY
    agreed = _interests(asked, select(literal(Step.ACCEPTED.value).label("key"), until.label("days")))
    opened = _interests(
        asked,
        select(literal(OPENED), seconds_between(Approach.created_at, func.min(Deal.created_at)) / DAY).where(
            Deal.created_at >= Approach.created_at, Deal.created_at < asked.until
        ),
    ).join(Deal, and_(Deal.need_id == Approach.need_id, Deal.achievement_id == Approach.achievement_id))
    both = union_all(agreed.where(_accepted(asked)), opened.group_by(Approach.id, Approach.created_at)).subquery()
    return {row[0]: (float(row[1]), row[2]) for row in session.execute(medians(select(both.c.key, both.c.days)))}


def interests(session: Session, asked: Asked, step: Step, number: int) -> Page[Interest]:
    """A page of the interests that came to a step, the latest first."""
    total = counts(session, asked)[step]
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    items = listed(session, asked, step, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def listed(session: Session, asked: Asked, step: Step, limit: int = 5000, skip: int = 0) -> Sequence[Interest]:
    decided = case((_accepted(asked), Approach.decided_at))
    wanted = select(
        Achievement.public_id, Need.public_id, Need.title, Owner.name, Asker.name, Approach.created_at, decided
    )
    held = _interests(asked, wanted).join(Need, Approach.need_id == Need.id).join(Asker, Need.owner_id == Asker.id)
    if step is Step.ACCEPTED:
        held = held.where(_accepted(asked))
    rows = session.execute(held.order_by(Approach.created_at.desc(), Approach.id.desc()).limit(limit).offset(skip))
    return [_interest(row) for row in rows]


def meetings(session: Session, asked: Asked, number: int) -> Page[Held]:
    """A page of the meetings that were held, the latest first."""
    total = counts(session, asked)[Step.MEETING]
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    items = listed_meetings(session, asked, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def listed_meetings(session: Session, asked: Asked, limit: int = 5000, skip: int = 0) -> Sequence[Held]:
    other = aliased(EventRegistration)
    rows = session.execute(
        _meetings(asked, select(Event.public_id, Event.title, Event.day, Owner.name, Asker.name))
        .join(other, EventWish.seeker_id == other.id)
        .join(Asker, other.organisation_id == Asker.id)
        .order_by(Event.day.desc(), EventWish.id)
        .limit(limit)
        .offset(skip)
    )
    return [Held(event=row[0], title=row[1], day=row[2], provider=row[3], seeker=row[4]) for row in rows]


def _accepted(asked: Asked) -> Any:
    return and_(Approach.state == ApproachState.ACCEPTED, Approach.decided_at < asked.until)


def _interests(asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Interests that were sent in the period, in either direction; the region is that of the result's owner."""
    held = (
        wanted.select_from(Approach)
        .join(Achievement, Approach.achievement_id == Achievement.id)
        .join(Owner, Achievement.owner_id == Owner.id)
        .where(
            Approach.kind == ApproachKind.INTEREST,
            Approach.created_at >= asked.first_moment,
            Approach.created_at < asked.last_moment,
        )
    )
    return held.where(Owner.region.startswith(asked.region_prefix, autoescape=True)) if asked.region else held


def _meetings(asked: Asked, wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Meetings of the period of which a side said by the day that they met."""
    told = exists().where(
        EventOutcome.wish_id == EventWish.id,
        EventOutcome.attended == Presence.PRESENT,
        EventOutcome.given_at < asked.until,
    )
    held = (
        wanted.select_from(EventWish)
        .join(Event, EventWish.event_id == Event.id)
        .join(EventRegistration, EventWish.provider_id == EventRegistration.id)
        .join(Owner, EventRegistration.organisation_id == Owner.id)
        .where(told, Event.day.between(asked.begin, min(asked.end, asked.as_of)))
    )
    return held.where(Owner.region.startswith(asked.region_prefix, autoescape=True)) if asked.region else held


def _interest(row: Row[*tuple[Any, ...]]) -> Interest:
    return Interest(
        result=row[0], need=row[1], need_title=row[2], owner=row[3], asker=row[4], sent_at=row[5], accepted_at=row[6]
    )
