"""The administrators' pages: audit trail, people, organisations, search console."""

from datetime import date
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.admin import console, trail
from marketplace.admin.trail import TrailFilter
from marketplace.admin.views import blueprint
from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.web.access import allow, has_role
from marketplace.web.search_index import query_embedder, reader
from marketplace.web.state import actor, session, settings, transaction
from search.ports import SearchRefused

ADMINS = has_role(Role.ADMIN)


@blueprint.get("/admin")
@allow(ADMINS)
def home() -> str:
    return render_template("admin/home.html", mails="outgoing.mails" in current_app.view_functions)


@blueprint.get("/admin/audit")
@allow(ADMINS)
def audit() -> str:
    """Who did what to which record, and when."""
    args = request.args
    wanted = TrailFilter(
        person=args.get("person", "").strip()[:120],
        kind=args.get("kind", "")[:40],
        action=args.get("action", "")[:60],
        subject=args.get("subject", "").strip()[:60],
        since=args.get("since", type=date.fromisoformat),
        until=args.get("until", type=date.fromisoformat),
    )
    kinds, actions = trail.words_of_the_trail(session(), actor())
    page = trail.trail(session(), actor(), wanted, _number())
    return render_template(
        "admin/audit.html", page=page, wanted=wanted, kinds=kinds, actions=actions, href=_pages("audit")
    )


@blueprint.get("/admin/people")
@allow(ADMINS)
def people() -> str:
    page = trail.people(session(), actor(), _text(), _number())
    return render_template("admin/people.html", page=page, text=_text(), href=_pages("people"))


@blueprint.get("/admin/search")
@allow(ADMINS)
def search() -> str:
    """How the index stands against the database."""
    standing = console.standing(session(), actor())
    waited = int((now() - standing.oldest).total_seconds()) if standing.oldest else 0
    return render_template(
        "admin/search.html", standing=standing, waited=waited, index=_index(), engine=settings().search_engine
    )


@blueprint.post("/admin/search/reindex")
@allow(ADMINS)
def reindex() -> Response:
    """Have the index made anew; the worker does it."""
    with transaction() as writing:
        job = console.order_reindex(writing, actor())
    flash(_("已安排重建索引。"), "success")
    return redirect(url_for("jobs.show", public_id=job.public_id), 303)


def _index() -> dict[str, Any]:
    """What the index says of itself, or why it cannot be read."""
    try:
        return {"documents": reader().count(), "model": query_embedder(settings()).model_id, "refused": ""}
    except (SearchRefused, OSError) as refused:
        return {"documents": None, "model": settings().embedding_model, "refused": str(refused)}


def _text() -> str:
    return request.args.get("text", "").strip()[:200]


def _number() -> int:
    return max(1, min(request.args.get("page", 1, type=int), 100_000))


def _pages(endpoint: str) -> Any:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("page", "lang")}
    return lambda number: url_for(f".{endpoint}", **kept, page=number)
