"""How the feature joins the application."""

from collections.abc import Mapping
from typing import Any

import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError

from marketplace.core.actor import Role
from marketplace.reports import policies, services
from marketplace.reports.views import blueprint
from marketplace.reports.wording import ANSWERED, DIMENSIONS, FIGURES, STEPS
from marketplace.web.access import has_role
from marketplace.web.formats import name_terms
from marketplace.web.navigation import Place, add_place, announce
from marketplace.web.state import actor, database

WORDS: tuple[Mapping[Any, str], ...] = (DIMENSIONS, STEPS, ANSWERED, FIGURES)
log = structlog.get_logger()
COUNTED = frozenset({"listings.result", "listings.result_version"})


def install(app: Flask) -> None:
    """Add pages and words, and count who looks at results."""
    for words in WORDS:
        name_terms(type(next(iter(words))), dict(words))
    app.register_blueprint(blueprint)
    app.after_request(_count)
    add_place(
        Place(
            endpoint="reports.authority",
            label=announce("统计"),
            order=34,
            under="/reports",
            visible=policies.is_authority,
        )
    )
    add_place(
        Place(
            endpoint="reports.of_own",
            label=announce("成果报告"),
            order=29,
            under="/my/report",
            visible=has_role(Role.UNIVERSITY),
        )
    )


def _count(response: Response) -> Response:
    """After the page was sent, so that nobody waits for it; a view that cannot be written down is let go."""
    agent, purpose = request.user_agent.string, request.headers.get("Sec-Purpose", "")
    seen = request.endpoint in COUNTED and request.method == "GET" and response.status_code == 200
    if seen and not services.looks_like_a_machine(agent, purpose):
        held, reader, public_id = database(), actor(), (request.view_args or {})["public_id"]

        def write() -> None:
            try:
                with held.transaction() as session:
                    services.count_view(session, reader, public_id)
            except OperationalError:
                log.warning("view not counted", result=public_id)

        response.call_on_close(write)
    return response
