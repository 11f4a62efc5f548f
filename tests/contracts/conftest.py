"""A deal with its contract, from the draft to the signature and beyond."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from marketplace.contracts import services
from marketplace.contracts.content import Terms
from marketplace.contracts.models import Contract
from marketplace.contracts.rules import ContractState, PaperKind, PaymentKind
from marketplace.contracts.services import EditContract, Paper, PlanPayment, Receive, Registered
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import today
from tests.contracts.terms import whole_terms
from tests.deals.conftest import Room
from tests.factories import make_person

HASH = "0" * 64


class Desk(Room):
    """The room of deals with a deal, and a registrar."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.people["registrar"] = make_person(session, "registrar@example.org", Role.CURATOR)
        self.people["insider"] = make_person(session, "insider@example.org", Role.CURATOR, organisation=self.firm)
        self.deal = self.open(value=Decimal(500))

    def draft(self, by: str = "broker") -> Contract:
        return services.draft(self.session, self.actor(by), self.deal)

    def write(self, contract: Contract, by: str = "broker", sure: bool = False, **changes: Any) -> Contract:
        terms: Terms = replace(services.terms_of(contract), **changes)
        command = EditContract(terms=terms, lock=contract.lock, sure=sure)
        return services.save(self.session, self.actor(by), contract.public_id, command)

    def add_paper(self, contract: Contract, kind: PaperKind = PaperKind.SIGNED, by: str = "broker") -> None:
        paper = Paper(kind=kind, key=HASH, media_type="application/pdf", size=9)
        services.add_paper(self.session, self.actor(by), contract.public_id, paper)

    def signed(self, **changes: Any) -> Contract:
        """A contract that lacks nothing, signed ten days ago."""
        days = {
            "signed_on": today() - timedelta(days=10),
            "starts_on": today(),
            "ends_on": today() + timedelta(days=700),
        }
        whole = whole_terms()
        contract = self.draft()
        terms = replace(whole, **days | changes)
        services.save(
            self.session, self.actor("broker"), contract.public_id, EditContract(terms=terms, lock=contract.lock)
        )
        self.add_paper(contract)
        return services.sign(self.session, self.actor("broker"), contract.public_id, contract.lock)

    def declared(self, **changes: Any) -> Contract:
        return services.declare(self.session, self.actor("broker"), self.signed(**changes).public_id)

    def registered(self, number: str = "2026420100000001", **changes: Any) -> Contract:
        contract = self.declared(**changes)
        registrar = self.actor("registrar")
        services.accept(self.session, registrar, contract.public_id)
        return services.register(self.session, registrar, contract.public_id, Registered(number=number, day=today()))

    def plan(
        self, contract: Contract, amount: str, due: date | None = None, kind: PaymentKind = PaymentKind.ENTRY
    ) -> int:
        command = PlanPayment(kind=kind, label="入门费", amount=Decimal(amount) if amount else None, due_on=due)
        return services.plan_payment(self.session, self.actor("broker"), contract.public_id, command).id

    def receive(self, contract: Contract, line: int, amount: str, day: date | None = None) -> None:
        command = Receive(amount=Decimal(amount), received_on=day or today())
        services.receive(self.session, self.actor("broker"), contract.public_id, line, command)

    def who(self, name: str) -> Actor:
        return self.actor(name)


STATES = list(ContractState)


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)
