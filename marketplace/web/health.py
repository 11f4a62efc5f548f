"""/healthz: the process lives. /readyz: it can serve: database, schema, index, outbox."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from marketplace.core.clock import now
from marketplace.core.outbox import backlog
from marketplace.web.access import allow, anyone
from marketplace.web.search_index import index_is_healthy
from marketplace.web.state import database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(anyone)
def alive() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@allow(anyone)
def ready() -> tuple[Response, int]:
    with database().reading() as session:
        session.execute(text("SELECT 1"))
        waiting = backlog(session)
    age = (now() - waiting.oldest).total_seconds() if waiting.oldest else 0.0
    healthy = index_is_healthy()
    body = jsonify(
        database="ok",
        search="ok" if healthy else "unavailable",
        outbox={"waiting": waiting.waiting, "oldest_seconds": round(age, 1)},
    )
    return body, 200 if healthy else 503
