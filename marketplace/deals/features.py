"""How the feature joins the application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from marketplace.accounts.holdings import erase_with_account, export_with_account
from marketplace.deals import facts, jobs, panels
from marketplace.deals.cli import file_mail
from marketplace.deals.exporting import entries_about, messages_by
from marketplace.deals.finding import access_of, agreement_of, interest_of
from marketplace.deals.meetings import meetings_of
from marketplace.deals.panels import Panel
from marketplace.deals.queries.outcomes import outcomes
from marketplace.deals.rules import (
    LIFECYCLE,
    WAY,
    DealState,
    Fact,
    Stage,
)
from marketplace.deals.services.leaving import forget_person
from marketplace.deals.tasks import tasks_of
from marketplace.deals.views import blueprint
from marketplace.deals.views.blueprint import takes_part, works_deals
from marketplace.deals.views.opening import deal_offer, meeting_deals
from marketplace.deals.wording import (
    ACCESS,
    ACTS,
    DEAL,
    DEAL_STAGES,
    ENTER,
    FACTS,
    LOST,
    MEETINGS,
    ORIGINS,
    PAUSED,
    PIPELINES,
    STAGES,
    STATES,
    TURNS,
)
from marketplace.matching.learning.sources import tells
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms
from marketplace.web.inbox import add_tasks
from marketplace.web.navigation import Place, add_place, announce

__all__ = ["install", "jobs"]  # importing jobs registers the work of the worker

WORDS: tuple[Mapping[Any, str], ...] = (PIPELINES, STAGES, FACTS, STATES, TURNS, ORIGINS, LOST, PAUSED, ACTS)


def install(app: Flask) -> None:
    """Add words, states and what the rooms below know of a deal."""
    for words in WORDS:
        name_terms(type(next(iter(words))), dict(words))
    add_machine("deal", Machine(name=DEAL, table=LIFECYCLE, start=DealState.OPEN, acts=ACTS))
    add_machine("deal_stages", Machine(name=DEAL_STAGES, table=WAY, start=Stage.LEAD, acts=ENTER))
    tells("deals", outcomes)
    facts.register(Fact.INTEREST_MUTUAL, interest_of, by_hand=True)
    facts.register(Fact.NDA_SIGNED, agreement_of, by_hand=True)  # an agreement on paper is ticked
    panels.register("access", Panel(title=ACCESS, template="disclosure/_deal.html", provide=access_of, order=40))
    panels.register("meetings", Panel(title=MEETINGS, template="deals/_met.html", provide=meetings_of, order=20))
    app.register_blueprint(blueprint)
    app.jinja_env.globals["deal_offer"] = deal_offer
    app.jinja_env.globals["meeting_deals"] = meeting_deals
    app.cli.add_command(file_mail)
    add_tasks("deals", tasks_of)
    erase_with_account("deals", forget_person)
    export_with_account("deal_messages", messages_by)
    export_with_account("deal_contacts", entries_about)
    add_place(Place(endpoint="deals.show", label=announce("工作台"), order=22, under="/desk", visible=works_deals))
    add_place(Place(endpoint="deals.mine", label=announce("商机"), order=25, under="/my/deals", visible=takes_part))
