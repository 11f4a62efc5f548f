"""The life of a published record: confirmed, taken off, put back; its history and its changes."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidInput
from marketplace.listings import handing, past, policies, queries, services, telling
from marketplace.listings.differences import changes
from marketplace.listings.disclosure import as_seen
from marketplace.listings.file_changes import file_changes
from marketplace.listings.forms import WithdrawForm, attach
from marketplace.listings.links import letter_of
from marketplace.listings.mapping import read_content
from marketplace.listings.models import AchievementVersion
from marketplace.listings.presentation import organisation_name
from marketplace.listings.rules import LIFECYCLE, ListingAction, WithdrawalReason
from marketplace.listings.views.blueprint import blueprint
from marketplace.web.access import allow, anyone, in_an_organisation, signed_in
from marketplace.web.failures import sentence_of
from marketplace.web.state import actor, session, settings, transaction


@blueprint.route("/my/results/<public_id>/withdraw", methods=["GET", "POST"])
@allow(signed_in)
def withdraw(public_id: str) -> Response | str | tuple[str, int]:
    """Say why, then take it off."""
    version = queries.get_to_look_after(session(), actor(), public_id)
    form = WithdrawForm()
    if request.method == "GET":
        if not LIFECYCLE.allows(version.state, ListingAction.WITHDRAW):
            return redirect(_home_of(version), 303)
        return render_template("listings/withdraw.html", form=form, version=version)
    form.validate()
    try:
        if not isinstance(form.reason.data, WithdrawalReason):
            raise InvalidInput("请选择下架的原因。", {"reason": "请选择下架的原因。"})
        said = services.Withdraw(
            reason=form.reason.data, note=form.note.data or "", successor=form.successor.data or ""
        )
        with transaction() as writing:
            services.withdraw(writing, actor(), public_id, said)
    except InvalidInput as error:
        attach(form, error.fields)
        version = queries.get_to_look_after(session(), actor(), public_id)
        shown = {"form": form, "version": version, "message": sentence_of(error)}
        return render_template("listings/withdraw.html", **shown), 422
    flash(_("已下架。原来的地址会说明它已下架。"), "success")
    return redirect(_home_of(version), 303)


@blueprint.post("/my/results/<public_id>/restore")
@allow(signed_in)
def restore(public_id: str) -> Response:
    """Put it back before the public."""
    with transaction() as writing:
        services.restore(writing, actor(), public_id)
    flash(_("已恢复上架，任何人都可以查到。"), "success")
    return redirect(url_for("listings.result", public_id=public_id), 303)


@blueprint.post("/my/results/<public_id>/confirm")
@allow(signed_in)
def confirm(public_id: str) -> Response:
    """It still holds: twelve months more."""
    with transaction() as writing:
        until = services.confirm(writing, actor(), public_id).valid_until
    flash(_("已确认，有效期延长到 %(day)s。", day=until), "success")
    return redirect(url_for("listings.edit", public_id=public_id), 303)


@blueprint.route("/my/results/confirm/<token>", methods=["GET", "POST"])
@allow(in_an_organisation)
def confirm_letter(token: str) -> Response | str:
    """What a reminder named, confirmed with one button."""
    letter = letter_of(settings().secret_key, token)
    named = queries.named_in_letter(session(), actor(), letter)
    if request.method == "GET":
        return render_template("listings/confirm.html", versions=named, organisation_name=organisation_name)
    with transaction() as writing:
        done = services.confirm_all(writing, actor(), [version.public_id for version in named]).done
    flash(_("已确认 %(n)s 项成果，有效期延长十二个月。", n=len(done)), "success")
    return redirect(url_for("listings.mine"), 303)


@blueprint.get("/results/<public_id>/history")
@allow(signed_in)
def history(public_id: str) -> str:
    """Who did what to the record, and when."""
    number = max(1, min(request.args.get("page", 1, type=int), 100_000))
    found = queries.history_of(session(), actor(), public_id, number)
    return render_template(
        "listings/history.html",
        version=found.version,
        owner=organisation_name(found.version.achievement.owner),
        lines=past.lines(found.events.items, found.named),
        page=found.events,
        owns=policies.can_edit(actor(), found.version.achievement),
        href=lambda number: url_for(".history", public_id=public_id, page=number),
    )


@blueprint.get("/results/<public_id>/v<int:number>/changes")
@allow(anyone)
def version_changes(public_id: str, number: int) -> str:
    """What a version says differently from the one before it, as far as the reader may see both."""
    version = queries.get_version(session(), actor(), public_id, number)
    before = queries.version_before(session(), actor(), version)
    page = render_template(
        "listings/changes.html", version=version, before=before, changes=changes_between(before, version)
    )
    handing.was_shown(actor(), version, policies.tiers_of(actor(), version))
    return page


def changes_between(before: AchievementVersion | None, after: AchievementVersion) -> list[telling.Told]:
    """The changes that this reader may see."""
    if before is None:
        return []
    opened, whole = policies.tiers_of(actor(), after), policies.sees_all(actor(), after)
    old, new = (as_seen(read_content(version), opened, whole) for version in (before, after))
    return [*telling.told(changes(old, new)), *file_changes(before, after, opened)]


def _home_of(version: AchievementVersion) -> str:
    """Where the actor goes on: the owner's people in their room, a curator on the public page."""
    place = "listings.edit" if policies.can_edit(actor(), version.achievement) else "listings.result"
    return url_for(place, public_id=version.public_id)
