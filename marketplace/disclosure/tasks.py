"""What waits for people because of access: requests to decide, agreements to sign."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.disclosure.queries import ndas_to_sign, waiting_grants
from marketplace.disclosure.rules import ANSWER_TIME
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """Two statements, however much waits."""
    return [*_requests(session, actor), *_agreements(session, actor)]


def _requests(session: Session, actor: Actor) -> Iterator[Task]:
    for each in waiting_grants(session, actor, AT_MOST):
        result = each.achievement.public_id
        yield Task(
            kind=_("查看权限"),
            title=_("%(person)s申请查看 %(tier)s", person=each.person.name, tier=each.tier.value),
            record=f"{result} {each.public_id}",
            href=url_for("disclosure.owned", public_id=result),
            since=each.asked_at,
            due=each.asked_at + ANSWER_TIME,
        )


def _agreements(session: Session, actor: Actor) -> Iterator[Task]:
    for each in ndas_to_sign(session, actor, AT_MOST):
        yield Task(
            kind=_("保密协议"),
            title=_(
                "签署保密协议：%(discloser)s 与 %(recipient)s",
                discloser=each.discloser.name,
                recipient=each.recipient.name,
            ),
            record=f"{each.achievement.public_id} {each.public_id}",
            href=url_for("disclosure.nda", public_id=each.public_id),
            since=each.drafted_at,
        )
