"""Every view states its policy; a view without one cannot be served."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.actor import Actor, Role
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


def in_an_organisation(actor: Actor) -> bool:
    """Those who belong to an organisation, or act for one by its mandate."""
    return bool(actor.organisations or actor.powers)


def allow(policy: Policy) -> Callable[[View], View]:
    """State who may call a view. What they may see inside is decided by queries and services."""

    def state(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return state


def enforce() -> Response | None:
    """Before each request: let in those whom the view's policy lets in."""
    if request.endpoint is None:
        return None
    policy = policy_of(request.endpoint)
    if policy is None:
        raise RuntimeError(f"the view {request.endpoint} states no policy")
    if policy(actor()):
        return None
    if not actor().signed_in and request.method == "GET" and not request.path.startswith("/api/"):
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    abort(403 if actor().signed_in else 401)


def policy_of(endpoint: str) -> Policy | None:
    if endpoint == "static":
        return anyone
    return getattr(current_app.view_functions[endpoint], "policy", None)


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
