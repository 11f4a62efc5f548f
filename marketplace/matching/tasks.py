"""What waits for people because of pairs: interests and questions to answer, questions asked back."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.matching.rules import ApproachKind, ApproachState
from marketplace.matching.talks import unread_by, waiting_for
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """Two statements, however much waits."""
    return list(_waiting(session, actor))


def _waiting(session: Session, actor: Actor) -> Iterator[Task]:
    for each in waiting_for(session, actor, AT_MOST):
        if each.state is ApproachState.ASKED_BACK:
            title = _("回答对方的问题")
        elif each.kind is ApproachKind.INTEREST:
            title = _("答复对接意向")
        else:
            title = _("回答：%(parameter)s", parameter=each.parameter)
        yield Task(
            kind=_("接洽"),
            title=title,
            record=f"{each.need.title} {each.public_id}",
            href=url_for("matching.talk", public_id=each.public_id),
            since=each.updated_at,
            due=each.due_at,
        )
    for each in unread_by(session, actor, AT_MOST):
        yield Task(
            kind=_("接洽"),
            title=_("看对方的留言"),
            record=f"{each.need.title} {each.public_id}",
            href=url_for("matching.talk", public_id=each.public_id, _anchor="last"),
            since=each.updated_at,
        )
