"""How people and organisations join the application."""

from flask import Flask

from marketplace.accounts import api, exporting, tidying
from marketplace.accounts.login import remember_people
from marketplace.accounts.tasks import own_tasks
from marketplace.accounts.views import blueprint
from marketplace.accounts.wording import name_accounts, scope_word
from marketplace.web.inbox import add_tasks

__all__ = ["exporting", "install", "tidying"]  # importing the work that returns registers it


def install(app: Flask) -> None:
    """Register sign-in, pages, words and what waits."""
    name_accounts()
    remember_people(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(api.blueprint)
    app.jinja_env.filters.update(scope_word=scope_word)
    add_tasks("accounts", own_tasks)
