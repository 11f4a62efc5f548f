"""How the feature joins the application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from marketplace.deals import facts, panels
from marketplace.deals.finding import access_of, agreement_of, interest_of
from marketplace.deals.panels import Panel
from marketplace.deals.queries.outcomes import outcomes
from marketplace.deals.rules import (
    LIFECYCLE,
    WAY,
    DealState,
    Fact,
    Stage,
)
from marketplace.deals.wording import (
    ACCESS,
    ACTS,
    DEAL,
    DEAL_STAGES,
    ENTER,
    FACTS,
    LOST,
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
