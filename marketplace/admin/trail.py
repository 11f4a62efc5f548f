"""Reading the audit trail and the list of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.actor import Actor
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import CHINA
from marketplace.core.errors import Forbidden
from marketplace.core.paging import Page

PAGE_SIZE = 50
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """What the trail is narrowed to; `since` and `until` are whole days in China."""

    person: str = ""
    kind: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def trail(session: Session, actor: Actor, wanted: TrailFilter, number: int = 1) -> Page[AuditEvent]:
    """A page of the trail, the latest act first."""
    _refuse_others(actor)
    events = select(AuditEvent)
    if wanted.person:
        events = events.where(AuditEvent.person_name.icontains(wanted.person, autoescape=True))
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
    return _page(session, events, number, AuditEvent.id.desc())


def words_of_the_trail(session: Session, actor: Actor) -> tuple[Sequence[str], Sequence[str]]:
    """The kinds and the actions that occur, for the filters."""
    _refuse_others(actor)
    kinds = session.scalars(select(AuditEvent.subject_kind).distinct().order_by(AuditEvent.subject_kind)).all()
    actions = session.scalars(select(AuditEvent.action).distinct().order_by(AuditEvent.action)).all()
    return kinds, actions


def people(session: Session, actor: Actor, text: str = "", number: int = 1) -> Page[Person]:
    """A page of the people, by address, with their roles and organisations."""
    _refuse_others(actor)
    known = select(Person)
    if text:
        known = known.where(or_(*(column.icontains(text, autoescape=True) for column in (Person.email, Person.name))))
    return _page(session, known, number, Person.email)


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
