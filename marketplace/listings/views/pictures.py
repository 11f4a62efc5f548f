"""The pictures of a version: added and arranged by the owner, shown to whoever reads the version."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput, NotFound
from marketplace.listings import queries, services
from marketplace.listings.file_forms import PictureForm
from marketplace.listings.services.pictures import words
from marketplace.listings.views.blueprint import blueprint
from marketplace.listings.views.files import files_page
from marketplace.listings.views.uploads import given, scaled
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, attachments, session, transaction

Answer = str | tuple[str, int] | Response
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
KEPT = 3600  # seconds that a browser may show a picture without asking again


@blueprint.post("/my/results/<public_id>/pictures")
@limiter.limit("60 per hour")
@allow(signed_in)
def add_picture(public_id: str) -> Answer:
    """Scale and keep one picture."""
    version = queries.get_to_edit(session(), actor(), public_id)
    form = PictureForm()
    uploads = given([form.picture.data] if form.picture.data else [])
    try:
        if not uploads:
            raise InvalidInput("请先选择图片。", {"file": "请先选择图片。"})
        alt = words(form.alt.data or "")  # before the picture, which takes longer
        command = services.AddPicture(alt=alt, renditions=scaled(uploads[0]))
        with transaction() as writing:
            services.add_picture(writing, actor(), public_id, command)
    except InvalidInput as error:
        (form.alt if "alt" in error.fields else form.picture).errors = [sentence_of(error)]
        version = queries.get_to_edit(session(), actor(), public_id)
        return files_page(version, picture=form), 422
    flash(_("已上传。"), "toast")
    return _back(public_id)


@blueprint.post("/my/results/<public_id>/pictures/<int:picture_id>")
@limiter.limit("300 per hour")
@allow(signed_in)
def change_picture(public_id: str, picture_id: int) -> Answer:
    """Describe, move, remove or put back one picture."""
    act, alt = request.form.get("act", "save"), request.form.get("alt", "")
    acts: dict[str, Any] = {
        "save": partial(services.describe_picture, alt=alt),
        "up": partial(services.move_picture, by=-1),
        "down": partial(services.move_picture, by=1),
        "remove": services.remove_picture,
        "restore": services.restore_picture,
    }
    if act not in acts:
        raise InvalidInput("没有这样的操作。")
    try:
        with transaction() as writing:
            acts[act](writing, actor(), public_id, picture_id)
    except InvalidInput as error:
        version = queries.get_to_edit(session(), actor(), public_id)
        return files_page(version, wrong_words={picture_id: (alt, sentence_of(error))}), 422
    if act == "remove":
        address = url_for("listings.change_picture", public_id=public_id, picture_id=picture_id)
        undo = Markup(render_template("listings/_put_back.html", address=address))  # noqa: S704 - a template of ours
        flash(Markup("{} {}").format(_("图片已移除。"), undo), "success")
    elif act == "save":
        flash(_("已保存。"), "toast")
    return _back(public_id)


@blueprint.get("/results/<public_id>/v<int:number>/pictures/<int:picture_id>/<int:width>.<suffix>")
@allow(anyone)
def picture(public_id: str, number: int, picture_id: int, width: int, suffix: str) -> Response:
    """One picture at one width, for whoever may read its version."""
    if suffix not in TYPES:
        raise NotFound("没有这张图片。它可能已被移除，或地址有误。")
    found = queries.get_rendition(session(), actor(), public_id, number, picture_id, width, TYPES[suffix])
    answer = send_file(attachments().open(found.key), mimetype=found.media_type, etag=found.key)
    answer.cache_control.no_cache = None
    answer.cache_control.private, answer.cache_control.max_age = True, KEPT
    return answer.make_conditional(request)


def _back(public_id: str) -> Response:
    return redirect(url_for("listings.files", public_id=public_id, _anchor="pictures"), 303)
