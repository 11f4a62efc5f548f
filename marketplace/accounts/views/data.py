"""What is kept about a person: consents, an export, and the end of the account."""

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts import queries, services
from marketplace.accounts.exporting import exports_of
from marketplace.accounts.forms.settings import DeleteForm
from marketplace.accounts.holdings import charges_of
from marketplace.accounts.login import leave
from marketplace.accounts.rules import CONSENT_VERSION
from marketplace.accounts.services.own import EXPORT
from marketplace.accounts.views.blueprint import blueprint
from marketplace.accounts.views.limits import by_person
from marketplace.accounts.views.security import guesses
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.core.jobs import find_job
from marketplace.web.access import allow, signed_in
from marketplace.web.failures import blame
from marketplace.web.security import limiter
from marketplace.web.state import actor, files, session, transaction


@blueprint.get("/account/data")
@allow(signed_in)
def data() -> str:
    given = queries.consents_of(session(), actor())
    return render_template(
        "accounts/data.html",
        consents=given,
        version=CONSENT_VERSION,
        owed=all(consent.version != CONSENT_VERSION for consent in given),
        exports=exports_of(session(), actor().person_id),
    )


@blueprint.post("/account/data/export")
@limiter.limit("5 per day", key_func=by_person)
@allow(signed_in)
def export() -> Response:
    with transaction() as writing:
        job = services.ask_for_export(writing, actor())
    return redirect(url_for("jobs.show", public_id=job.public_id), 303)


@blueprint.get("/account/data/<public_id>.zip")
@allow(signed_in)
def download(public_id: str) -> Response:
    """The person's own export, while it lies there."""
    job = find_job(session(), public_id, actor().person_id)
    if job.kind != EXPORT or not job.result.get("file"):
        raise NotFound("这份导出不在了。请再导出一次。")
    return send_file(
        files().path(job.result["file"]), mimetype="application/zip", as_attachment=True, download_name="my-data.zip"
    )


@blueprint.route("/account/delete", methods=["GET", "POST"])
@guesses
@allow(signed_in)
def delete() -> Response | str | tuple[str, int]:
    """Says what goes, what stays and why, and what to do first."""
    form = DeleteForm()
    if form.is_submitted() and form.validate():
        try:
            with transaction() as writing:
                services.delete_account(writing, actor(), form.current.data)
            leave()
            flash(_("账号已注销，个人资料已删除。"), "success")
            return redirect(url_for("discovery.home"), 303)
        except InvalidInput as wrong:
            blame(form, wrong)
    page = render_template(
        "accounts/delete.html",
        form=form,
        charges=charges_of(session(), current_user.person),
        last_admin=services.is_last_admin(session(), current_user.person),
    )
    return (page, 422) if form.is_submitted() else page
