"""How the feature joins the application."""

from flask import Flask

from marketplace.web.formats import name_terms
from marketplace.workdays.rules import DayKind
from marketplace.workdays.views import blueprint


def _(text: str) -> str:
    """Mark a msgid."""
    return text


def install(app: Flask) -> None:
    """Register views and words."""
    name_terms(DayKind, dict(zip(DayKind, (_("放假"), _("调休上班"), _("照平常")), strict=True)))
    app.register_blueprint(blueprint)
