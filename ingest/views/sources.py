"""Repositories that are harvested: add one, try it, change it, harvest now, pause, remove."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ingest.fields import FIELDS
from ingest.forms import SourceForm
from ingest.harvest import services
from ingest.harvest.dublin_core import as_lines
from ingest.harvest.fetching import NotFetched, fetch, resolve
from ingest.harvest.jobs import allowed_hosts
from ingest.harvest.models import HarvestSource
from ingest.harvest.oai import identify, listings
from ingest.mapping import fingerprint, map_columns
from ingest.readers import read_file
from ingest.runs import remembered
from ingest.views import blueprint
from ingest.wording import say
from marketplace.core.errors import Conflict
from marketplace.web.access import allow, member_somewhere
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

SHOWN = 5  # records of a try
Answer = Response | str | tuple[str, int]


@blueprint.get("/import/sources")
@allow(member_somewhere)
def sources() -> str:
    """The repositories of the person's organisations, and the form for another one."""
    return _list_page(SourceForm(services.managed(session(), actor())))


@blueprint.post("/import/sources")
@limiter.limit("20 per minute")
@allow(member_somewhere)
def add_source() -> Answer:
    """Take a repository whose address is one; its answers are looked at by the try."""
    managed = services.managed(session(), actor())
    form = SourceForm(managed)
    if not managed or not form.validate_on_submit():
        return _list_page(form), 422
    try:
        resolve(form.as_harvest().address, allowed_hosts())
        with transaction() as writing:
            source = services.add_source(writing, actor(), form.organisation.data, form.as_harvest())
    except NotFetched as refused:
        form.address.errors = [say(refused.message)]
        return _list_page(form), 422
    except Conflict as refused:
        form.address.errors = [_(refused.message)]
        return _list_page(form), 422
    return redirect(url_for(".source", public_id=source.public_id), 303)


@blueprint.get("/import/sources/<public_id>")
@allow(member_somewhere)
def source(public_id: str) -> str:
    """A repository: its settings, its last harvest, what is gone there."""
    return _source_page(services.get_source(session(), actor(), public_id))


@blueprint.route("/import/sources/<public_id>/edit", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@allow(member_somewhere)
def edit_source(public_id: str) -> Answer:
    """The settings of a repository, for the managers of its organisation."""
    found = services.get_source_to_change(session(), actor(), public_id)
    form = SourceForm(services.managed(session(), actor()), obj=found)
    form.organisation.data, form.kind.data = found.organisation_id, found.kind.value  # neither can be changed
    if request.method == "GET":
        return _edit_page(found, form)
    if not form.validate_on_submit():
        return _edit_page(found, form), 422
    try:
        resolve(form.as_harvest().address, allowed_hosts())
        with transaction() as writing:
            services.edit_source(writing, actor(), public_id, form.as_harvest())
    except NotFetched as refused:
        form.address.errors = [say(refused.message)]
        return _edit_page(found, form), 422
    except Conflict as refused:
        form.address.errors = [_(refused.message)]
        return _edit_page(found, form), 422
    flash(_("已保存。可以先试采看看。"), "success")
    return redirect(url_for(".source", public_id=public_id), 303)


@blueprint.post("/import/sources/<public_id>/try")
@limiter.limit("10 per minute")
@allow(member_somewhere)
def try_source(public_id: str) -> Answer:
    """Ask the repository who it is and for its first records; nothing is kept."""
    found = services.get_source(session(), actor(), public_id)
    try:
        return _source_page(found, tried=_tried(found))
    except NotFetched as refused:
        return _source_page(found, refused=say(refused.message)), 422


@blueprint.post("/import/sources/<public_id>/<any(harvest, pause, resume, remove):act>")
@limiter.limit("20 per minute")
@allow(member_somewhere)
def change_source(public_id: str, act: str) -> Response:
    """Harvest now, pause, go on, or forget it."""
    with transaction() as writing:
        if act == "remove":
            services.remove(writing, actor(), public_id)
        elif act == "harvest":
            services.harvest_now(writing, actor(), public_id)
        else:
            services.switch(writing, actor(), public_id, active=act == "resume")
    if act == "remove":
        flash(_("已删除这个采集来源；采集到的记录都还在。"), "success")
        return redirect(url_for(".sources"), 303)
    if act == "harvest":
        flash(_("已开始采集，采到的记录会作为一次导入等您核对。"), "success")
    return redirect(url_for(".source", public_id=public_id), 303)


def _tried(found: HarvestSource) -> dict[str, Any]:
    """The name of the repository, its first records, and the fields that its elements would become."""
    get = partial(fetch, allowed=allowed_hosts())
    repository = identify(get, found.address)
    part = next(listings(get, found.address, of_set=found.of_set))
    records = [record for record in part.records if not record.deleted][:SHOWN]
    if not records:
        return {"repository": repository, "records": [], "columns": []}
    sheets = read_file(as_lines(records), "oai.jsonl")
    known = remembered(session(), found.organisation_id, fingerprint(sheets, found.kind))
    fields = FIELDS[found.kind]
    columns = [
        {
            "heading": column.heading,
            "example": column.examples[0] if column.examples else "",
            "field": _(fields[column.field].label) if column.field else "",
        }
        for column in map_columns(sheets, found.kind, remembered=known)
        if column.examples
    ]
    titles = [" ".join(record.elements.get("title", ())) for record in records]
    return {"repository": repository, "records": titles, "columns": columns}


def _list_page(form: SourceForm) -> str:
    return render_template(
        "ingest/sources.html",
        form=form,
        sources=services.sources_of(session(), actor()),
        asked=request.method == "POST",
    )


def _edit_page(found: HarvestSource, form: SourceForm) -> str:
    return render_template("ingest/source_edit.html", source=found, form=form)


def _source_page(found: HarvestSource, tried: dict[str, Any] | None = None, refused: str = "") -> str:
    manages = found.organisation_id in {each.id for each in services.managed(session(), actor())}
    return render_template(
        "ingest/source.html", source=found, tried=tried, refused=refused, say=say, manages=manages,
        shown="listings.result" if found.kind.value == "achievement" else "needs.show",
    )  # fmt: skip
