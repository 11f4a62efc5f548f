"""The public page of a result, its versions, its citation, its tombstone."""

from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from marketplace.core.clock import today
from marketplace.core.errors import Forbidden, NotFound
from marketplace.listings import handing, history, policies, queries
from marketplace.listings.citation import Citation
from marketplace.listings.models import AchievementVersion
from marketplace.listings.policies import READABLE
from marketplace.listings.presentation import RecordPage, organisation_name, record_page, record_page_as
from marketplace.listings.rules import VISIBLE, ListingState, Reader
from marketplace.listings.views.blueprint import blueprint
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.state import actor, session, settings

Answer = str | tuple[str, int] | WerkzeugResponse


@blueprint.get("/results/<public_id>")
@allow(anyone)
def result(public_id: str) -> Answer:
    """The version in force; 410 with a tombstone when it was withdrawn or has expired."""
    try:
        return _page(queries.get_listing(session(), actor(), public_id))
    except NotFound as error:
        return _tombstone(public_id, error)


@blueprint.get("/results/<public_id>/v<int:number>")
@allow(anyone)
def result_version(public_id: str, number: int) -> Answer:
    """One version, with a notice when it is not the one in force."""
    try:
        return _page(queries.get_version(session(), actor(), public_id, number), pinned=True)
    except NotFound as error:
        return _tombstone(public_id, error)


@blueprint.get("/results/<public_id>/v<int:number>/preview/<reader>")
@allow(signed_in)
def preview(public_id: str, number: int, reader: str) -> WerkzeugResponse:
    """A version as another reader will see it: for those who see all of it."""
    version = queries.get_version(session(), actor(), public_id, number)
    if reader not in set(Reader):
        raise NotFound("没有这样的预览。")
    if not policies.sees_all(actor(), version):
        raise Forbidden("只有成果所属单位的成员和审核员可以预览。")
    eyes = Reader(reader)
    owns = policies.can_edit(actor(), version.achievement)
    answer = make_response(_drawn(version, record_page_as(eyes, version), reader=eyes, owns=owns))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.get("/results/<public_id>/v<int:number>/citation.bib")
@allow(anyone)
def bibtex(public_id: str, number: int) -> Response:
    """The citation of a version as a BibTeX file."""
    version = queries.get_version(session(), actor(), public_id, number)
    response = Response(_citation(version).bibtex(), mimetype="application/x-bibtex")
    response.headers["Content-Disposition"] = f"attachment; filename={version.public_id}-v{version.number}.bib"
    return response


def _tombstone(public_id: str, error: NotFound) -> Answer:
    gone = queries.find_gone(session(), public_id)
    if gone is None:
        raise error
    if successor := queries.find_successor(session(), gone):
        return redirect(url_for("listings.result", public_id=successor), 302)  # it may be restored
    may = {
        "confirm": gone.state is ListingState.EXPIRED and policies.can_edit(actor(), gone.achievement),
        "restore": gone.state is ListingState.WITHDRAWN and policies.can_restore(actor(), gone),
        "read_all": policies.sees_all(actor(), gone),
    }
    owner, citation = organisation_name(gone.achievement.owner), _citation(gone).gbt7714(today())
    return render_template("listings/gone.html", version=gone, owner=owner, citation=citation, may=may), 410


def _page(version: AchievementVersion, pinned: bool = False) -> str:
    """The page of a version for whoever asks; whoever watches is told when it is made."""
    reader = actor()
    seen = record_page(reader, version)
    page = _drawn(
        version,
        seen,
        pinned=pinned,
        looks_after=version.state in VISIBLE and policies.can_look_after(reader, version.achievement),
        may_edit=reader.belongs_to(version.owner_id),
    )
    handing.was_shown(reader, version, seen.opened)
    return page


def _drawn(version: AchievementVersion, page: RecordPage, pinned: bool = False, **more: Any) -> str:
    """The one template of a result; a preview is the same page seen with other eyes."""
    seen = queries.versions_of(session(), actor(), version.public_id)
    versions = [each for each in seen if page.sees_all or each.number == version.number or each.state in READABLE]
    in_force = next((entry.number for entry in versions if entry.state in VISIBLE), None)
    citation = _citation(version)
    return render_template(
        "listings/result.html",
        page=page,
        version=version,
        history=history.steps(versions),
        in_force=in_force,
        sees_all=page.sees_all,
        pinned=pinned and version.number != in_force,
        citation=citation.gbt7714(today()),
        json_ld=citation.json_ld() if version.number == in_force and "reader" not in more else "",
        canonical=settings().base_url + url_for("listings.result", public_id=version.public_id),
        **more,
    )


def _citation(version: AchievementVersion) -> Citation:
    address = url_for("listings.result_version", public_id=version.public_id, number=version.number)
    return Citation(version=version, address=settings().base_url + address)
