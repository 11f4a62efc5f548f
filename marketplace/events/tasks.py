"""What waits for people because of sessions: registrations to be answered."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.events import policies, queries
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """One statement, for organisers alone."""
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
