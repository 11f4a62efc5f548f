"""How the feature joins the application."""

from flask import Flask

from marketplace.accounts.holdings import erase_with_account, export_with_account
from marketplace.following import jobs
from marketplace.following.queries import follows
from marketplace.following.records import kept_about
from marketplace.following.rules import Pace, WatchKind
from marketplace.following.services import forget_person
from marketplace.following.views import blueprint
from marketplace.following.wording import KINDS, PACES
from marketplace.web.formats import name_terms
from marketplace.web.state import actor, session

__all__ = ["install", "jobs"]  # importing jobs registers the work of the worker


def install(app: Flask) -> None:
    """Register pages and words; what is kept about a person goes out and away with their account."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["followed"] = followed
    name_terms(WatchKind, {each: KINDS[each] for each in WatchKind})
    name_terms(Pace, {each: PACES[each] for each in Pace})
    erase_with_account("following", forget_person)
    export_with_account("watches", kept_about)


def followed(kind: str, record_id: int) -> str:
    """The public id under which the reader follows a need or a result; blank when they do not."""
    held = follows(session(), actor(), WatchKind(kind), record_id)
    return held.public_id if held else ""
