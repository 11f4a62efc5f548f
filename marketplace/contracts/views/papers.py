"""Scanned papers of a contract: handed in, given out."""

from io import BytesIO

from flask import flash, redirect, send_file, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from marketplace.contracts import queries, services
from marketplace.contracts.forms import PaperForm
from marketplace.contracts.views.blueprint import blueprint, works_with_contracts
from marketplace.contracts.views.lists import carbon_of
from marketplace.contracts.views.page import contract_page, own_contract
from marketplace.core.errors import InvalidInput
from marketplace.core.uploads import SUFFIXES, paper_type
from marketplace.web.access import allow
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, files, session, transaction
from marketplace.web.viruses import refuse_viruses

Answer = str | tuple[str, int] | Response


@blueprint.post("/contracts/<public_id>/papers")
@limiter.limit("30 per hour")
@allow(works_with_contracts)
def add_paper(public_id: str) -> Answer:
    """A PDF or a picture, looked at by its content."""
    own_contract(public_id)
    form = PaperForm()
    try:
        key, kind, size = stored(form.paper.data, "paper")
        paper = services.Paper(kind=form.chosen, key=key, media_type=kind, size=size)
        with transaction() as writing:
            services.add_paper(writing, actor(), public_id, paper)
    except InvalidInput as refused:
        contract = queries.contract_for(session(), actor(), public_id)
        terms = services.terms_of(contract)
        page = contract_page(
            "contracts/show.html", contract, terms=terms, wrong=sentence_of(refused), **carbon_of(contract)
        )
        return page, 422
    flash(_("文件已上传。"), "success")
    return redirect(url_for(".show", public_id=public_id, _anchor="papers"), 303)


@blueprint.get("/contracts/<public_id>/papers/<int:paper_id>")
@allow(works_with_contracts)
def paper(public_id: str, paper_id: int) -> Response:
    """The paper as a download, written down."""
    with transaction() as writing:
        contract, held = queries.paper_for(writing, actor(), public_id, paper_id)
        services.note_download(writing, actor(), contract, held.kind.value)
        key, kind = held.key, held.media_type
    return handed_out(key, kind, f"{public_id}-{paper_id}")


def stored(given: FileStorage | None, field: str) -> tuple[str, str, int]:
    """Put an upload into the store when its content is a PDF or a picture: key, media type, bytes."""
    content = BytesIO(given.read() if given else b"")
    kind = paper_type(content, field)
    refuse_viruses(content, field)
    return files().put(content), kind, content.getbuffer().nbytes


def handed_out(key: str, kind: str, name: str) -> Response:
    answer = send_file(files().path(key), mimetype=kind, as_attachment=True, download_name=f"{name}{SUFFIXES[kind]}")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
