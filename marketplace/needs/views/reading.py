"""A need out of a document: the page that takes it, and the document for its owner."""

from io import BytesIO
from pathlib import PurePosixPath

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import SelectField

from marketplace.accounts.queries import owners_to_write_for
from marketplace.core.documents import read_blocks, text_of
from marketplace.core.errors import InvalidInput
from marketplace.needs import queries, services
from marketplace.needs.reading import NeedReading, read_need
from marketplace.needs.views import blueprint
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.failures import sentence_of
from marketplace.web.fields import ProseField
from marketplace.web.security import limiter
from marketplace.web.state import actor, files, session, settings, transaction
from marketplace.web.viruses import refuse_viruses
from search.text import is_blank

Answer = Response | str | tuple[str, int]
PASTED = "pasted.txt"
LONGEST = 20_000  # characters that may be pasted


class DocumentForm(FlaskForm):  # type: ignore[misc]
    """Whose need it is, and the document or the text."""

    organisation = SelectField(lazy_gettext("需求单位"), coerce=int)
    file = FileField(
        lazy_gettext("需求文件"),
        description=lazy_gettext("Word（.docx）、PDF、文本或 Excel。单位的需求表按栏目读，普通文字按句子归类。"),
    )
    text = ProseField(lazy_gettext("或者粘贴一段文字"))


@blueprint.get("/my/needs/read")
@allow(in_an_organisation)
def read() -> str:
    """The page that takes a document or a text."""
    return _page(_form())


@blueprint.post("/my/needs/read")
@limiter.limit("30 per minute")
@allow(in_an_organisation)
def take() -> Answer:
    """Make a draft of it, to be checked field by field; what cannot be read comes back with one sentence."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        content, name = _given(form)
        refuse_viruses(BytesIO(content), "file")
        reading = _read(content)
    except InvalidInput as refused:
        (form.file if form.file.data else form.text).errors = [sentence_of(refused)]
        return _page(form), 422
    source = services.NewSource(filename=name, file_hash=files().put(BytesIO(content)), size=len(content))
    with transaction() as writing:
        need = services.draft_from_document(writing, actor(), form.organisation.data, reading, source)
    flash(_("读到 %(n)s 项，已存为草稿。请对照原文逐项核对。", n=len(reading.found)), "success")
    return redirect(url_for(".edit", public_id=need.public_id), 303)


@blueprint.get("/my/needs/<public_id>/document")
@allow(in_an_organisation)
def document(public_id: str) -> Response:
    """The document that a need was read from, as its owner gave it."""
    source = queries.get_source(session(), actor(), public_id)
    answer: Response = send_file(
        files().path(source.file_hash),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=source.filename,
        max_age=0,
    )
    return answer


def _form() -> DocumentForm:
    organisations = owners_to_write_for(session(), actor())
    form = DocumentForm(data={"organisation": organisations[0].id})
    form.organisation.choices = [(each.id, each.name) for each in organisations]
    return form


def _given(form: DocumentForm) -> tuple[bytes, str]:
    """The content and the name it is kept under; a file goes before the text."""
    if form.file.data:
        name = PurePosixPath((form.file.data.filename or "").replace("\\", "/")).name
        return form.file.data.stream.read(), name[-255:] or PASTED
    text = form.text.data
    if not text:
        raise InvalidInput("请选一个文件，或粘贴一段文字。")
    if len(text) > LONGEST:
        raise InvalidInput("文字太长。请只留下与这个需求有关的部分，最多两万字。")
    return text.encode(), PASTED


def _read(content: bytes) -> NeedReading:
    blocks = list(read_blocks(content, ruled=True))
    reading = read_need(blocks)
    if not reading.found or is_blank("".join(map(text_of, blocks))):
        raise InvalidInput("文件里没有可以读取的文字。请换一个文件，或把问题写在框里。")
    return reading


def _page(form: DocumentForm) -> str:
    return render_template("needs/read.html", form=form, megabytes=settings().max_upload_bytes // (1024 * 1024))
