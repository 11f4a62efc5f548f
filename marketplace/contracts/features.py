"""How the feature joins the application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from marketplace.contracts import finding
from marketplace.contracts.rules import LIFECYCLE, ContractState
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
from marketplace.deals import facts
from marketplace.deals.rules import Fact
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms

WORDS: tuple[Mapping[Any, str], ...] = (
    CLASSES, KINDS, STATES, ACTS, DEDUCTIONS, PAYMENTS, STANDINGS, BASES, TRIGGERS, CAUSES, UNITS, REFUSALS, PAPERS,
)  # fmt: skip


def lend() -> None:
    """Tell deals what contracts know; without the pages too, for the worker and the samples."""
    facts.register(Fact.CONTRACT_SIGNED, finding.signed)
    facts.register(Fact.CONTRACT_REGISTERED, finding.registered)
    facts.register(Fact.ACCEPTED, finding.accepted, by_hand=True)
    facts.register(Fact.PAID, finding.paid, by_hand=True)


def install(_app: Flask) -> None:
    """Add words and states, and what contracts tell deals."""
    for words in WORDS:
        name_terms(type(next(iter(words))), dict(words))
    add_machine("contract", Machine(name=CONTRACT, table=LIFECYCLE, start=ContractState.DRAFT, acts=ACTS))
    lend()
