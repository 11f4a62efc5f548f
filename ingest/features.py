"""How importing joins the application."""

from flask import Flask

from ingest import jobs
from ingest.cli import ingest
from ingest.harvest import jobs as harvest_jobs
from ingest.models import RunState
from ingest.states import RUN
from ingest.tasks import tasks
from ingest.views import api, blueprint
from ingest.wording import ACTS, NAME, name_states
from marketplace.web.access import in_an_organisation
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.inbox import add_tasks
from marketplace.web.navigation import Place, add_place, announce

__all__ = ["harvest_jobs", "install", "jobs"]


def install(app: Flask) -> None:
    """Register views, jobs, commands and words."""
    name_states()
    app.cli.add_command(ingest)
    app.register_blueprint(blueprint)
    app.register_blueprint(api.blueprint)
    add_tasks("imports", tasks)
    add_machine("import", Machine(name=NAME, table=RUN, start=RunState.UPLOADED, acts=ACTS))
    add_place(
        Place(
            endpoint="imports.index",
            label=announce("批量导入"),
            order=24,
            under="/import",
            visible=in_an_organisation,
        )
    )
