"""How the feature joins the application."""

from flask import Flask

from marketplace.listings import api, jobs
from marketplace.listings.naming import ACTS, REASONS
from marketplace.listings.records import Results
from marketplace.listings.rules import LIFECYCLE, ListingState, WithdrawalReason
from marketplace.listings.tasks import tasks_of
from marketplace.listings.views import blueprint
from marketplace.listings.views.files import file_address, picture_address
from marketplace.organisations.records import add_source
from marketplace.web.access import in_an_organisation
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms
from marketplace.web.inbox import add_tasks
from marketplace.web.navigation import Place, add_place, announce

__all__ = ["install", "jobs", "name_states"]  # importing jobs registers the work that returns


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def name_states() -> None:
    """Give every state its word."""
    words = (
        _("草稿"),
        _("待审"),
        _("退回修改"),
        _("驳回"),
        _("已发布"),
        _("洽谈中"),
        _("已签约"),
        _("已过期"),
        _("已下架"),
        _("已有新版本"),
    )
    name_terms(ListingState, dict(zip(ListingState, words, strict=True)))
    name_terms(WithdrawalReason, dict(zip(REASONS, REASONS.values(), strict=True)))


def install(app: Flask) -> None:
    """Register views, navigation and words."""
    name_states()
    app.register_blueprint(blueprint)
    app.register_blueprint(api.blueprint)
    app.jinja_env.globals.update(file_address=file_address, picture_address=picture_address)
    add_source("listings", Results())
    machine = Machine(name=_("成果的一个版本"), table=LIFECYCLE, start=ListingState.DRAFT, acts=ACTS)
    add_machine("listing", machine)
    add_tasks("listings", tasks_of)
    add_place(
        Place(
            endpoint="listings.mine",
            label=announce("我的成果"),
            order=20,
            under="/my/results",
            visible=in_an_organisation,
        )
    )
