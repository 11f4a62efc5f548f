"""Every view states its policy; a view without one cannot be served."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from marketplace.core.actor import Actor, Role, Scope
from marketplace.core.errors import Forbidden
from marketplace.web.state import actor

View = TypeVar("View", bound=Callable[..., Any])
Policy = Callable[[Actor], bool]


def anyone(_actor: Actor) -> bool:
    """The public."""
    return True


def signed_in(actor: Actor) -> bool:
    """Everybody with an account."""
    return actor.signed_in


def has_role(*roles: Role) -> Policy:
    """Those who have one of the roles."""

    def policy(actor: Actor) -> bool:
        return not actor.roles.isdisjoint(roles)

    policy.__name__ = " or ".join(sorted(roles))
    return policy


def member_somewhere(actor: Actor) -> bool:
    """Those who belong to an organisation themselves: a mandate is for records, not for lists of them."""
    return bool(actor.organisations)


def in_an_organisation(actor: Actor) -> bool:
    """Those who belong to an organisation, or act for one by its mandate."""
    return bool(actor.organisations or actor.powers)


def allow(policy: Policy, scope: Scope | None = None) -> Callable[[View], View]:
    """State who may call a view, and the scope a token needs; without a scope no token opens it.

    What they may see inside is decided by queries and services.
    """

    def state(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        view.scope = scope  # type: ignore[attr-defined]
        return view

    return state


def early(check: Callable[[], Response | None]) -> Callable[[View], View]:
    """State how a view knows that its reader has the answer already, before anybody is looked up.

    `check` answers only whoever proves to have been let in a short while ago; None leaves it to the view.
    """

    def state(view: View) -> View:
        view.early = check  # type: ignore[attr-defined]
        return view

    return state


def answer_early() -> Response | None:
    """Before each request: what was asked for again and has not changed."""
    if request.endpoint is None or request.method != "GET":
        return None
    check = getattr(current_app.view_functions.get(request.endpoint), "early", None)
    return check() if check is not None else None


def by_token(actor: Actor) -> bool:
    """Programs that act by a token: a cookie is not enough, so no other site's form can call it."""
    return actor.scopes is not None


def enforce() -> Response | None:
    """Before each request: let in those whom the view's policy lets in."""
    if request.endpoint is None:
        return None
    policy = policy_of(request.endpoint)
    if policy is None:
        raise RuntimeError(f"the view {request.endpoint} states no policy")
    scopes = actor().scopes
    if g.get("token_refused"):
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))
    if scopes is not None and (needed := scope_of(request.endpoint)) not in scopes:
        if needed is None:
            raise Forbidden("令牌不能打开这个地址。")
        raise Forbidden("这个令牌没有“%(scope)s”权限。", scope=needed.value)
    if policy(actor()):
        return None
    if not actor().signed_in and request.method == "GET" and not request.path.startswith("/api/"):
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    abort(403 if actor().signed_in else 401)


def policy_of(endpoint: str) -> Policy | None:
    if endpoint == "static":
        return anyone
    return getattr(current_app.view_functions[endpoint], "policy", None)


def scope_of(endpoint: str) -> Scope | None:
    return getattr(current_app.view_functions[endpoint], "scope", None)


def offered_scopes() -> list[Scope]:
    """The scopes that some view of this installation asks for."""
    asked = {scope_of(endpoint) for endpoint in current_app.view_functions}
    return [scope for scope in Scope if scope in asked]


def open_to(actor: Actor, endpoint: str) -> bool:
    """Is there such a page in this installation, for this reader or for whoever signs in first?"""
    if endpoint not in current_app.view_functions:
        return False
    policy = policy_of(endpoint)
    return policy is not None and (not actor.signed_in or policy(actor))


def refuse_views_without_policy(app: Flask) -> None:
    """Stop the start of an application in which a view forgot its policy."""
    bare = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "policy")]
    if bare:
        raise RuntimeError(f"these views state no policy: {', '.join(sorted(bare))}")
