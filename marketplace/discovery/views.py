"""The search page, suggestions while typing, and results similar to one."""

from dataclasses import replace

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from marketplace.core.errors import InvalidInput
from marketplace.discovery import finding, services
from marketplace.discovery.cards import ResultCard, result_card
from marketplace.discovery.documents import condense, read_document
from marketplace.discovery.page import UNAVAILABLE, SearchPage, search_page
from marketplace.discovery.queries import kept_text
from marketplace.discovery.question import Question, address
from marketplace.discovery.reading import Remark, read_question
from marketplace.discovery.suggestions import suggest
from marketplace.web.access import allow, anyone
from marketplace.web.failures import sentence_of
from marketplace.web.search_index import reader
from marketplace.web.security import csrf, limiter
from marketplace.web.state import actor, session, transaction
from search.ports import Reader

blueprint = Blueprint("discovery", __name__)


def open_reader() -> Reader | None:
    """This process's reader; None when there is no index to read."""
    try:
        return reader()
    except UNAVAILABLE as error:
        current_app.logger.error("search index cannot be opened: %s", error)
        return None


@blueprint.get("/search")
@allow(anyone)
def search() -> AnyResponse:
    """The page, or only its part below the question for htmx; beyond the last page stands the last one."""
    question, remarks = read_question(request.args.items(multi=True))
    page = _page(question, remarks)
    if page.pages.total and question.page > page.pages.pages:
        return redirect(page.page_url(page.pages.pages))
    part = request.headers.get("HX-Target") == "found" and "HX-History-Restore-Request" not in request.headers
    template = "discovery/_found.html" if part else "discovery/search.html"
    response = make_response(render_template(template, page=page, part=part))
    response.vary.add("HX-Target")
    if part:
        response.headers["HX-Push-Url"] = page.url
    return response


@blueprint.post("/search")
@csrf.exempt  # type: ignore[untyped-decorator] # a question changes nothing of anybody's: it may come from a page that was open for days
@limiter.limit("60 per minute")
@allow(anyone)
def ask() -> AnyResponse | tuple[str, int]:
    """Take a long text or a document, keep it, and lead to the address that asks it."""
    question, _remarks = read_question(request.form.items(multi=True))
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return redirect(address(_short(question)), 303)
    try:
        text = read_document(upload.stream)
    except InvalidInput as error:
        return _refused(question, sentence_of(error))
    return redirect(address(_named(question, text)), 303)


@blueprint.get("/search/suggest")
@allow(anyone)
def suggestions() -> Response:
    """Titles, keywords and key technologies that hold what was typed so far."""
    return jsonify(suggest(session(), open_reader(), actor(), request.args.get("q", "")))


@blueprint.get("/results/<public_id>/similar")
@allow(anyone)
def similar(public_id: str) -> str | AnyResponse:
    """The part of a result's page that names results like it; opened by itself, the search for them."""
    if "HX-Request" not in request.headers:
        return redirect(url_for("discovery.search", like=public_id))
    found = _similar(public_id)
    return render_template(
        "discovery/_similar.html",
        cards_found=found,
        more=url_for("discovery.search", like=public_id),
        public_id=public_id,
    )


def _similar(public_id: str) -> list[ResultCard]:
    index = open_reader()
    if index is None:
        return []
    try:
        return [result_card(version) for version in finding.similar(session(), index, actor(), public_id)]
    except UNAVAILABLE as error:
        current_app.logger.error("search unavailable: %s", error)
        return []


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def _page(question: Question, remarks: tuple[Remark, ...]) -> SearchPage:
    document = ""
    if question.document:
        kept = kept_text(session(), question.document)
        if kept is None:
            gone = _("这份文件的文字已过保存期。请再上传一次，或把问题写在框里。")
            remarks = (*remarks, Remark(message=gone, params={}))
        document = kept or ""
    return search_page(session(), open_reader(), actor(), question, document, remarks)


def _short(question: Question) -> Question:
    """The question with a text that fits into an address, or with the id of a kept one."""
    if services.fits_an_address(question.text):
        return question
    return _named(question, condense(question.text))


def _named(question: Question, text: str) -> Question:
    with transaction() as writing:
        key = services.keep_question(writing, text)
    return replace(question, text="", document=key, like="", page=1)


def _refused(question: Question, sentence: str) -> tuple[str, int]:
    """The page again, with what is wrong with the file."""
    return render_template("discovery/search.html", page=_page(question, ()), part=False, refused=sentence), 422
