"""A forgotten password: the same answer for every address, and a link that works once."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts import services
from marketplace.accounts.forms.signing import AddressForm, ResetForm
from marketplace.accounts.login import leave, seal
from marketplace.accounts.views.blueprint import blueprint
from marketplace.accounts.views.limits import by_account
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.web.access import allow, anyone
from marketplace.web.failures import blame, sentence_of
from marketplace.web.language import language
from marketplace.web.security import limiter
from marketplace.web.state import session, transaction


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@limiter.limit("10 per hour; 30 per day", methods=["POST"])
@limiter.limit("3 per hour; 6 per day", key_func=by_account, methods=["POST"])
@allow(anyone)
def forgotten() -> Response | str | tuple[str, int]:
    form = AddressForm()
    if not form.is_submitted():
        return render_template("accounts/forgotten.html", form=form, sent=False)
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form, sent=False), 422
    with transaction() as writing:
        services.ask_for_reset(writing, seal(), form.email.data, language())
    return redirect(url_for(".reset_sent"), 303)


@blueprint.get("/password/forgotten/sent")
@allow(anyone)
def reset_sent() -> str:
    return render_template("accounts/forgotten.html", form=AddressForm(), sent=True)


@blueprint.route("/password/reset/<token>", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@allow(anyone)
def reset(token: str) -> Response | str | tuple[str, int]:
    """Set a new password by a link from a letter; the person then signs in with it."""
    form = ResetForm()
    try:
        person = services.person_of_reset(session(), seal(), token)
        if not form.is_submitted():
            return render_template("accounts/reset.html", form=form, person=person)
        if form.validate():
            with transaction() as writing:
                services.reset_password(writing, seal(), token, form.password.data)
            leave()
            flash(_("密码已改，请用新密码登录。其他设备都已退出。"), "success")
            return redirect(url_for(".sign_in"), 303)
    except InvalidInput as wrong:
        blame(form, wrong)
    except NotFound as gone:
        again = url_for(".forgotten")
        return render_template("accounts/dead_link.html", sentence=sentence_of(gone), again=again), 404
    return render_template("accounts/reset.html", form=form, person=person), 422
