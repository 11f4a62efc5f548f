"""How the feature joins the application."""

from flask import Flask

from marketplace.needs import api, jobs
from marketplace.needs.queries import NeedSort
from marketplace.needs.records import Needs
from marketplace.needs.rules import LIFECYCLE, NeedState, NeedWithdrawalReason
from marketplace.needs.tasks import tasks_of
from marketplace.needs.views import blueprint
from marketplace.needs.wording import ACTS, FIELDS, NAME, SORTS, STATES, WITHDRAWAL_REASONS
from marketplace.organisations.records import add_source
from marketplace.web.access import in_an_organisation
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms
from marketplace.web.inbox import add_tasks
from marketplace.web.navigation import Place, add_place, announce

__all__ = ["install", "jobs"]  # importing the jobs registers the work that returns


def install(app: Flask) -> None:
    """Register views, navigation and words."""
    name_terms(NeedState, {state: STATES[state] for state in NeedState})
    name_terms(NeedWithdrawalReason, {reason: WITHDRAWAL_REASONS[reason] for reason in NeedWithdrawalReason})
    name_terms(NeedSort, dict(zip(NeedSort, SORTS, strict=True)))
    app.jinja_env.globals["need_fields"] = FIELDS
    app.register_blueprint(blueprint)
    app.register_blueprint(api.blueprint)
    add_source("needs", Needs())
    add_machine("need", Machine(name=NAME, table=LIFECYCLE, start=NeedState.DRAFT, acts=ACTS))
    add_tasks("needs", tasks_of)
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
