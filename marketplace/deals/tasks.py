"""What waits for people because of deals: tasks of their side, and next steps that are late."""

from datetime import date, datetime, time

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import CHINA
from marketplace.deals import policies
from marketplace.deals.meetings import waiting_for_deals
from marketplace.deals.models import Deal, DealTask
from marketplace.deals.rules import DealState, Turn
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """Two statements, however much waits; none for whoever takes part in no deal."""
    if not actor.organisations and not actor.powers:
        return []
    own = sorted(actor.organisations)
    mine = or_(
        and_(DealTask.turn == Turn.PROVIDER, Deal.provider_id.in_(own)),
        and_(DealTask.turn == Turn.SEEKER, Deal.seeker_id.in_(own)),
        and_(DealTask.turn == Turn.BROKER, policies.brokered_by(actor), Deal.broker_id == actor.person_id),
    )
    waiting = (
        select(DealTask.title, DealTask.due, DealTask.created_at, Deal.public_id, Deal.title)
        .join(Deal, DealTask.deal_id == Deal.id)
        .where(mine, DealTask.done_at.is_(None), Deal.state == DealState.OPEN)
        .order_by(DealTask.due.is_(None), DealTask.due, DealTask.id)
        .limit(AT_MOST)
    )
    return [
        *_meetings(session, actor),
        *(
            Task(
                kind=_("商机"),
                title=row[0],
                record=f"{row[4]} {row[3]}",
                href=url_for("deals.deal", public_id=row[3], _anchor="tasks"),
                since=row[2],
                due=_end_of(row[1]) if row[1] else None,
            )
            for row in session.execute(waiting)
        ),
    ]


def _meetings(session: Session, actor: Actor) -> list[Task]:
    """What a session left to be carried on."""
    return [
        Task(
            kind=_("商机"),
            title=_("把约见转为商机"),
            record=f"{each.other}　{each.title}",
            href=url_for(
                "events.agenda", public_id=each.event, number=each.registration, _anchor=f"meeting-{each.wish}"
            ),
            since=each.day,
        )
        for each in waiting_for_deals(session, actor)
    ]


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), CHINA)
