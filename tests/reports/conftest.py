"""A desk of contracts that reports are made of, with a mandate of old standing."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.core.clock import today
from tests.contracts.conftest import Desk
from tests.deals.conftest import nobody_finds

__all__ = ["nobody_finds"]  # a fixture for every test here


@pytest.fixture
def desk(session: Session) -> Desk:
    made = Desk(session)
    made.mandate.valid_from = today() - timedelta(days=400)
    return made
