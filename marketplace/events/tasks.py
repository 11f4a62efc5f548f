"""What waits for people because of sessions: registrations to be answered."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now, today
from marketplace.events import policies, queries
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """Registrations to be answered, for organisers; meetings of which nothing was said, for those who met."""
    return [*_applications(session, actor), *_untold(session, actor)]


def _untold(session: Session, actor: Actor) -> list[Task]:
    return [
        Task(
            kind=_("专场"),
            title=_("登记 %(n)s 场约见的结果", n=missing),
            record=f"{each.organisation.name}　{each.event.title}",
            href=url_for("events.agenda", public_id=each.event.public_id, number=each.id),
            since=each.event.begins,
        )
        for each, missing in queries.own_untold(session, actor, today())
        if each.event.begins < now()
    ]


def _applications(session: Session, actor: Actor) -> list[Task]:
    if not policies.organises(actor):
        return []
    return [
        Task(
            kind=_("专场"),
            title=_("审核报名"),
            record=f"{each.organisation.name}　{each.event.title}",
            href=f"{url_for('events.parties', public_id=each.event.public_id)}#party-{each.id}",
            since=each.applied_at,
        )
        for each in queries.applications_of(session, actor, AT_MOST)
    ]
