"""A person's own details, the letters they want, and what they agreed to."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts import services
from marketplace.accounts.forms.settings import NoticesForm, ProfileForm
from marketplace.accounts.rules import Topic
from marketplace.accounts.views.blueprint import blueprint
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, transaction


@blueprint.route("/account", methods=["GET", "POST"])
@allow(signed_in)
def profile() -> Response | str | tuple[str, int]:
    form = ProfileForm(obj=current_user.person)
    if not form.is_submitted():
        return render_template("accounts/profile.html", form=form)
    if not form.validate():
        return render_template("accounts/profile.html", form=form), 422
    wanted = services.Profile(name=form.name.data, phone=form.phone.data, locale=form.locale.data)
    with transaction() as writing:
        services.save_profile(writing, actor(), wanted)
    flash(_("已保存。"), "success")
    return redirect(url_for(".profile", lang=wanted.locale), 303)


@blueprint.route("/account/notices", methods=["GET", "POST"])
@allow(signed_in)
def notices() -> Response | str:
    muted = set(current_user.person.muted)
    form = NoticesForm(topics=[topic for topic in Topic if topic.value not in muted])
    if not form.is_submitted():
        return render_template("accounts/notices.html", form=form)
    form.validate()
    with transaction() as writing:
        services.save_notices(writing, actor(), frozenset(form.topics.data or ()))
    flash(_("已保存。"), "success")
    return redirect(url_for(".notices"), 303)


@blueprint.post("/account/consent")
@allow(signed_in)
def consent() -> Response:
    """Agree to the version that holds now."""
    with transaction() as writing:
        services.give_consent(writing, actor())
    flash(_("已记下您的同意。"), "success")
    return redirect(url_for(".data"), 303)
