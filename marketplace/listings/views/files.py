"""The files of a version: the owner's room for them, and their downloading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from marketplace.core.confined.asking import SUFFIXES
from marketplace.core.errors import Forbidden, InvalidInput, NotFound
from marketplace.listings import handing, queries, services
from marketplace.listings.file_forms import AddFilesForm, ChangeFileForm, PictureForm, change_form
from marketplace.listings.models import AchievementVersion, Picture, PictureRendition
from marketplace.listings.presentation import ShownFile
from marketplace.listings.rules import MOST_FILES, MOST_PICTURES, WORKING
from marketplace.listings.views.blueprint import blueprint
from marketplace.listings.views.uploads import given, nothing_chosen, stored, stored_one
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, attachments, session, settings, transaction

Answer = str | tuple[str, int] | tuple[Response, int] | Response
Refused = tuple[FileStorage | None, InvalidInput]
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that was not taken, and why."""

    name: str
    sentence: str


@blueprint.route("/my/results/<public_id>/files", methods=["GET", "POST"])
@limiter.limit("120 per hour", methods=["POST"])
@allow(signed_in)
def files(public_id: str) -> Answer:
    """The files of the version in work; posted ones are added, each for itself."""
    version = queries.get_to_edit(session(), actor(), public_id)
    if request.method == "GET":
        return files_page(version) if version.state in WORKING else _closed(public_id)
    form = AddFilesForm()
    refused = _refused(add_all(public_id, form))
    if request.accept_mimetypes.best == "application/json":
        return jsonify({"refused": [each.sentence for each in refused]}), 422 if refused else 201
    if refused:
        return files_page(queries.get_to_edit(session(), actor(), public_id), add=form, refused=refused), 422
    flash(_("已上传。"), "toast")
    return _back(public_id)


@blueprint.post("/my/results/<public_id>/files/<int:file_id>")
@limiter.limit("300 per hour")
@allow(signed_in)
def change_file(public_id: str, file_id: int) -> Answer:
    """Describe, replace, move, remove or put back one file."""
    act = request.form.get("act", "save")
    acts: dict[str, Any] = {
        "up": partial(services.move_file, by=-1),
        "down": partial(services.move_file, by=1),
        "remove": services.remove_file,
        "restore": services.restore_file,
    }
    if act in acts:
        with transaction() as writing:
            acts[act](writing, actor(), public_id, file_id)
        if act == "remove":
            flash(Markup("{} {}").format(_("资料已移除。"), _undo(public_id, file_id)), "success")
        return _back(public_id)
    version = queries.get_to_edit(session(), actor(), public_id)
    attachment = next((each for each in version.attachments if each.id == file_id), None)
    if attachment is None:
        raise NotFound("这份资料已被移除，或不在正在修改的版本里。请刷新后再试。")
    form = change_form(attachment, typed=True)
    try:
        command = services.ChangeFile(
            title=form.title.data or "",
            kind=AttachmentKind(str(form.kind.data)),
            tier=DisclosureTier(str(form.tier.data)),
            file=stored_one([form.file.data] if form.file.data else []),
        )
        with transaction() as writing:
            services.change_file(writing, actor(), public_id, file_id, command)
    except InvalidInput as error:
        (form.title if "title" in error.fields else form.file).errors = [sentence_of(error)]
        return files_page(queries.get_to_edit(session(), actor(), public_id), changing={file_id: form}), 422
    flash(_("已保存。"), "toast")
    return _back(public_id)


