"""Reading organisations for administrators: the list with its counts, and the page of one."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import AuditEvent
from marketplace.core.errors import Forbidden
from marketplace.core.paging import Page
from marketplace.organisations import queries
from marketplace.organisations.queries import OrganisationFilter

PAGE_SIZE = 50
LATEST = 30


def organisations(
    session: Session, actor: Actor, wanted: OrganisationFilter, number: int = 1
) -> tuple[Page[Organisation], Mapping[int, int]]:
    """A page of the organisations, by name, and how many members each has."""
    _refuse_others(actor)
    page = queries.directory(session, wanted, number, PAGE_SIZE)
    shown = [organisation.id for organisation in page.items]
    counted = select(Membership.organisation_id, func.count()).where(Membership.organisation_id.in_(shown))
    return page, {row[0]: row[1] for row in session.execute(counted.group_by(Membership.organisation_id))}


def history(session: Session, actor: Actor, organisation: Organisation) -> Sequence[AuditEvent]:
    """The latest acts on the organisation itself."""
    _refuse_others(actor)
    about = select(AuditEvent).where(
        AuditEvent.subject_kind == Organisation.record_kind, AuditEvent.subject_id == organisation.public_id
    )
    return session.scalars(about.order_by(AuditEvent.id.desc()).limit(LATEST)).all()


def _refuse_others(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以查看这一页。")
