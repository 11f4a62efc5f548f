"""认证, from the organisation's side: evidence goes in, the answer is read."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.core.uploads import SUFFIXES, paper_type
from marketplace.organisations import queries, services
from marketplace.organisations.forms import EvidenceForm
from marketplace.organisations.rules import VERIFICATION
from marketplace.organisations.services.verifying import Evidence
from marketplace.organisations.views.blueprint import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, files, session, transaction
from marketplace.web.viruses import refuse_viruses

Answer = str | tuple[str, int] | Response


@blueprint.route("/organisations/<code>/verification", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
@allow(signed_in)
def verification(code: str) -> Answer:
    """Where the verification stands; a manager hands in a paper."""
    queries.get_to_manage(session(), actor(), code)
    if request.method == "GET":
        return _page(code, EvidenceForm(formdata=None))
    form = EvidenceForm()
    try:
        paper = BytesIO(form.evidence.data.read() if form.evidence.data else b"")
        kind = paper_type(paper, "evidence")
        refuse_viruses(paper, "evidence")
        key = files().put(paper)
        with transaction() as writing:
            services.hand_in(writing, actor(), code, Evidence(key=key, media_type=kind))
    except InvalidInput as refused:
        form.blame(refused)
        return _page(code, form), 422
    flash(_("材料已提交，管理员核验后会发邮件告诉您。"), "success")
    return redirect(url_for(".verification", code=code), 303)


@blueprint.post("/organisations/<code>/verification/recall")
@allow(signed_in)
def recall(code: str) -> Response:
    with transaction() as writing:
        services.recall(writing, actor(), code)
    flash(_("材料已撤回。"), "success")
    return redirect(url_for(".verification", code=code), 303)


@blueprint.get("/organisations/<code>/evidence/<int:number>")
@allow(signed_in)
def evidence(code: str, number: int) -> Response:
    """The paper, as a download that no browser runs."""
    held = queries.get_evidence(session(), actor(), code, number)
    name = f"{code}-{number}{SUFFIXES[held.evidence_type]}"
    path = files().path(held.evidence)
    answer = send_file(path, mimetype=held.evidence_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(code: str, form: EvidenceForm) -> str:
    organisation = queries.get_to_manage(session(), actor(), code)
    return render_template(
        "organisations/verification.html",
        organisation=organisation,
        history=queries.verifications_of(session(), organisation),
        actions=[str(action) for action in VERIFICATION.actions_from(organisation.standing)],
        form=form,
    )
