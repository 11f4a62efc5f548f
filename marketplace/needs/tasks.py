"""What waits for people because of needs: returned ones, questions, diagnoses."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.needs import queries
from marketplace.needs.models import NeedRow
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """Three statements, however much waits."""
    return [*_returned(session, actor), *_asked(session, actor), *_to_diagnose(session, actor)]


def _returned(session: Session, actor: Actor) -> Iterator[Task]:
    for need in queries.returned_of(session, actor, AT_MOST):
        href = url_for("needs.edit", public_id=need.public_id)
        yield Task(
            kind=_("需求"), title=_("按审核意见补充，再提交"), record=_named(need), href=href, since=need.updated_at
        )


def _asked(session: Session, actor: Actor) -> Iterator[Task]:
    for need, asked_at in queries.asked_of(session, actor, AT_MOST):
        yield Task(
            kind=_("需求"),
            title=_("回答诊断中的问题"),
            record=_named(need),
            href=f"{url_for('needs.show' if need.standing else 'needs.revision', public_id=need.public_id)}#questions",
            since=asked_at,
            due=need.response_due_at,
        )


def _to_diagnose(session: Session, actor: Actor) -> Iterator[Task]:
    for need in queries.given_to(session, actor, AT_MOST):
        yield Task(
            kind=_("需求"),
            title=_("做二次诊断，给出结论"),
            record=_named(need),
            href=url_for("needs.diagnosis", public_id=need.public_id),
            since=(need.diagnosis.assigned_at if need.diagnosis else None) or need.updated_at,
            due=need.response_due_at,
        )


def _named(need: NeedRow) -> str:
    return f"{need.title} {need.public_id}"
