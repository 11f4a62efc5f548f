"""The administrators' page of what waits, runs and failed."""

from flask import render_template

from marketplace.admin.views import blueprint
from marketplace.core import standing
from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.listings.queries import in_quarantine
from marketplace.web.access import allow, has_role
from marketplace.web.jobs import note_of
from marketplace.web.search_index import index_is_healthy
from marketplace.web.state import session, settings


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
        searches=index_is_healthy(),
        now=now(),
        scanner=bool(settings().clamd),
        quarantine=in_quarantine(session()),
    )
