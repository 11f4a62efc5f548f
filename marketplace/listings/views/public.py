"""The public page of a result, its versions, its citation, its tombstone."""

from flask import Response, render_template, url_for

from marketplace.core.clock import today
from marketplace.core.errors import NotFound
from marketplace.listings import history, queries
from marketplace.listings.citation import Citation
from marketplace.listings.models import AchievementVersion
from marketplace.listings.presentation import organisation_name, record_page
from marketplace.listings.rules import VISIBLE
from marketplace.listings.views.blueprint import blueprint
from marketplace.web.access import allow, anyone
from marketplace.web.state import actor, session, settings


@blueprint.get("/results/<public_id>")
@allow(anyone)
def result(public_id: str) -> str | tuple[str, int]:
    """The version in force; 410 with a tombstone when it was withdrawn or has expired."""
    try:
        return _page(queries.get_listing(session(), actor(), public_id))
    except NotFound as error:
        return _tombstone(public_id, error)


@blueprint.get("/results/<public_id>/v<int:number>")
@allow(anyone)
def result_version(public_id: str, number: int) -> str | tuple[str, int]:
    """One version, with a notice when it is not the one in force."""
    try:
        return _page(queries.get_version(session(), actor(), public_id, number), pinned=True)
    except NotFound as error:
        return _tombstone(public_id, error)


@blueprint.get("/results/<public_id>/v<int:number>/citation.bib")
@allow(anyone)
def bibtex(public_id: str, number: int) -> Response:
    """The citation of a version as a BibTeX file."""
    version = queries.get_version(session(), actor(), public_id, number)
    response = Response(_citation(version).bibtex(), mimetype="application/x-bibtex")
    response.headers["Content-Disposition"] = f"attachment; filename={version.public_id}-v{version.number}.bib"
    return response


def _tombstone(public_id: str, error: NotFound) -> tuple[str, int]:
    gone = queries.find_gone(session(), public_id)
    if gone is None:
        raise error
    owner = organisation_name(gone.achievement.owner)
    return render_template("listings/gone.html", version=gone, owner=owner), 410


def _page(version: AchievementVersion, pinned: bool = False) -> str:
    versions = queries.versions_of(session(), actor(), version.public_id)
    in_force = next((entry.number for entry in versions if entry.state in VISIBLE), None)
    citation = _citation(version)
    return render_template(
        "listings/result.html",
        page=record_page(actor(), version),
        version=version,
        history=history.steps(versions),
        in_force=in_force,
        pinned=pinned and version.number != in_force,
        citation=citation.gbt7714(today()),
        json_ld=citation.json_ld() if version.number == in_force else "",
        canonical=settings().base_url + url_for("listings.result", public_id=version.public_id),
    )


def _citation(version: AchievementVersion) -> Citation:
    address = url_for("listings.result_version", public_id=version.public_id, number=version.number)
    return Citation(version=version, address=settings().base_url + address)
