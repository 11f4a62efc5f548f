"""Register, and confirm the registration from the mailbox. No answer tells whether an address has an account."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts import services
from marketplace.accounts.forms.signing import AddressForm, ConfirmForm, RegisterForm
from marketplace.accounts.login import enter, seal, this_device
from marketplace.accounts.models import OrganisationKind
from marketplace.accounts.views.blueprint import blueprint
from marketplace.accounts.views.limits import by_account, refused
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.web.access import allow, anyone
from marketplace.web.failures import blame, sentence_of
from marketplace.web.language import language
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction


@blueprint.route("/register", methods=["GET", "POST"])
@limiter.limit("10 per hour; 30 per day", methods=["POST"])
@limiter.limit("5 per hour; 10 per day", key_func=by_account, methods=["POST"])
@allow(anyone)
def register() -> Response | str | tuple[str, int]:
    """The same answer, at the same cost, for a new and for a known address."""
    form = RegisterForm()
    if actor().signed_in:
        return redirect(url_for("discovery.home"), 303)
    if not form.is_submitted():
        return render_template("accounts/register.html", form=form)
    if form.validate():
        command = services.Register(
            name=form.name.data,
            email=form.email.data,
            password=form.password.data,
            wanted=OrganisationKind(str(form.wanted.data)),
            locale=language(),
        )
        try:
            with transaction() as writing:
                services.register(writing, seal(), command)
            return redirect(url_for(".registered"), 303)
        except InvalidInput as wrong:
            blame(form, wrong)
    return render_template("accounts/register.html", form=form), 422


@blueprint.get("/register/sent")
@allow(anyone)
def registered() -> str:
    """What happens next, and the letter once more for those who miss it."""
    return render_template("accounts/registered.html", form=AddressForm())


@blueprint.post("/register/resend")
@limiter.limit("10 per hour")
@limiter.limit("3 per hour; 6 per day", key_func=by_account)
@allow(anyone)
def resend() -> Response | tuple[str, int]:
    form = AddressForm()
    if not form.validate():
        return render_template("accounts/registered.html", form=form), 422
    with transaction() as writing:
        services.resend_confirmation(writing, seal(), form.email.data, language())
    flash(_("已再寄一封。几分钟后还没有，请看看垃圾邮件。"), "success")
    return redirect(url_for(".registered"), 303)


@blueprint.route("/register/confirm/<token>", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"], deduct_when=refused)
@allow(anyone)
def confirm(token: str) -> Response | str | tuple[str, int]:
    """Following the link alone does nothing: programs that read mail follow links too."""
    form = ConfirmForm()
    try:
        registration = services.registration_of(session(), seal(), token)
        if not form.is_submitted():
            return render_template("accounts/confirm.html", form=form, registration=registration)
        if form.validate():
            with transaction() as writing:
                person = services.confirm_registration(writing, seal(), token, form.password.data)
                device = services.note_device(writing, person, this_device())
            enter(person, device)
            flash(_("注册完成，已登录。接下来请加入您的单位。"), "success")
            return redirect(url_for("discovery.home"), 303)
    except InvalidInput as wrong:
        blame(form, wrong)
    except NotFound as gone:
        again = url_for(".register")
        return render_template("accounts/dead_link.html", sentence=sentence_of(gone), again=again), 404
    return render_template("accounts/confirm.html", form=form, registration=registration), 422
