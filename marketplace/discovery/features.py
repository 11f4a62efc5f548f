"""How the feature joins the application."""

from flask import Flask

from marketplace.discovery import api, feeds, home, jobs
from marketplace.discovery.drawing import boxes, draw_afresh, drawn, marked
from marketplace.web.navigation import Place, add_place, announce


def install(app: Flask) -> None:
    """Register views, navigation and words."""
    app.register_blueprint(home.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(feeds.blueprint)
    app.jinja_env.globals.update(drawn=drawn, marked=marked, boxes=boxes)
    if app.debug:
        app.before_request(draw_afresh)
    add_place(Place(endpoint="discovery.search", label=announce("找成果"), order=10, under="/search"))


__all__ = ["install", "jobs"]  # importing jobs registers the work of the worker
