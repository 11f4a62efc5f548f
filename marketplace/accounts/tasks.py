"""What waits for a person in their own account."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.core.actor import Actor
from marketplace.web.inbox import Task


def own_tasks(session: Session, actor: Actor) -> Sequence[Task]:
    """The terms have a new version since this person agreed."""
    earlier = queries.owes_consent(session, actor)
    if not earlier:
        return []
    return [
        Task(
            kind=_("账号"),
            title=_("请阅读并同意新版使用条款和隐私说明"),
            record=_("上次同意的是版本 %(version)s", version=earlier[0].version),
            href=url_for("accounts.data"),
            since=earlier[0].given_at,
        )
    ]
