"""The search page shows equal fits of several owners in turn, and every result on one page only."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from marketplace.core.db import Database
from tests.discovery.conftest import CAPTURE
from tests.factories import content, make_listing, make_organisation


@pytest.fixture
def crowd(database: Database, index: Callable[[], None]) -> dict[str, str]:
    """Nine results of one owner and one each of two others, all saying the same; owner by public id."""
    owners = {}
    with database.transaction() as session:
        for code, count in (("UNI-A", 9), ("UNI-B", 1), ("UNI-C", 1)):
            owner = make_organisation(session, code)
            for _ in range(count):
                said = content(title=CAPTURE.title, keywords=("碳捕集",))
                owners[make_listing(session, owner=owner, said=said).public_id] = code
    index()
    return owners


def shown(client: FlaskClient, page: int) -> list[str]:
    text = client.get(f"/search?q=碳捕集&size=4&page={page}").get_data(as_text=True)
    cards = re.findall(r'<article class="result-card".*?</article>', text, re.S)
    return [found[0] for card in cards if (found := re.search(r"R-\d{4}-\d{4}", card))]


def test_no_owner_fills_a_page_of_equal_fits_and_nothing_is_shown_twice(
    client: FlaskClient, crowd: dict[str, str]
) -> None:
    pages = [shown(client, page) for page in (1, 2, 3)]

    assert [len(page) for page in pages] == [4, 4, 3]
    assert {crowd[public_id] for public_id in pages[0]} == {"UNI-A", "UNI-B", "UNI-C"}
    assert sorted(public_id for page in pages for public_id in page) == sorted(crowd)
