"""Reading people for administrators."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, Organisation, Person, SignIn
from marketplace.accounts.services import get_to_administer
from marketplace.core.actor import Actor, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.errors import Forbidden
from marketplace.core.paging import Page

PAGE_SIZE = 50
LATEST = 20


class AccountStanding(StrEnum):
    """Whether somebody can sign in."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DELETED = "deleted"


class PeopleOrder(StrEnum):
    """What the list of people is sorted by."""

    NAME = "name"
    EMAIL = "email"
    NEWEST = "newest"
    SEEN = "seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """What the list is narrowed to; `text` is part of a name, an address, or of an organisation's name or code."""

    text: str = ""
    role: Role | None = None
    standing: AccountStanding | None = None
    order: PeopleOrder = PeopleOrder.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A person of the list, and when they were last here."""

    person: Person
    seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A person as administrators see them."""

    person: Person
    devices: int
    seen_at: datetime | None
    done: Sequence[AuditEvent] = field(default=())  # by the person
    suffered: Sequence[AuditEvent] = field(default=())  # to the account


def people(session: Session, actor: Actor, wanted: PeopleFilter, number: int = 1) -> Page[Listed]:
    """A page of the people, with their roles and organisations."""
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以查看这一页。")
    found = _narrowed(select(Person), wanted)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    seen = select(SignIn.person_id, func.max(SignIn.seen_at).label("seen_at")).group_by(SignIn.person_id).subquery()
    rows = (
        found.add_columns(seen.c.seen_at)
        .outerjoin(seen, seen.c.person_id == Person.id)
        .order_by(*_order(wanted.order, seen.c.seen_at), Person.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    items = [Listed(person=row[0], seen_at=row[1]) for row in session.execute(rows)]
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def person(session: Session, actor: Actor, number: int) -> Whole:
    """One person, with the latest lines of the trail by them and about them."""
    found = get_to_administer(session, actor, number)
    devices, seen_at = session.execute(
        select(func.count(), func.max(SignIn.seen_at)).where(SignIn.person_id == found.id)
    ).one()
    latest = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(LATEST)
    about = latest.where(AuditEvent.subject_kind == Person.record_kind, AuditEvent.subject_id == found.public_id)
    return Whole(
        person=found,
        devices=devices,
        seen_at=seen_at,
        done=session.scalars(latest.where(AuditEvent.person_id == found.id)).all(),
        suffered=session.scalars(about).all(),
    )


def _narrowed(found: Select[Any], wanted: PeopleFilter) -> Select[Any]:
    if wanted.text:
        place = (
            exists()
            .where(Membership.person_id == Person.id, Membership.organisation_id == Organisation.id)
            .where(or_(Organisation.name.icontains(wanted.text, autoescape=True), Organisation.code == wanted.text))
        )
        named = (column.icontains(wanted.text, autoescape=True) for column in (Person.email, Person.name))
        found = found.where(or_(*named, place))
    if wanted.role:
        found = found.where(Person.roles.any(role=wanted.role))
    if wanted.standing is AccountStanding.DELETED:
        return found.where(Person.deleted_at.is_not(None))
    if wanted.standing is not None:
        found = found.where(Person.active == (wanted.standing is AccountStanding.ACTIVE))
    return found.where(Person.deleted_at.is_(None))


def _order(order: PeopleOrder, seen_at: Any) -> tuple[Any, ...]:
    return {
        PeopleOrder.NAME: (Person.name,),
        PeopleOrder.EMAIL: (Person.email,),
        PeopleOrder.NEWEST: (Person.created_at.desc(),),
        PeopleOrder.SEEN: (seen_at.is_(None), seen_at.desc()),
    }[order]
