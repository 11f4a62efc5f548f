"""What waits for people because of sessions: registrations and requests to be answered, meetings to be told of."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now, today
from marketplace.events import policies, queries
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """Registrations to be answered, for organisers; requests for meetings, for those asked; meetings of which nothing was said, for those who met."""
    return [*_applications(session, actor), *_asked(session, actor), *_untold(session, actor)]


def _asked(session: Session, actor: Actor) -> list[Task]:
    waiting = queries.requests_to_answer(session, actor, AT_MOST)
    cards = queries.cards_of(session, [asks for _request, _asked, asks in waiting])
    return [
        Task(
            kind=_("专场"),
            title=_("答复邀约"),
            record=f"{card.name or _('一家未公开名称的参会方')}　{asked.event.title}",
            href=f"{url_for('events.wishes', public_id=asked.event.public_id, number=asked.id)}#party-{asks.id}",
            since=request.asked_at,
            due=request.expires_at,
        )
        for (request, asked, asks), card in zip(waiting, cards, strict=True)
    ]


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
