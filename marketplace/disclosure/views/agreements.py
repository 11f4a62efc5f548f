"""The confidentiality agreement: to read, to sign, to refuse, to end, to print; and the evidence of its signing."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.disclosure import papers, policies, queries, services
from marketplace.disclosure.nda_text import hash_of, read_back
from marketplace.disclosure.rules import NDA_LIFE, NdaAction
from marketplace.disclosure.titles import title_of
from marketplace.disclosure.views.blueprint import blueprint
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = Response | str | tuple[str, int]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/nda/<public_id>")
@allow(in_an_organisation)
def nda(public_id: str) -> str:
    """The text, how it stands, and what may be done."""
    return _page(public_id)


@blueprint.post("/nda/<public_id>/sign")
@limiter.limit("30 per hour")
@allow(in_an_organisation)
def sign(public_id: str) -> Answer:
    """Sign for the organisation that one manages."""
    command = services.SignNda(
        name=request.form.get("name", ""),
        office=request.form.get("office", ""),
        sha256=request.form.get("sha256", ""),
        entitled=request.form.get("entitled") == "y",
        seen={"address": request.remote_addr or "", "browser": (request.user_agent.string or "")[:200]},
    )
    try:
        with transaction() as writing:
            services.sign_nda(writing, actor(), public_id, command)
    except InvalidInput as refused:
        return _page(public_id, refused.fields), 422
    flash(_("已签署。"), "success")
    return redirect(url_for(".nda", public_id=public_id), 303)


@blueprint.post("/nda/<public_id>/<any(refuse, end):act>")
@limiter.limit("30 per hour")
@allow(in_an_organisation)
def close(public_id: str, act: str) -> Answer:
    """Refuse to sign, or end what was signed."""
    serve = services.refuse_nda if act == "refuse" else services.end_nda
    try:
        with transaction() as writing:
            serve(writing, actor(), public_id, request.form.get("reason", ""))
    except InvalidInput as refused:
        return _page(public_id, refused.fields), 422
    flash(_("已告知对方。") if act == "refuse" else _("协议已终止，T3 立即关闭。"), "success")
    return redirect(url_for(".nda", public_id=public_id), 303)


@blueprint.get("/nda/<public_id>.<any(docx, txt):form>")
@limiter.limit("60 per hour")
@allow(in_an_organisation)
def nda_file(public_id: str, form: str) -> Response:
    """As a document with the signatures there are; or the very bytes that were hashed."""
    held = queries.get_nda(session(), actor(), public_id)
    content, kind = (papers.agreement(held), DOCX) if form == "docx" else (held.text.encode(), "text/plain")
    answer = send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=f"{held.public_id}.{form}")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/nda/<public_id>/evidence")
@allow(in_an_organisation)
def evidence(public_id: str) -> str:
    """A page to print: the text's hash, and each signature with what was kept of it."""
    held = queries.get_nda(session(), actor(), public_id)
    whole = hash_of(held.text) == held.sha256 and all(each.sha256 == held.sha256 for each in held.signatures)
    return render_template("disclosure/evidence.html", nda=held, title=title_of(held.achievement), whole=whole)


def _page(public_id: str, faults: dict[str, str] | None = None) -> str:
    held = queries.get_nda(session(), actor(), public_id)
    manages = bool({held.discloser_id, held.recipient_id} & actor().manages)
    acts = [str(act) for act in NDA_LIFE.actions_from(held.state)] if manages else []
    return render_template(
        "disclosure/nda.html",
        nda=held,
        title=title_of(held.achievement),
        wording=read_back(held.text),
        party=policies.signs_for(actor(), held),
        may_refuse=NdaAction.REFUSE in acts,
        may_end=NdaAction.END in acts,
        faults=faults or {},
        typed=request.form,
    )
