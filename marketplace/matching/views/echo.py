"""The page on which a result's owner reads what became of it among those who look for such a thing."""

from flask import render_template

from marketplace.listings.queries import get_to_edit
from marketplace.matching.echoes import echo_of
from marketplace.matching.rules import Reason
from marketplace.matching.views.blueprint import blueprint
from marketplace.taxonomy.terms import SolutionMode
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session


@blueprint.get("/my/results/<public_id>/echo")
@allow(signed_in)
def echo(public_id: str) -> str:
    """Kinds of needs, open limits and reasons, each only where three organisations stand behind it."""
    version = get_to_edit(session(), actor(), public_id)
    return render_template(
        "matching/echo.html",
        version=version,
        echo=echo_of(session(), version.achievement),
        reason=Reason,
        mode=SolutionMode,
    )
