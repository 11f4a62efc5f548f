"""Every route, by every method, as every reader, on a record in every state: answered as doors.py says, and only so."""

import pytest
from flask import Flask

from tests.web.access import DOCUMENT, document
from tests.web.doors import DOORS
from tests.web.house import House
from tests.web.walk import Step

pytestmark = pytest.mark.xdist_group("house")
HOW = "a new route needs a row in tests/web/doors; its docstring says how. Then: python -m tests.web.access"


def test_every_route_is_written_here(house_app: Flask) -> None:
    routes = {rule.endpoint for rule in house_app.url_map.iter_rules()}

    assert routes == set(DOORS), HOW


def test_every_method_of_every_route_is_tried(house_app: Flask) -> None:
    tried = {(endpoint, door.method) for endpoint, doors in DOORS.items() for door in doors}
    served = {
        (rule.endpoint, method)
        for rule in house_app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }

    assert served == tried, HOW


def test_every_door_answers_as_its_policy_says(walk: list[Step]) -> None:
    assert [str(step) for step in walk if not step.fits] == []


def test_the_document_of_who_gets_in_is_up_to_date(house_app: Flask, house: House) -> None:
    """After a change: python -m tests.web.access, and read what became different."""
    assert DOCUMENT.read_text("utf8") == document(house_app, house, house_app.extensions["database"])
