"""How the feature joins the application."""

from flask import Flask

from marketplace.discovery.views import blueprint


def install(app: Flask) -> None:
    """Register views, navigation and words."""
    app.register_blueprint(blueprint)
