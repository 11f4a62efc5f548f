"""How people and organisations join the application."""

from flask import Flask

from marketplace.accounts.login import remember_people
from marketplace.accounts.views import blueprint


def install(app: Flask) -> None:
    """Register sign-in and pages."""
    remember_people(app)
    app.register_blueprint(blueprint)
