"""The administrators' page of what waits, runs and failed."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.admin import console
from marketplace.admin.views import blueprint
from marketplace.core import standing
from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.listings.queries import in_quarantine
from marketplace.web.access import allow, has_role
from marketplace.web.jobs import note_of
from marketplace.web.search_index import index_is_healthy
from marketplace.web.state import actor, session, settings, transaction


@blueprint.get("/admin/operations")
@allow(has_role(Role.ADMIN))
def operations() -> str:
    """Promises, jobs, letters, returning work."""
    return render_template(
        "admin/operations.html",
        standing=standing.standing(session()),
        jobs=standing.unfinished_jobs(session()),
        failed=standing.failed_jobs(session()),
        note_of=note_of,
        given_up=standing.given_up_mails(session()),
        searches=index_is_healthy(),
        now=now(),
        scanner=bool(settings().clamd),
        quarantine=in_quarantine(session()),
    )


@blueprint.post("/admin/operations/jobs/<public_id>/again")
@allow(has_role(Role.ADMIN))
def try_again(public_id: str) -> Response:
    """Queue a job that was given up."""
    with transaction() as writing:
        console.try_again(writing, actor(), public_id)
    flash(_("已重新排队，由后台再做一次。"), "success")
    return redirect(url_for("admin.operations"), 303)


@blueprint.post("/admin/operations/mails/again")
@allow(has_role(Role.ADMIN))
def send_again() -> Response:
    """Let the letters that were given up leave again."""
    with transaction() as writing:
        count = console.send_again(writing, actor())
    flash(_("%(n)s 封信已重新排队。", n=count), "success")
    return redirect(url_for("admin.operations"), 303)
