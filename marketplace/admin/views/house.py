"""The administrators' pages: search console."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.admin import console
from marketplace.admin.views import blueprint
from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.web.access import allow, has_role
from marketplace.web.search_index import index_is_healthy, query_embedder, reader
from marketplace.web.state import actor, session, settings, transaction
from search.ports import SearchRefused

ADMINS = has_role(Role.ADMIN)


@blueprint.get("/admin")
@allow(ADMINS)
def home() -> str:
    return render_template("admin/home.html", mails="outgoing.mails" in current_app.view_functions)


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
        index = {"documents": reader().count(), "model": query_embedder(settings()).model_id, "refused": ""}
    except (SearchRefused, OSError) as refused:
        return {"documents": None, "model": settings().embedding_model, "refused": str(refused)}
    if not index_is_healthy():
        index["refused"] = _("集群报告有一部分索引不在。页面先从数据库查找，待更新的等它恢复。")
    return index
