"""How the feature joins the application."""

from flask import Flask

from marketplace.core.actor import Role
from marketplace.curation import jobs
from marketplace.curation.queries.times import answers
from marketplace.curation.rules import BATCH, BatchState
from marketplace.curation.views import blueprint
from marketplace.curation.wording import BATCH_ACTS, BATCHES, DECISIONS, name_words
from marketplace.reports.sources import answers_from
from marketplace.web.access import has_role
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.navigation import Place, add_place, announce

__all__ = ["install", "jobs"]  # importing the jobs registers what the worker does


def install(app: Flask) -> None:
    """Register views, navigation and words."""
    name_words()
    answers_from("curation", answers)
    app.register_blueprint(blueprint)
    add_machine("batch", Machine(name=BATCHES, table=BATCH, start=BatchState.SCHEDULED, acts=BATCH_ACTS))
    app.jinja_env.globals["decision_words"] = DECISIONS
    place = Place(
        endpoint="curation.queue",
        label=announce("审核"),
        order=30,
        under="/curation",
        visible=has_role(Role.CURATOR),
    )
    add_place(place)
