"""How the feature joins the application."""

from flask import Flask

from marketplace.accounts.holdings import erase_with_account
from marketplace.listings.offers import VALUES
from marketplace.listings.policies import opens
from marketplace.matching import jobs
from marketplace.matching.cli import match, portfolio
from marketplace.matching.comparing import told
from marketplace.matching.learning import jobs as learning
from marketplace.matching.learning.rules import Outcome
from marketplace.matching.offering import read_limits, read_parameters
from marketplace.matching.policies import opened_by_interest
from marketplace.matching.rules import LIFECYCLE, ApproachKind, ApproachState, Reason, Side
from marketplace.matching.tasks import tasks_of
from marketplace.matching.views import blueprint
from marketplace.matching.views.lists import looks_after_records
from marketplace.matching.visiting import forget_person
from marketplace.matching.wording import ACTS, APPROACH, KINDS, OUTCOMES, REASONS, SIDES, STATES
from marketplace.needs.offers import LIMITS
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms
from marketplace.web.inbox import add_tasks
from marketplace.web.language import spoken
from marketplace.web.navigation import Place, add_place, announce

__all__ = ["install", "jobs", "learning"]  # importing jobs registers the work of the worker


def lend() -> None:
    """Let an accepted interest open the next tier of a result."""
    opens("interest", opened_by_interest)


def install(app: Flask) -> None:
    """Add command, pages and work, and lend the reader of limits to the forms."""
    app.cli.add_command(match)
    app.cli.add_command(portfolio)
    app.register_blueprint(blueprint)
    LIMITS.read_by("limits", read_limits)
    VALUES.read_by("values", read_parameters)
    lend()
    app.jinja_env.filters["told"] = lambda row: told(row, spoken)
    add_tasks("matching", tasks_of)
    erase_with_account("visits", forget_person)
    name_terms(ApproachKind, {each: KINDS[each] for each in ApproachKind})
    name_terms(ApproachState, {each: STATES[each] for each in ApproachState})
    add_machine("approach", Machine(name=APPROACH, table=LIFECYCLE, start=ApproachState.SENT, acts=ACTS))
    name_terms(Outcome, {each: OUTCOMES[each] for each in Outcome})
    name_terms(Side, {each: SIDES[each] for each in Side})
    name_terms(Reason, {each: REASONS[each] for each in Reason})
    add_place(
        Place(
            endpoint="matching.portfolio",
            label=announce("配对"),
            order=24,
            under="/my/pairs",
            visible=looks_after_records,
        )
    )
