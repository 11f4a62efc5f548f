"""Finding an organisation, and making one that is not here yet."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.models import OrganisationKind
from marketplace.core.errors import InvalidInput
from marketplace.organisations import queries, services
from marketplace.organisations.credit_code import tidy
from marketplace.organisations.forms import ProfileForm
from marketplace.organisations.queries import OrganisationFilter
from marketplace.organisations.views.blueprint import blueprint
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

Answer = str | tuple[str, int] | Response


@blueprint.get("/organisations")
@allow(anyone)
def index() -> str:
    """Everybody finds an organisation by name or code."""
    asked = request.args
    text = asked.get("text", "").strip()[:120]
    kind = OrganisationKind(asked["kind"]) if asked.get("kind") in set(OrganisationKind) else None
    number = max(1, min(asked.get("page", 1, type=int), 100_000))
    page = queries.directory(session(), OrganisationFilter(text=text, kind=kind), number)

    def href(number: int) -> str:
        return url_for(".index", text=text or None, kind=kind, page=number)

    return render_template(
        "organisations/index.html", page=page, text=text, kind=kind, kinds=OrganisationKind, href=href
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@limiter.limit("20 per hour; 40 per day", methods=["POST"])
@allow(signed_in)
def new() -> Answer:
    """The form; what may be here already is shown before anything is made."""
    form = ProfileForm(data={"name": request.args.get("name", "")[:120]} if request.method == "GET" else None)
    if request.method == "GET":
        return render_template("organisations/new.html", form=form, twins=None, message="")
    if not form.validate():
        return render_template("organisations/new.html", form=form, twins=None, message=""), 422
    try:
        with transaction() as writing:
            alike = bool(form.although_alike.data)
            made = services.create_organisation(writing, actor(), form.profile(), although_alike=alike)
    except InvalidInput as refused:
        form.blame(refused)
        return _refused(form, refused), 422
    flash(_("单位已建好，您是它的管理员。下一步：提交证照认证，邀请同事。"), "success")
    return redirect(url_for(".show", code=made.code), 303)


def _refused(form: ProfileForm, refused: InvalidInput) -> str:
    twins = services.look_up(session(), _with_tidy_code(form)) if "" in refused.fields else None
    return render_template("organisations/new.html", form=form, twins=twins, message=sentence_of(refused))


def _with_tidy_code(form: ProfileForm) -> services.Profile:
    form.credit_code.data = tidy(form.credit_code.data)
    return form.profile()
