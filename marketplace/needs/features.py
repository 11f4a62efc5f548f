"""How the feature joins the application."""

from flask import Flask

from marketplace.needs.queries import NeedSort
from marketplace.needs.records import Needs
from marketplace.needs.rules import NeedState
from marketplace.needs.views import blueprint
from marketplace.needs.wording import FIELDS, SORTS, STATES
from marketplace.organisations.records import add_source
from marketplace.web.access import in_an_organisation
from marketplace.web.formats import name_terms
from marketplace.web.navigation import Place, add_place, announce


def install(app: Flask) -> None:
    """Register views, navigation and words."""
    name_terms(NeedState, {state: STATES[state] for state in NeedState})
    name_terms(NeedSort, dict(zip(NeedSort, SORTS, strict=True)))
    app.jinja_env.globals["need_fields"] = FIELDS
    app.register_blueprint(blueprint)
    add_source("needs", Needs())
    add_place(Place(endpoint="needs.index", label=announce("看需求"), order=12, under="/needs"))
    add_place(
        Place(
            endpoint="needs.mine",
            label=announce("我的需求"),
            order=22,
            under="/my/needs",
            visible=in_an_organisation,
        )
    )
