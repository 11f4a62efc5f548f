"""Sign in and out."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from marketplace.accounts import services
from marketplace.accounts.demo import demo_accounts
from marketplace.accounts.forms.signing import SignInForm
from marketplace.accounts.login import SignedIn
from marketplace.accounts.views.blueprint import blueprint
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.security import limiter
from marketplace.web.state import actor, session


@blueprint.route("/login", methods=["GET", "POST"], endpoint="sign_in")
@limiter.limit("20 per minute; 200 per hour", methods=["POST"])
@allow(anyone)
def sign_in() -> Response | str | tuple[str, int]:
    """One answer for a wrong address and a wrong password."""
    form = SignInForm(data={"next": request.args.get("next", "")} if request.method == "GET" else None)
    if request.method == "GET":
        return redirect(_inside(form.next.data), 303) if actor().signed_in else _page(form)
    if not form.validate():
        return _page(form), 422
    person = services.authenticate(session(), form.email.data, form.password.data)
    if person is None:
        form.password.errors = [_("邮箱或密码不对。请再试一次。")]
        return _page(form), 422
    login_user(SignedIn(person), remember=form.remember.data)
    flash(_("已登录，%(name)s。", name=person.name), "success")
    return redirect(_inside(form.next.data), 303)


@blueprint.post("/logout")
@allow(signed_in)
def sign_out() -> Response:
    logout_user()
    flash(_("已退出登录。"), "success")
    return redirect(url_for("discovery.home"), 303)


def _page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, demo_accounts=demo_accounts)


def _inside(target: str | None) -> str:
    """Only a path of our own: no open redirect."""
    home = url_for("discovery.home")
    if not target:
        return home
    parts = urlsplit(target)
    inside = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside else home
