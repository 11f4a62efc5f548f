"""The public page of an organisation, and its editing by managers."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.core.uploads import scaled_picture
from marketplace.organisations import policies, queries, services
from marketplace.organisations.forms import LogoForm, ProfileForm, profile_values
from marketplace.organisations.records import SOURCES
from marketplace.organisations.views.blueprint import blueprint
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, files, session, transaction

Answer = str | tuple[str, int] | Response
SHOWN = 8  # records of each kind on the public page
LOGO_SIZE = 320


@blueprint.get("/organisations/<code>")
@allow(anyone)
def show(code: str) -> Answer:
    """What everybody may know: the profile, and the published records; a merged one leads to what it became."""
    if merged := queries.find_merged(session(), code):
        return redirect(url_for(".show", code=merged), 301)
    organisation = queries.get_organisation(session(), code)
    who = actor()
    published = [
        (name, *source.published(session(), who, organisation.id, SHOWN)) for name, source in sorted(SOURCES.items())
    ]
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        published={name: (lines, total) for name, lines, total in published},
        sees_contact=policies.can_see_contact(who, organisation),
        member=who.belongs_to(organisation.id),
        manages=policies.can_manage(who, organisation.id),
        asked=queries.find_open_request(session(), organisation.id, who.person_id) if who.signed_in else None,
    )


@blueprint.get("/organisations/<code>/logo")
@allow(anyone)
def logo(code: str) -> Response:
    """The picture; its address carries its hash, so that it may be kept."""
    organisation = queries.get_organisation(session(), code)
    if not organisation.logo:
        raise NotFound("这个单位没有标志图片。")
    return send_file(files().path(organisation.logo), mimetype="image/png", max_age=3600)


@blueprint.route("/organisations/<code>/edit", methods=["GET", "POST"])
@allow(signed_in)
def edit(code: str) -> Answer:
    organisation = queries.get_to_manage(session(), actor(), code)
    if request.method == "GET":
        return render_template(
            "organisations/edit.html",
            form=ProfileForm(data=profile_values(organisation)),
            logo_form=LogoForm(),
            organisation=organisation,
        )
    form = ProfileForm()
    if not form.validate():
        return _form(form, code), 422
    try:
        with transaction() as writing:
            lock = int(form.lock.data) if str(form.lock.data).isdecimal() else 0
            services.save_profile(writing, actor(), code, lock, form.profile())
    except InvalidInput as refused:
        form.blame(refused)
        return _form(form, code, sentence_of(refused)), 422
    except Conflict as overtaken:
        saved = queries.get_to_manage(session(), actor(), code)
        form.lock.data = str(saved.lock)
        differences = _differences(form, profile_values(saved))
        return _form(form, code, sentence_of(overtaken), differences), 409
    flash(_("单位资料已保存。"), "success")
    return redirect(url_for(".show", code=code), 303)


@blueprint.post("/organisations/<code>/logo")
@limiter.limit("30 per hour")
@allow(signed_in)
def change_logo(code: str) -> Answer:
    """Another picture, scaled; or none."""
    queries.get_to_manage(session(), actor(), code)
    form = LogoForm()
    key = ""
    if request.form.get("act") != "remove":
        try:
            key = files().put(scaled_picture(_stream(form), "logo", LOGO_SIZE))
        except InvalidInput as refused:
            form.blame(refused)
            organisation = queries.get_to_manage(session(), actor(), code)
            start = ProfileForm(formdata=None, data=profile_values(organisation))
            page = render_template("organisations/edit.html", form=start, logo_form=form, organisation=organisation)
            return page, 422
    with transaction() as writing:
        services.set_logo(writing, actor(), code, key)
    flash(_("标志图片已更新。") if key else _("标志图片已去掉。"), "success")
    return redirect(url_for(".edit", code=code), 303)


def _stream(form: LogoForm) -> BytesIO:
    return BytesIO(form.logo.data.read() if form.logo.data else b"")


def _form(form: ProfileForm, code: str, message: str = "", saved: tuple[tuple[str, str], ...] = ()) -> str:
    return render_template(
        "organisations/edit.html",
        form=form,
        logo_form=LogoForm(formdata=None),
        organisation=queries.get_to_manage(session(), actor(), code),
        message=message,
        saved=saved,
    )


def _differences(form: ProfileForm, saved: dict[str, object]) -> tuple[tuple[str, str], ...]:
    """(label, what is saved) of the fields in which the form says something else."""
    return tuple(
        (str(field.label.text), str(saved[field.name] or ""))
        for field in form
        if field.name in saved and field.name != "lock" and str(saved[field.name] or "") != str(field.data or "")
    )
