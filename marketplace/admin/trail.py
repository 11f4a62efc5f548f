"""Reading the audit trail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import CHINA
from marketplace.core.errors import Forbidden
from marketplace.core.paging import Page

PAGE_SIZE = 50
MOST = 20_000  # acts in one file
NUMBERED = re.compile(r"P-(\d{1,9})", re.IGNORECASE)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """What the trail is narrowed to; `since` and `until` are whole days in China.

    `person` is part of a name or a person's number (P-12); `organisation` is a code or part of a name.
    """

    person: str = ""
    organisation: str = ""
    kind: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def trail(session: Session, actor: Actor, wanted: TrailFilter, number: int = 1) -> Page[AuditEvent]:
    """A page of the trail, the latest act first."""
    _refuse_others(actor)
    return _page(session, _narrowed(wanted), number, AuditEvent.id.desc())


def whole_trail(session: Session, actor: Actor, wanted: TrailFilter) -> tuple[Sequence[AuditEvent], int]:
    """The latest MOST acts for a file, and how many there are in all."""
    _refuse_others(actor)
    events = _narrowed(wanted)
    total = session.scalar(select(func.count()).select_from(events.subquery())) or 0
    return session.scalars(events.order_by(AuditEvent.id.desc()).limit(MOST)).all(), total


def codes_of(session: Session, events: Sequence[AuditEvent]) -> dict[int, str]:
    """The codes of the organisations whose records were acted on, by id."""
    ids = {event.organisation_id for event in events if event.organisation_id is not None}
    found = session.execute(select(Organisation.id, Organisation.code).where(Organisation.id.in_(ids)))
    return {row[0]: row[1] for row in found}


def _narrowed(wanted: TrailFilter) -> Select[AuditEvent]:
    events = select(AuditEvent)
    if number := NUMBERED.fullmatch(wanted.person):
        events = events.where(AuditEvent.person_id == int(number[1]))
    elif wanted.person:
        events = events.where(AuditEvent.person_name.icontains(wanted.person, autoescape=True))
    if wanted.organisation:
        named = Organisation.name.icontains(wanted.organisation, autoescape=True)
        places = select(Organisation.id).where(or_(Organisation.code == wanted.organisation, named))
        events = events.where(AuditEvent.organisation_id.in_(places))
    if wanted.kind:
        events = events.where(AuditEvent.subject_kind == wanted.kind)
    if wanted.action:
        events = events.where(AuditEvent.action == wanted.action)
    if wanted.subject:
        events = events.where(AuditEvent.subject_id == wanted.subject)
    if wanted.since:
        events = events.where(AuditEvent.at >= _midnight(wanted.since))
    if wanted.until:
        events = events.where(AuditEvent.at < _midnight(wanted.until + timedelta(days=1)))
    return events


def words_of_the_trail(session: Session, actor: Actor) -> tuple[Sequence[str], Sequence[str]]:
    """The kinds and the actions that occur, for the filters."""
    _refuse_others(actor)
    kinds = session.scalars(select(AuditEvent.subject_kind).distinct().order_by(AuditEvent.subject_kind)).all()
    actions = session.scalars(select(AuditEvent.action).distinct().order_by(AuditEvent.action)).all()
    return kinds, actions


def _refuse_others(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以查看这一页。")


def _page(session: Session, rows: Select[Row], number: int, order: Any) -> Page[Row]:
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    shown = session.scalars(rows.order_by(order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(items=shown, total=total, number=number, size=PAGE_SIZE)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=CHINA)
