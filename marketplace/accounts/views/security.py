"""Password, address and devices of the person who is signed in."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts import queries, services
from marketplace.accounts.forms.settings import ChangeAddressForm, ChangePasswordForm
from marketplace.accounts.login import enter, leave, seal, this_device
from marketplace.accounts.views.blueprint import blueprint
from marketplace.accounts.views.limits import by_person, refused
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.failures import blame, sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

guesses = limiter.shared_limit(
    "10 per 15 minutes", scope="own password", key_func=by_person, methods=["POST"], deduct_when=refused
)


@blueprint.get("/account/security")
@allow(signed_in)
def security() -> str:
    return _page()


@blueprint.post("/account/password")
@guesses
@allow(signed_in)
def change_password() -> Response | tuple[str, int]:
    """Every other device has to sign in anew; this one stays."""
    form = ChangePasswordForm(prefix="password-")
    if form.validate():
        try:
            with transaction() as writing:
                person = services.change_password(writing, actor(), form.current.data, form.password.data)
                device = services.note_device(writing, person, this_device())
            enter(person, device)
            flash(_("密码已改。其他设备都已退出，这台不变。"), "success")
            return redirect(url_for(".security"), 303)
        except InvalidInput as wrong:
            blame(form, wrong)
    return _page(password=form), 422


@blueprint.post("/account/email")
@limiter.limit("5 per hour", key_func=by_person)
@guesses
@allow(signed_in)
def change_address() -> Response | tuple[str, int]:
    """The same answer whether or not the new address is another's."""
    form = ChangeAddressForm(prefix="address-")
    if form.validate():
        try:
            with transaction() as writing:
                services.ask_to_change_address(writing, seal(), actor(), form.current.data, form.email.data)
            flash(_("我们给新邮箱寄了一封信，请在 24 小时内打开信里的链接。在那之前仍用现在的邮箱登录。"), "success")
            return redirect(url_for(".security"), 303)
        except InvalidInput as wrong:
            blame(form, wrong)
    return _page(address=form), 422


@blueprint.route("/account/email/<token>", methods=["GET", "POST"])
@allow(anyone)
def confirm_address(token: str) -> Response | str | tuple[str, int]:
    """Following the link alone changes nothing."""
    try:
        person = services.person_of_new_address(session(), seal(), token)
        address = person.pending_email
        if request.method == "GET":
            return render_template("accounts/confirm_address.html", address=address)
        with transaction() as writing:
            services.confirm_new_address(writing, seal(), token)
    except NotFound as gone:
        again = url_for(".security")
        return render_template("accounts/dead_link.html", sentence=sentence_of(gone), again=again), 404
    leave()
    flash(_("登录邮箱已换成 %(email)s，请用它登录。", email=address), "success")
    return redirect(url_for(".sign_in"), 303)


@blueprint.post("/account/devices/<int:number>/end")
@allow(signed_in)
def end_device(number: int) -> Response:
    with transaction() as writing:
        services.end_session(writing, actor(), number)
    flash(_("那台设备已退出登录。"), "success")
    return redirect(url_for(".security"), 303)


@blueprint.post("/account/devices/end")
@allow(signed_in)
def end_all_devices() -> Response:
    with transaction() as writing:
        services.sign_out_everywhere(writing, actor())
    leave()
    flash(_("已在所有设备上退出，这台也是。"), "success")
    return redirect(url_for(".sign_in"), 303)


def _page(password: ChangePasswordForm | None = None, address: ChangeAddressForm | None = None) -> str:
    return render_template(
        "accounts/security.html",
        password=password or ChangePasswordForm(formdata=None, prefix="password-"),
        address=address or ChangeAddressForm(formdata=None, prefix="address-"),
        devices=queries.devices_of(session(), actor()),
        here=current_user.device_key,
        person=current_user.person,
    )
