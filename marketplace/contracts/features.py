"""How the feature joins the application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from marketplace.contracts import finding
from marketplace.contracts.money import exact
from marketplace.contracts.rules import LIFECYCLE, ContractState
from marketplace.contracts.tasks import tasks_of
from marketplace.contracts.views import blueprint
from marketplace.contracts.views.blueprint import works_with_contracts
from marketplace.contracts.wording import (
    ACTS,
    BASES,
    CAUSES,
    CLASSES,
    CONTRACT,
    DEDUCTIONS,
    KINDS,
    PAPERS,
    PAYMENTS,
    REFUSALS,
    STANDINGS,
    STATES,
    TRIGGERS,
    UNITS,
)
from marketplace.deals import facts, panels
from marketplace.deals.rules import Fact
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms
from marketplace.web.inbox import add_tasks
from marketplace.web.navigation import Place, add_place, announce

WORDS: tuple[Mapping[Any, str], ...] = (
    CLASSES, KINDS, STATES, ACTS, DEDUCTIONS, PAYMENTS, STANDINGS, BASES, TRIGGERS, CAUSES, UNITS, REFUSALS, PAPERS,
)  # fmt: skip


def lend() -> None:
    """Tell deals what contracts know; without the pages too, for the worker and the samples."""
    facts.register(Fact.CONTRACT_SIGNED, finding.signed)
    facts.register(Fact.CONTRACT_REGISTERED, finding.registered)
    facts.register(Fact.ACCEPTED, finding.accepted, by_hand=True)
    facts.register(Fact.PAID, finding.paid, by_hand=True)


def install(app: Flask) -> None:
    """Add pages, words, states, tasks, and the contract's part of the deal."""
    app.register_blueprint(blueprint)
    app.jinja_env.filters["exact"] = exact
    for words in WORDS:
        name_terms(type(next(iter(words))), dict(words))
    add_machine("contract", Machine(name=CONTRACT, table=LIFECYCLE, start=ContractState.DRAFT, acts=ACTS))
    add_tasks("contracts", tasks_of)
    lend()
    panels.register(
        "contract", panels.Panel(title=CONTRACT, template="contracts/_panel.html", provide=finding.panel, order=60)
    )
    add_place(
        Place(
            endpoint="contracts.index",
            label=announce("合同"),
            order=28,
            under="/contracts",
            visible=works_with_contracts,
        )
    )
