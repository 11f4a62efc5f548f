"""The pages of an agenda: the organiser's, one block, its slides."""

from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.events import queries as events
from marketplace.events.models import Event
from marketplace.events.roadshow import queries, services
from marketplace.events.roadshow.forms import BlockForm, SlidesForm, block_form
from marketplace.events.roadshow.rules import SlideTier
from marketplace.events.roadshow.running import clashes_of
from marketplace.events.roadshow.seeing import seen_agenda
from marketplace.events.roadshow.wording import clash_told
from marketplace.events.rules import OVER, EventState
from marketplace.events.views.blueprint import blueprint
from marketplace.listings.views.uploads import nothing_chosen, stored_one
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, attachments, session, transaction

Answer = Response | str | tuple[str, int]


@blueprint.route("/my/events/<public_id>/roadshow", methods=["GET", "POST"])
@limiter.limit("240 per hour", methods=["POST"])
@allow(signed_in)
def roadshow(public_id: str) -> Answer:
    """The agenda with what clashes in it; posted, a block more."""
    event = events.get_event_managed(session(), actor(), public_id)
    form = block_form(queries.presenters_of(session(), event))
    if request.method == "GET":
        return _page(event, form)
    if not form.validate():
        return _page(event, form), 422
    try:
        with transaction() as writing:
            services.add_block(writing, actor(), public_id, form.block())
    except InvalidInput as refused:
        form.blame(refused)
        return _page(events.get_event_managed(session(), actor(), public_id), form), 422
    flash(_("已加入议程。"), "toast")
    return _back(public_id)


def _page(event: Event, form: BlockForm) -> str:
    shown = seen_agenda(event)
    found = clashes_of(shown["agenda"], queries.day_of(session(), event, list(shown["blocks"].values())))
    return render_template(
        "events/roadshow.html",
        event=event,
        form=form,
        order=list(shown["blocks"]),
        open=event.state not in (*OVER, EventState.CANCELLED),
        clashes=[(each, clash_told(each)) for each in found],
        **shown,
    )


@blueprint.route("/my/events/<public_id>/roadshow/<int:number>", methods=["GET", "POST"])
@allow(signed_in)
def block(public_id: str, number: int) -> Answer:
    """One block, to be changed."""
    event = events.get_event_managed(session(), actor(), public_id)
    found = queries.get_block(session(), event, number)
    form = block_form(queries.presenters_of(session(), event), found)
    if request.method == "GET":
        return render_template("events/block.html", event=event, block=found, form=form)
    try:
        if not form.validate():
            return render_template("events/block.html", event=event, block=found, form=form), 422
        with transaction() as writing:
            services.change_block(writing, actor(), public_id, number, form.block())
    except InvalidInput as refused:
        form.blame(refused)
        return render_template("events/block.html", event=event, block=found, form=form), 422
    flash(_("已保存。"), "toast")
    return _back(public_id)


@blueprint.post("/my/events/<public_id>/roadshow/<int:number>/<any(up, down, remove):act>")
@allow(signed_in)
def move_block(public_id: str, number: int, act: str) -> Response:
    """One place up or down, or out."""
    with transaction() as writing:
        if act == "remove":
            services.remove_block(writing, actor(), public_id, number)
        else:
            services.move_block(writing, actor(), public_id, number, -1 if act == "up" else 1)
    if act == "remove":
        flash(_("已从议程里删除。"), "success")
        return _back(public_id)
    return redirect(url_for(".roadshow", public_id=public_id, _anchor=f"block-{number}"), 303)


@blueprint.post("/my/events/<public_id>/roadshow/order")
@allow(signed_in)
def order_blocks(public_id: str) -> Response:
    """The order after a block was dragged."""
    numbers = [int(each) for each in request.form.get("order", "").split(",") if each.isdecimal() and len(each) < 10]
    with transaction() as writing:
        services.order_blocks(writing, actor(), public_id, numbers)
    return _back(public_id)


@blueprint.route("/events/<public_id>/roadshow/<int:number>/slides", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"])
@allow(signed_in)
def slides(public_id: str, number: int) -> Answer:
    """The slides of a block, for the organisers and the party that presents."""
    event = events.get_event(session(), actor(), public_id)
    found = queries.get_block_to_attach(session(), actor(), event, number)
    form = SlidesForm()
    if request.method == "GET":
        return _slides(event, found, form)
    try:
        file = stored_one([form.file.data] if form.file.data else [])
        if file is None:
            raise nothing_chosen()
        with transaction() as writing:
            tier = SlideTier(str(form.tier.data)) if form.tier.data in set(SlideTier) else SlideTier.REGISTERED
            services.attach_slides(writing, actor(), public_id, number, file, tier)
    except InvalidInput as refused:
        form.file.errors = [sentence_of(refused)]
        return _slides(event, found, form), 422
    flash(_("幻灯片已上传。"), "success")
    return redirect(url_for(".slides", public_id=public_id, number=number), 303)


def _slides(event: Event, found: Any, form: SlidesForm) -> str:
    return render_template("events/slides.html", event=event, block=found, form=form)


@blueprint.post("/events/<public_id>/roadshow/<int:number>/slides/<int:slide>/remove")
@allow(signed_in)
def remove_slide(public_id: str, number: int, slide: int) -> Response:
    with transaction() as writing:
        services.detach_slides(writing, actor(), public_id, number, slide)
    flash(_("幻灯片已移除。"), "success")
    return redirect(url_for(".slides", public_id=public_id, number=number), 303)


@blueprint.get("/events/<public_id>/slides/<int:slide_id>")
@limiter.limit("120 per minute")
@allow(anyone)
def slide(public_id: str, slide_id: int) -> Response:
    """A file, for whom it is open at this moment."""
    found = queries.get_slide(session(), actor(), events.get_event(session(), actor(), public_id), slide_id)
    answer = send_file(
        attachments().open(found.key), mimetype=found.media_type, as_attachment=True, download_name=found.filename,
        max_age=0,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _back(public_id: str) -> Response:
    return redirect(url_for(".roadshow", public_id=public_id), 303)
