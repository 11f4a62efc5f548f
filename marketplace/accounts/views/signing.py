"""Sign in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts import services
from marketplace.accounts.demo import demo_accounts
from marketplace.accounts.forms.signing import SignInForm
from marketplace.accounts.login import enter, leave, this_device
from marketplace.accounts.views.blueprint import blueprint
from marketplace.accounts.views.limits import by_account, refused
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.redirects import inside
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction


@blueprint.route("/login", methods=["GET", "POST"], endpoint="sign_in")
@limiter.limit("20 per minute; 200 per hour", methods=["POST"])
@limiter.limit("10 per 15 minutes; 60 per day", key_func=by_account, methods=["POST"], deduct_when=refused)
@allow(anyone)
def sign_in() -> Response | str | tuple[str, int]:
    """One answer for a wrong address and a wrong password."""
    form = SignInForm(data={"next": request.args.get("next", "")} if request.method == "GET" else None)
    if request.method == "GET":
        return redirect(inside(form.next.data, url_for("discovery.home")), 303) if actor().signed_in else _page(form)
    if not form.validate():
        return _page(form), 422
    found = services.authenticate(session(), form.email.data, form.password.data)
    if found.person is None:
        form.password.errors = [_why_not(found)]
        return _page(form), 422
    with transaction() as writing:
        person, device = services.sign_in(writing, found.person.id, form.password.data, this_device())
    enter(person, device, remember=form.remember.data)
    flash(_("已登录，%(name)s。", name=person.name), "success")
    return redirect(inside(form.next.data, url_for("discovery.home")), 303)


@blueprint.post("/logout")
@allow(signed_in)
def sign_out() -> Response:
    with transaction() as writing:
        services.sign_out(writing, current_user.device_key)
    leave()
    flash(_("已退出登录。"), "success")
    return redirect(url_for("discovery.home"), 303)


def _why_not(found: services.Authenticated) -> str:
    """Whoever knows the password of a registration learns that it waits; everybody else hears the same."""
    if found.unconfirmed:
        return str(_("注册还没有确认。请打开我们寄给您的确认信；没有收到就在登录框下面重发。"))
    return str(_("邮箱或密码不对。请再试一次。"))


def _page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, demo_accounts=demo_accounts)
