"""The owner's list: narrowing it, and one act on many records."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import SYSTEM
from marketplace.core.clock import today
from marketplace.core.db import Database
from marketplace.listings import queries
from marketplace.listings.rules import ListingState as S
from tests.factories import content, make_listing, make_organisation
from tests.listings.conftest import Count

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def member(people: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("member@example.org")


def make(database: Database, state: S = S.DRAFT, **changes: Any) -> str:
    with database.transaction() as session:
        return make_listing(session, state=state, said=content(**changes)).public_id


def state_of(database: Database, public_id: str) -> S:
    with database.reading() as session:
        return queries.get_to_edit(session, SYSTEM, public_id).state


def told(client: FlaskClient) -> str:
    return unescape(client.get("/my/results").get_data(as_text=True))


def test_what_can_be_handed_in_is_and_the_rest_says_why(member: FlaskClient, database: Database) -> None:
    good, bare, shown = make(database), make(database, trl=None), make(database, S.PUBLISHED)

    answer = member.post("/my/results/bulk", data={"act": "submit", "id": [good, bare, shown]})

    assert answer.status_code == 303
    assert [state_of(database, each) for each in (good, bare, shown)] == [S.SUBMITTED, S.DRAFT, S.PUBLISHED]
    page = told(member)
    assert ("已送审 1 项。" in page, "2 项没有办" in page, f"{bare}：还有必填项没有填好" in page) == (True, True, True)


def test_handing_in_many_can_be_taken_back(member: FlaskClient, database: Database) -> None:
    ids = [make(database), make(database)]
    member.post("/my/results/bulk", data={"act": "submit", "id": ids})
    page = told(member)
    form = re.search(r'name="act" value="recall">(.*?)</form>', page, re.DOTALL)
    assert form is not None

    member.post(
        "/my/results/bulk", data={"act": "recall", "id": re.findall(r'name="id" value="([^"]+)"', form.group(1))}
    )

    assert [state_of(database, each) for each in ids] == [S.DRAFT, S.DRAFT]


def test_many_are_confirmed_at_once(member: FlaskClient, database: Database) -> None:
    soon, expired = make(database, S.PUBLISHED, valid_until=today() + timedelta(days=3)), make(database, S.EXPIRED)
    with database.transaction() as session:
        queries.get_to_edit(session, SYSTEM, expired).valid_until = date(2020, 1, 1)
    far = make(database, S.PUBLISHED, valid_until=today() + timedelta(days=300))

    member.post("/my/results/bulk", data={"act": "confirm", "id": [soon, expired, far]})

    assert state_of(database, expired) is S.PUBLISHED
    page = told(member)
    assert ("已确认 2 项成果" in page, f"{far}：这项成果的有效期还长" in page) == (True, True)


def test_many_are_taken_off_only_after_a_reason(member: FlaskClient, database: Database) -> None:
    shown, draft = make(database, S.PUBLISHED), make(database)
    chosen = {"act": "withdraw", "id": [shown, draft]}

    asked = member.post("/my/results/bulk", data=chosen)
    without = member.post("/my/results/bulk", data=chosen | {"sure": "yes"})
    assert (asked.status_code, without.status_code, state_of(database, shown)) == (200, 422, S.PUBLISHED)
    assert "下架这 2 项成果？" in asked.get_data(as_text=True)

    done = member.post("/my/results/bulk", data=chosen | {"sure": "yes", "reason": "outdated"})

    assert (done.status_code, state_of(database, shown), state_of(database, draft)) == (303, S.WITHDRAWN, S.DRAFT)


def test_others_records_are_left_alone(member: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        theirs = make_listing(session, owner=make_organisation(session, "UNI-C"), state=S.PUBLISHED).public_id
        hidden = make_listing(
            session, owner=make_organisation(session, "UNI-D"), state=S.DRAFT, said=content(title="别家的秘密草稿")
        ).public_id

    asked = member.post("/my/results/bulk", data={"act": "withdraw", "id": [theirs, hidden]}).get_data(as_text=True)
    member.post("/my/results/bulk", data={"act": "withdraw", "id": [theirs], "sure": "yes", "reason": "outdated"})
    member.post("/my/results/bulk", data={"act": "submit", "id": [hidden]})

    assert "别家的秘密草稿" not in asked
    assert (state_of(database, theirs), state_of(database, hidden)) == (S.PUBLISHED, S.DRAFT)
    assert "没有编号为" in told(member)


def test_nothing_ticked_and_too_much_ticked_are_sentences(member: FlaskClient, database: Database) -> None:
    assert member.post("/my/results/bulk", data={"act": "submit"}).status_code == 303
    assert "请先勾选成果。" in told(member)
    many = {"act": "submit", "id": [f"R-2026-{number:04d}" for number in range(201)]}
    assert member.post("/my/results/bulk", data=many).status_code == 422
    assert member.post("/my/results/bulk", data={"act": "burn", "id": "R-2026-0001"}).status_code == 422


def test_the_list_is_narrowed_to_what_ends_and_put_in_order_of_it(member: FlaskClient, database: Database) -> None:
    make(database, S.PUBLISHED, title="快到期的", valid_until=today() + timedelta(days=20))
    make(database, S.PUBLISHED, title="更快的", valid_until=today() + timedelta(days=2))
    make(database, S.PUBLISHED, title="还早的", valid_until=today() + timedelta(days=200))

    page = member.get("/my/results?ending=yes&sort=validity").get_data(as_text=True)

    assert ("还早的" in page, page.index("更快的") < page.index("快到期的")) == (False, True)


def test_the_list_costs_the_same_for_one_row_and_for_many(
    member: FlaskClient, database: Database, statements: Count
) -> None:
    make(database, S.PUBLISHED)
    one = statements(member, "/my/results"), statements(member, "/my/results?ending=yes")
    for _ in range(3):
        make(database, S.PUBLISHED)

    assert (statements(member, "/my/results"), statements(member, "/my/results?ending=yes")) == one
