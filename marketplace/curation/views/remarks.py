"""Standard remarks: the list, writing and changing one, retiring it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.actor import Role
from marketplace.core.errors import InvalidInput
from marketplace.curation.forms import RemarkForm
from marketplace.curation.models import StandardRemark
from marketplace.curation.queries import remarks as reading
from marketplace.curation.services import remarks as services
from marketplace.curation.views.blueprint import blueprint
from marketplace.web.access import allow, has_role
from marketplace.web.failures import blame
from marketplace.web.state import actor, session, transaction

CURATORS = has_role(Role.CURATOR)
Answer = Response | str | tuple[str, int]


@blueprint.get("/curation/remarks")
@allow(CURATORS)
def remarks() -> str:
    """Those in use, or those retired."""
    retired = request.args.get("retired") == "yes"
    number = max(1, min(request.args.get("page", 1, type=int), 100_000))
    return render_template(
        "curation/remarks.html",
        page=reading.list_remarks(session(), actor(), retired, number),
        retired=retired,
        name_of_field=reading.name_of_field,
        href=lambda page: url_for(".remarks", retired="yes" if retired else None, page=page),
    )


@blueprint.route("/curation/remarks/new", methods=["GET", "POST"])
@allow(CURATORS)
def new_remark() -> Answer:
    form = RemarkForm()
    if request.method == "GET":
        return _page(form, None)
    try:
        with transaction() as writing:
            services.create_remark(writing, actor(), form.command())
    except InvalidInput as refused:
        blame(form, refused)
        return _page(form, None), 422
    flash(_("已新建，办理时就能选用。"), "success")
    return redirect(url_for(".remarks"), 303)


@blueprint.route("/curation/remarks/<int:number>", methods=["GET", "POST"])
@allow(CURATORS)
def edit_remark(number: int) -> Answer:
    remark = reading.get_remark(session(), actor(), number)
    form = RemarkForm(remark)
    if request.method == "GET":
        return _page(form, remark)
    try:
        with transaction() as writing:
            services.edit_remark(writing, actor(), number, form.command())
    except InvalidInput as refused:
        blame(form, refused)
        return _page(form, remark), 422
    flash(_("已保存。以前发出的意见不变。"), "success")
    return redirect(url_for(".remarks"), 303)


@blueprint.post("/curation/remarks/<int:number>/<any(retire, restore):act>")
@allow(CURATORS)
def keep_remark(number: int, act: str) -> Response:
    change = services.retire_remark if act == "retire" else services.restore_remark
    with transaction() as writing:
        change(writing, actor(), number)
    flash(_("已停用，可以随时重新启用。") if act == "retire" else _("已重新启用。"), "success")
    return redirect(url_for(".remarks", retired="yes" if act == "restore" else None), 303)


def _page(form: RemarkForm, remark: StandardRemark | None) -> str:
    return render_template("curation/remark.html", form=form, remark=remark)
