"""The administrators' page of rankers: how each did on outcomes held back, which is in use, forward and back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.actor import Role
from marketplace.core.jobs import enqueue
from marketplace.matching.learning import queries, services
from marketplace.matching.learning.jobs import LEARN
from marketplace.matching.learning.training import ENOUGH
from marketplace.matching.views.blueprint import blueprint
from marketplace.web.access import allow, has_role
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction
from search.ranking.model import fixed_ranker

ADMINS = has_role(Role.ADMIN)


@blueprint.get("/admin/rankers")
@allow(ADMINS)
def rankers() -> str:
    return render_template(
        "matching/rankers.html",
        page=queries.rankers(session(), request.args.get("page", 1, type=int)),
        totals=queries.totals(session()),
        fixed=fixed_ranker().card,
        enough=ENOUGH,
        href=lambda number: url_for(".rankers", page=number),
    )


@blueprint.post("/admin/rankers/train")
@limiter.limit("20 per hour")
@allow(ADMINS)
def train_rankers() -> Response:
    """Have rankers trained now; the worker does it."""
    with transaction() as writing:
        job = enqueue(writing, LEARN, {}, actor().person_id)
    return redirect(url_for("jobs.show", public_id=job.public_id), 303)


@blueprint.post("/admin/rankers/<public_id>/<any(promote, back):act>")
@allow(ADMINS)
def change_ranker(public_id: str, act: str) -> Response:
    with transaction() as writing:
        change = services.promote if act == "promote" else services.go_back
        ranker = change(writing, actor(), public_id)
        name = ranker.organisation.name
    told = (
        _("“%(name)s”的候选从现在起按它排序。", name=name)
        if act == "promote"
        else _("已退回。“%(name)s”的候选按之前的权重排序，自动训练不再替换它。", name=name)
    )
    flash(told, "success")
    return redirect(url_for(".rankers"), 303)
