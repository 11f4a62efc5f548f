"""How the feature joins the application."""

from flask import Flask

from marketplace.accounts.holdings import erase_with_account, export_with_account
from marketplace.disclosure import jobs
from marketplace.disclosure.delivery import asks_first, hand_out
from marketplace.disclosure.exporting import grants_of, looks_of, signatures_of
from marketplace.disclosure.policies import opened_by_grant
from marketplace.disclosure.rules import (
    GRANT_LIFE,
    NDA_LIFE,
    AccessKind,
    GrantState,
    NdaState,
    Party,
)
from marketplace.disclosure.services.leaving import forget_person
from marketplace.disclosure.tasks import tasks_of
from marketplace.disclosure.views import blueprint
from marketplace.disclosure.views.asking import access_offer
from marketplace.disclosure.watching import note_view
from marketplace.disclosure.wording import GRANT, GRANT_ACTS, GRANT_STATES, KINDS, NDA, NDA_ACTS, NDA_STATES, PARTIES
from marketplace.listings.handing import Hands, hands_out, watches
from marketplace.listings.policies import opens
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms
from marketplace.web.inbox import add_tasks

__all__ = ["install", "jobs", "lend"]  # importing jobs registers the work of the worker


def lend() -> None:
    """Let grants and agreements open further tiers of a result, mark what leaves by them, and watch who looks."""
    opens("grant", opened_by_grant)
    hands_out(Hands(asks_first=asks_first, hand_out=hand_out))
    watches("disclosure", note_view)


def install(app: Flask) -> None:
    """Add pages, words, tasks, and what listings ask before they show or hand out."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["access_offer"] = access_offer
    lend()
    add_tasks("disclosure", tasks_of)
    erase_with_account("disclosure", forget_person)
    export_with_account("access_requests", grants_of)
    export_with_account("agreements_signed", signatures_of)
    export_with_account("looks_and_downloads", looks_of)
    name_terms(GrantState, {each: GRANT_STATES[each] for each in GrantState})
    name_terms(NdaState, {each: NDA_STATES[each] for each in NdaState})
    name_terms(Party, {each: PARTIES[each] for each in Party})
    name_terms(AccessKind, {each: KINDS[each] for each in AccessKind})
    add_machine("grant", Machine(name=GRANT, table=GRANT_LIFE, start=GrantState.ASKED, acts=GRANT_ACTS))
    add_machine("nda", Machine(name=NDA, table=NDA_LIFE, start=NdaState.DRAFTED, acts=NDA_ACTS))
