"""What the tests of accounts share."""

import pytest

from marketplace.accounts.links import Seal


@pytest.fixture
def seal() -> Seal:
    return Seal("a secret of these tests")
