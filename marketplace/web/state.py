"""What the running application holds, and what the current request holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import current_app, g
from flask_login import current_user
from sqlalchemy.orm import Session

from marketplace.config import Settings
from marketplace.core.actor import ANYONE, Actor
from marketplace.core.db import AWAY, Database
from marketplace.core.files import Store
from marketplace.core.stores import open_store


def settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


def database() -> Database:
    return cast(Database, current_app.extensions["database"])


def files() -> Store:
    return open_store(settings(), "files")


def attachments() -> Store:
    """What belongs to records: apart from the other files, so that what nothing names can be tidied away."""
    return open_store(settings(), "attachments")


def session() -> Session:
    """The request's reading session; closed with the request."""
    if "session" not in g:
        g.session = database().reading()
    return cast(Session, g.session)


@contextmanager
def transaction() -> Iterator[Session]:
    """A writing session, committed at the end of the block. What was read before is read anew afterwards."""
    close_session()
    with database().transaction() as writing:
        yield writing


def close_session(_error: BaseException | None = None) -> None:
    reading = g.pop("session", None)
    if reading is None:
        return
    try:
        reading.close()
    except AWAY:  # the database went away under it: the answer stands, the connection is thrown away
        reading.invalidate()


def actor() -> Actor:
    """Who asks."""
    return cast(Actor, current_user.actor) if current_user.is_authenticated else ANYONE
