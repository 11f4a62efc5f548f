"""The administrators' pages of people: the list, a person, and what may be done to an account."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace.accounts import services
from marketplace.accounts.login import seal
from marketplace.admin import people as reading
from marketplace.admin.people import AccountStanding, PeopleFilter, PeopleOrder
from marketplace.admin.views import blueprint
from marketplace.core.actor import Actor, Role
from marketplace.web.access import allow, has_role
from marketplace.web.navigation import announce
from marketplace.web.state import actor, session, transaction

ADMINS = has_role(Role.ADMIN)
Act = Callable[[Session, Actor, int], Any]


def _send_reset(writing: Session, actor: Actor, number: int) -> None:
    services.send_reset_link(writing, seal(), actor, number)


# what may be done to an account by a single button, and what is said afterwards
ACTS: dict[str, tuple[Act, object]] = {
    "deactivate": (services.deactivate, announce("账号已停用，已写信告知本人。")),
    "activate": (services.activate, announce("账号已启用，已写信告知本人。")),
    "reset": (_send_reset, announce("重设链接已寄到本人邮箱。")),
    "sign-out": (services.sign_out_person, announce("已在所有设备上退出，已写信告知本人。")),
}


@blueprint.get("/admin/people")
@allow(ADMINS)
def people() -> str:
    args = request.args
    wanted = PeopleFilter(
        text=args.get("text", "").strip()[:200],
        role=_one_of(Role, args.get("role")),
        standing=_one_of(AccountStanding, args.get("standing")),
        order=_one_of(PeopleOrder, args.get("order")) or PeopleOrder.NAME,
    )
    number = max(1, min(args.get("page", 1, type=int), 100_000))
    kept: dict[str, Any] = {name: value for name, value in args.items() if name not in ("page", "lang")}
    return render_template(
        "admin/people.html",
        page=reading.people(session(), actor(), wanted, number),
        wanted=wanted,
        roles=list(Role),
        standings=list(AccountStanding),
        orders=list(PeopleOrder),
        href=lambda page: url_for(".people", **kept, page=page),
    )


@blueprint.get("/admin/people/<int:number>")
@allow(ADMINS)
def person(number: int) -> str:
    whole = reading.person(session(), actor(), number)
    held = {entry.role for entry in whole.person.roles}
    return render_template("admin/person.html", whole=whole, person=whole.person, roles=list(Role), held=held)


@blueprint.post("/admin/people/<int:number>/roles/<role>/<act>")
@allow(ADMINS)
def change_role(number: int, role: str, act: str) -> Response:
    wanted = _one_of(Role, role)
    if wanted is None or act not in ("give", "take"):
        abort(404)
    change = services.give_role if act == "give" else services.take_role
    with transaction() as writing:
        change(writing, actor(), number, wanted)
    flash(_("角色已授予，已写信告知本人。") if act == "give" else _("角色已收回，已写信告知本人。"), "success")
    gone = act == "take" and wanted == Role.ADMIN and number == actor().person_id
    return redirect(url_for("discovery.home") if gone else url_for(".person", number=number), 303)


@blueprint.post("/admin/people/<int:number>/<act>")
@allow(ADMINS)
def act_on_person(number: int, act: str) -> Response:
    if act not in ACTS:
        abort(404)
    do, said = ACTS[act]
    with transaction() as writing:
        do(writing, actor(), number)
    flash(str(said), "success")
    return redirect(url_for(".person", number=number), 303)


def _one_of(kind: Any, value: str | None) -> Any:
    return kind(value) if value in set(kind) else None
