"""What waits for the owner's people: versions to correct, records to confirm before they end."""

from collections.abc import Iterator
from datetime import datetime, time

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import CHINA
from marketplace.listings import queries
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """The tasks of the actor's organisations, in two statements."""
    return [*_to_correct(session, actor), *_to_confirm(session, actor)]


def _to_correct(session: Session, actor: Actor) -> Iterator[Task]:
    for version in queries.returned_of(session, actor, AT_MOST):
        yield Task(
            kind=_("成果"),
            title=_("按审核意见修改，再送审"),
            record=_named(version),
            href=url_for("listings.edit", public_id=version.public_id),
            since=version.updated_at,
        )


def _to_confirm(session: Session, actor: Actor) -> Iterator[Task]:
    for version in queries.to_confirm(session, actor, AT_MOST):
        expired = version.state is ListingState.EXPIRED
        yield Task(
            kind=_("成果"),
            title=_("已过有效期：确认后恢复") if expired else _("即将到期：确认仍然有效"),
            record=_named(version),
            href=url_for("listings.edit", public_id=version.public_id),
            since=version.updated_at,
            due=_end_of(version),
        )


def _named(version: AchievementVersion) -> str:
    return f"{version.title} {version.public_id}"


def _end_of(version: AchievementVersion) -> datetime | None:
    day = version.valid_until
    return datetime.combine(day, time.max, tzinfo=CHINA) if day else None
