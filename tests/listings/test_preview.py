"""A draft seen with the eyes of its readers: the very page that they will get, and for nobody but those who see all."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState as S
from tests.factories import content, make_listing

SignIn = Callable[[str], FlaskClient]
SIGNED_IN = ("0.73", "褚明远", "05557982", "9033739", "秦未央")
SECRET = ("41.7",)


@pytest.fixture
def public_id(people: None, database: Database) -> str:
    with database.transaction() as session:
        return make_listing(session, state=S.DRAFT, said=content(extra={"内部备注": "不给外人"})).public_id


def article(page: str) -> str:
    """The record itself: what stands around it differs by reader, and the list of versions by state."""
    found = re.search(
        r'<div class="cols cols--main rec-cols">.*?(?=<section class="stack" id="versions")', page, re.DOTALL
    )
    assert found is not None
    return found.group()


@pytest.mark.parametrize(
    ("reader", "shown"), [("public", ()), ("signed-in", SIGNED_IN), ("partner", (*SIGNED_IN, *SECRET))]
)
def test_a_preview_shows_what_its_reader_will_see(
    public_id: str, sign_in: SignIn, reader: str, shown: tuple[str, ...]
) -> None:
    answer = sign_in("member@example.org").get(f"/results/{public_id}/v1/preview/{reader}")
    page = answer.get_data(as_text=True)

    assert tuple(secret for secret in (*SIGNED_IN, *SECRET) if secret in page) == shown
    assert "不给外人" not in page
    assert ("预览：" in page, '<meta name="robots" content="noindex">' in page, "application/ld+json" in page) == (
        True,
        True,
        False,
    )
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(("reader", "who"), [("public", ""), ("signed-in", "other@example.org")])
def test_the_page_that_comes_out_is_the_one_that_was_previewed(
    public_id: str, sign_in: SignIn, client: FlaskClient, database: Database, reader: str, who: str
) -> None:
    preview = sign_in("curator@example.org").get(f"/results/{public_id}/v1/preview/{reader}").get_data(as_text=True)
    with database.transaction() as session:
        version = session.scalars(select(AchievementVersion)).one()
        version.state, version.published_at = S.PUBLISHED, now()

    out = (sign_in(who) if who else client).get(f"/results/{public_id}").get_data(as_text=True)

    assert article(preview) == article(out)


def test_a_preview_offers_the_three_pairs_of_eyes(public_id: str, sign_in: SignIn) -> None:
    page = sign_in("member@example.org").get(f"/results/{public_id}/v1/preview/partner").get_data(as_text=True)

    tabs = re.findall(r'<a href="(/results/[^"]*/preview/[^"]*)"( aria-current="true")?>', page)
    here = f"/results/{public_id}/v1/preview"
    assert tabs == [(f"{here}/public", ""), (f"{here}/signed-in", ""), (f"{here}/partner", ' aria-current="true"')]
