"""How the feature joins the application."""

from flask import Flask

from marketplace.matching import jobs
from marketplace.matching.cli import match
from marketplace.matching.offering import read_limits
from marketplace.matching.views import blueprint
from marketplace.matching.views.lists import looks_after_records
from marketplace.needs.offers import read_by
from marketplace.web.navigation import Place, add_place, announce

__all__ = ["install", "jobs"]  # importing jobs registers the work of the worker


def install(app: Flask) -> None:
    """Add command, pages and work, and lend the reader of limits to the forms."""
    app.cli.add_command(match)
    app.register_blueprint(blueprint)
    read_by("limits", read_limits)
    add_place(
        Place(
            endpoint="matching.portfolio",
            label=announce("配对"),
            order=24,
            under="/my/pairs",
            visible=looks_after_records,
        )
    )
