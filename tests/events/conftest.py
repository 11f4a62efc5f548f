"""What tests of sessions share."""

import pytest
from sqlalchemy.orm import Session

from tests.events.staging import Stage, make_stage


@pytest.fixture
def stage(session: Session) -> Stage:
    return make_stage(session)
