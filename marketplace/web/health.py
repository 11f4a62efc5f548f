"""/healthz: the process lives. /readyz: it can serve; without its database or with an older schema it cannot, without search it can."""

import re
from functools import lru_cache
from pathlib import Path

import structlog
from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from marketplace.core.clock import now
from marketplace.core.db import AWAY
from marketplace.core.outbox import Backlog, backlog
from marketplace.core.stores import store_answers
from marketplace.web.access import allow, anyone
from marketplace.web.search_index import index_is_healthy
from marketplace.web.state import database, settings

log = structlog.get_logger()
blueprint = Blueprint("health", __name__)
REVISIONS = Path(__file__).parents[2] / "migrations" / "versions"


@blueprint.get("/healthz")
@allow(anyone)
def alive() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@allow(anyone)
def ready() -> tuple[Response, int]:
    """A host without search still serves lists and records: it stays among those that are asked, and says what it lacks."""
    try:
        revision, waiting = _ask_database()
    except (*AWAY, ProgrammingError) as error:  # a table that is not there: the schema is of another release
        log.error("not ready", reason=type(error).__name__)
        return jsonify(status="unavailable", database="unavailable"), 503
    behind = revision in _revisions() and revision != _newest()
    searches, keeps = index_is_healthy(), store_answers(settings())
    age = (now() - waiting.oldest).total_seconds() if waiting.oldest else 0.0
    body = jsonify(
        status="unavailable" if behind else "ok" if searches and keeps else "limited",
        database="ok",
        schema="behind" if behind else "ok",
        search="ok" if searches else "unavailable",
        files="ok" if keeps else "unavailable",
        outbox={"waiting": waiting.waiting, "oldest_seconds": round(age, 1)},
    )
    return body, 503 if behind else 200


def _ask_database() -> tuple[str, Backlog]:
    with database().reading() as session:
        return session.execute(text("SELECT version_num FROM alembic_version")).scalar() or "", backlog(session)


@lru_cache(maxsize=1)
def _revisions() -> dict[str, str]:
    """Every revision that this code knows, with the one before it. A revision it does not know was made by a newer release."""
    known = {}
    for path in REVISIONS.glob("*.py"):
        said = dict(
            re.findall(r"""^(revision|down_revision)\b[^=\n]*= *["'](\w+)""", path.read_text("utf-8"), re.MULTILINE)
        )
        known[said["revision"]] = said.get("down_revision", "")
    return known


def _newest() -> str:
    (newest,) = set(_revisions()) - set(_revisions().values())
    return newest
