"""How the feature joins the application."""

from flask import Flask

from marketplace.accounts.holdings import erase_with_account
from marketplace.events import jobs, policies
from marketplace.events.day.wall import time_left, wall_clock
from marketplace.events.inviting import views as inviting_pages
from marketplace.events.inviting.wording import name_invitations, theme_told
from marketplace.events.models.block import EventSlide
from marketplace.events.roadshow import views as roadshow_pages
from marketplace.events.roadshow.wording import name_roadshow
from marketplace.events.services.forgetting import forget_attendee
from marketplace.events.tasks import tasks_of
from marketplace.events.views import blueprint
from marketplace.events.wizard import views as wizard_pages
from marketplace.events.wording import CAUSES, add_machines, name_events
from marketplace.listings.shelved import keeps_files
from marketplace.web.inbox import add_tasks
from marketplace.web.navigation import Place, add_place, announce
from marketplace.web.state import actor

__all__ = [
    "install",
    "inviting_pages",
    "jobs",
    "roadshow_pages",
    "wizard_pages",
]  # importing jobs and pages registers them


def install(app: Flask) -> None:
    """Register views, navigation, words and tasks."""
    name_events()
    name_invitations()
    name_roadshow()
    keeps_files("events", EventSlide)
    add_machines()
    app.register_blueprint(blueprint)
    app.jinja_env.globals["event_causes"] = CAUSES
    app.jinja_env.globals["owns_event"] = lambda event: policies.owns(actor(), event)
    app.jinja_env.filters.update(clock=wall_clock, left=time_left, theme=theme_told)
    add_tasks("events", tasks_of)
    erase_with_account("events", forget_attendee)
    add_place(Place(endpoint="events.index", label=announce("直通车"), order=14, under="/events"))
    add_place(
        Place(
            endpoint="events.managed",
            label=announce("我的专场"),
            order=23,
            under="/my/events",
            visible=policies.organises,
        )
    )
