"""The suite runs as it says: tests of one group share a worker, so that a server or a house is made once."""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_part_of_the_name_that_the_workers_are_given_tests_by(request: pytest.FixtureRequest) -> None:
    scattered = "PYTEST_XDIST_WORKER" in os.environ

    assert request.node.nodeid.endswith("@together") == scattered
