"""How the feature joins the application."""

from flask import Flask

from marketplace.admin.views import blueprint
from marketplace.admin.wording import FACTS, JOBS, actions, kinds, name_standings, value_of
from marketplace.core.actor import Role
from marketplace.web import jobs
from marketplace.web.access import has_role
from marketplace.web.navigation import Place, add_place, announce


def install(app: Flask) -> None:
    """Register views, navigation and words."""
    name_standings()
    app.register_blueprint(blueprint)
    app.register_blueprint(jobs.blueprint)
    app.jinja_env.globals.update(
        audit_kinds=kinds(), audit_actions=actions(), audit_facts=FACTS, audit_value=value_of, job_names=JOBS
    )
    add_place(
        Place(endpoint="admin.home", label=announce("管理"), order=40, under="/admin", visible=has_role(Role.ADMIN))
    )
