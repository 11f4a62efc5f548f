"""Two people write at once: both texts are shown, one is picked per field, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.listings import queries, services
from marketplace.listings.content import AchievementContent, Parameter
from marketplace.listings.mapping import read_content
from marketplace.listings.rules import ListingState as S
from marketplace.listings.stamps import stamps, touched
from tests.factories import COMPLETE, content, make_listing
from tests.listings.typing_in import hidden_of, typed

SignIn = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("people")


def draft(database: Database) -> str:
    with database.transaction() as session:
        return make_listing(session, state=S.DRAFT).public_id


def somebody_saves(database: Database, public_id: str, **changes: object) -> None:
    with database.transaction() as session:
        lock = queries.get_to_edit(session, SYSTEM, public_id).lock
        services.save_listing(session, SYSTEM, public_id, services.SaveListing(lock=lock, content=content(**changes)))


def saved(database: Database, public_id: str) -> AchievementContent:
    with database.reading() as session:
        return read_content(queries.get_to_edit(session, SYSTEM, public_id))


def test_both_texts_are_shown_and_the_default_keeps_each_ones_changes(database: Database, sign_in: SignIn) -> None:
    public_id, member = draft(database), sign_in("member@example.org")
    path = f"/my/results/{public_id}/edit"
    somebody_saves(database, public_id, title="对方的名称", scale="对方的规模")

    answer = member.post(path, data=typed(content(title="我的名称", timing="我的理由"), shown=COMPLETE))
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert ("对方" in page, "我的" in page, "只有对方改过" in page) == (True, True, True)
    assert saved(database, public_id) == content(title="对方的名称", scale="对方的规模")

    done = member.post(path, data=hidden_of(page) | {"act": "resolve"})

    assert done.status_code == 303
    assert saved(database, public_id) == content(title="我的名称", timing="我的理由", scale="对方的规模")


def test_each_field_is_taken_from_the_side_that_was_picked(database: Database, sign_in: SignIn) -> None:
    public_id, member = draft(database), sign_in("member@example.org")
    path = f"/my/results/{public_id}/edit"
    rows = (*COMPLETE.parameters, Parameter(name="电耗", minimum=1.0))
    somebody_saves(database, public_id, title="对方的名称", parameters=rows)
    page = member.post(path, data=typed(content(title="我的名称", parameters=()), shown=COMPLETE)).get_data(
        as_text=True
    )

    picks = {"pick-title": "saved", "pick-parameters": "saved", "act": "resolve"}
    member.post(path, data=hidden_of(page) | picks)

    assert saved(database, public_id) == content(title="对方的名称", parameters=rows)


def test_a_third_save_in_between_loses_nothing_and_keeps_the_picks(database: Database, sign_in: SignIn) -> None:
    public_id, member = draft(database), sign_in("member@example.org")
    path = f"/my/results/{public_id}/edit"
    somebody_saves(database, public_id, title="对方的名称")
    first = member.post(path, data=typed(content(title="我的名称", timing="我的理由"), shown=COMPLETE))
    sent = hidden_of(first.get_data(as_text=True)) | {"pick-title": "saved", "act": "resolve"}
    somebody_saves(database, public_id, title="又改的名称", comparator="第三人")

    again = member.post(path, data=sent)
    done = member.post(path, data=hidden_of(again.get_data(as_text=True)) | {"act": "resolve"})

    assert (again.status_code, done.status_code) == (409, 303)
    assert saved(database, public_id) == content(title="又改的名称", comparator="第三人", timing="我的理由")


def test_a_form_whose_beginning_is_unknown_picks_what_was_typed(database: Database, sign_in: SignIn) -> None:
    public_id, member = draft(database), sign_in("member@example.org")
    path = f"/my/results/{public_id}/edit"
    somebody_saves(database, public_id, title="对方的名称")

    page = member.post(path, data=typed(content(title="我的名称"))).get_data(as_text=True)
    member.post(path, data=hidden_of(page) | {"act": "resolve"})

    assert saved(database, public_id).title == "我的名称"


def test_a_version_that_was_handed_in_meanwhile_is_not_written(database: Database, sign_in: SignIn) -> None:
    public_id, member = draft(database), sign_in("member@example.org")
    with database.transaction() as session:
        services.submit(session, SYSTEM, public_id)

    answer = member.post(f"/my/results/{public_id}/edit", data=typed(content(title="我的名称")))

    assert (answer.status_code, saved(database, public_id)) == (303, COMPLETE)


def test_a_stamp_tells_whose_change_is_whose() -> None:
    assert COMPLETE.claim is not None
    mine = content(title="我的", claim=replace(COMPLETE.claim, boundary="我的"))

    assert touched(stamps(COMPLETE), mine) == {"title", "claim-boundary"}
    assert touched("rubbish :: x", COMPLETE) >= {"title", "claim"}