@blueprint.route("/results/<public_id>/v<int:number>/files/<int:file_id>", methods=["GET", "POST"])
@limiter.limit("120 per minute")
@allow(anyone)
def file(public_id: str, number: int, file_id: int) -> Answer:
    """One file, for whom its tier is open at this moment; whoever might open it by signing in is asked to. What comes in a
    wrapping is told of first, and taken by the form."""
    try:
        version, found = queries.get_file(session(), actor(), public_id, number, file_id)
    except Forbidden:
        if actor().signed_in:
            raise
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    if request.method == "GET" and handing.asks_first(session(), actor(), version, found):
        return render_template("listings/parcel.html", version=version, file=found), 200
    handed = handing.hand_out(session(), actor(), version, found, attachments())
    if request.environ["REQUEST_METHOD"] != "HEAD":  # HEAD downloads nothing
        with transaction() as writing:
            services.note_download(writing, actor(), version, found)
            handed.write_down(writing)
    answer = send_file(
        handed.content, mimetype=handed.media_type, as_attachment=True, download_name=handed.filename, max_age=0
    )
    answer.content_length = handed.size
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def file_address(version: AchievementVersion) -> Callable[[ShownFile], str]:
    """From a file of the version to where it is downloaded."""

    def address(shown: ShownFile) -> str:
        return url_for("listings.file", public_id=version.public_id, number=version.number, file_id=shown.id)

    return address


def picture_address(version: AchievementVersion) -> Callable[[Picture, PictureRendition], str]:
    """From a picture of the version and one of its widths to where it is shown."""

    def address(picture: Picture, each: PictureRendition) -> str:
        suffix = SUFFIXES[each.media_type].removeprefix(".")
        here: dict[str, Any] = {"public_id": version.public_id, "number": version.number, "picture_id": picture.id}
        return url_for("listings.picture", **here, width=each.width, suffix=suffix)

    return address


def add_all(public_id: str, form: AddFilesForm) -> list[Refused]:
    """Add each file that was chosen; those that were not taken, with the reason."""
    uploads = given(form.file.data or [])
    refused: list[Refused] = []
    if not uploads:
        return [(None, nothing_chosen())]
    for upload in uploads:
        try:
            command = services.AddFile(
                file=stored(upload), kind=AttachmentKind(str(form.kind.data)), tier=DisclosureTier(str(form.tier.data))
            )
            with transaction() as writing:
                services.add_file(writing, actor(), public_id, command)
        except InvalidInput as error:
            refused.append((upload, error))
    return refused


def _refused(found: Sequence[Refused]) -> list[Refusal]:
    return [
        Refusal(name=(upload.filename or "")[-80:] if upload else "", sentence=sentence_of(error))
        for upload, error in found
    ]


def files_page(
    version: AchievementVersion,
    add: AddFilesForm | None = None,
    changing: dict[int, ChangeFileForm] | None = None,
    refused: Sequence[Refusal] = (),
    picture: PictureForm | None = None,
    wrong_words: dict[int, tuple[str, str]] | None = None,
) -> str:
    """The room; with forms that came back. `wrong_words` holds what was typed for a picture and what is wrong with it."""
    written = changing or {}
    rows = [(each, written.get(each.id) or change_form(each), each.id in written) for each in version.attachments]
    return render_template(
        "listings/files.html",
        version=version,
        rows=rows,
        add=add or AddFilesForm(formdata=None),
        refused=refused,
        most=MOST_FILES,
        picture=picture or PictureForm(formdata=None),
        wrong_words=wrong_words or {},
        most_pictures=MOST_PICTURES,
        picture_address=picture_address(version),
        megabytes=settings().max_upload_bytes // MEGABYTE,
    )


def _closed(public_id: str) -> Response:
    flash(_("这一版已不在编辑中，不能改动资料和图片。请先撤回送审，或起草新版本。"), "error")
    return redirect(url_for("listings.edit", public_id=public_id), 303)


def _back(public_id: str) -> Response:
    return redirect(url_for("listings.files", public_id=public_id), 303)


def _undo(public_id: str, file_id: int) -> Markup:
    """A button that puts back what was just removed."""
    address = url_for("listings.change_file", public_id=public_id, file_id=file_id)
    return Markup(render_template("listings/_put_back.html", address=address))  # noqa: S704 - a template of ours
