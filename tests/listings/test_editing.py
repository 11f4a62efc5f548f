"""Writing a record: it saves itself, points to what is like it, and helps with examples."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core.actor import SYSTEM
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.listings import queries
from marketplace.listings.content import AchievementContent
from marketplace.listings.help import EXAMPLES
from marketplace.listings.mapping import read_content
from marketplace.listings.models import Achievement
from marketplace.listings.naming import NAMES
from marketplace.listings.rules import ListingState as S
from marketplace.web.language import merged_catalogue
from tests.factories import COMPLETE, content, make_listing, make_organisation
from tests.listings.conftest import Count
from tests.listings.typing_in import typed

SignIn = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("people")
START = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)


def make(database: Database, state: S = S.DRAFT, owner: str = "UNI-A", **changes: Any) -> str:
    with database.transaction() as session:
        organisation = None if owner == "UNI-A" else make_organisation(session, owner)
        return make_listing(session, owner=organisation, state=state, said=content(**changes)).public_id


def saved(database: Database, public_id: str) -> AchievementContent:
    with database.reading() as session:
        return read_content(queries.get_to_edit(session, SYSTEM, public_id))


def edits(database: Database) -> list[list[str]]:
    with database.reading() as session:
        lines = session.scalars(select(AuditEvent.detail).where(AuditEvent.action == "edit").order_by(AuditEvent.id))
        return [line["fields"] for line in lines]


def test_what_is_typed_is_kept_without_a_button(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database), sign_in("member@example.org")
    path = f"/my/results/{public_id}/autosave"

    with held_at(START):
        first = member.post(path, data=typed(content(title="第一次")))
        second = member.post(path, data=typed(content(title="第二次"), lock=str(first.get_json()["lock"])))

    assert (first.status_code, first.get_json()["note"]) == (200, "已保存 10:32")
    assert second.status_code == 200
    assert saved(database, public_id) == content(title="第二次")
    assert "17 / 17" in first.get_json()["meter"]


def test_ten_minutes_of_writing_are_one_line_of_the_trail(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database), sign_in("member@example.org")
    for minutes, lock in ((0, 1), (9, 2), (11, 3)):
        with held_at(START + timedelta(minutes=minutes)):
            data = typed(content(title=f"{minutes} 分钟"), lock=str(lock))
            assert member.post(f"/my/results/{public_id}/autosave", data=data).status_code == 200

    assert edits(database) == [["title"], ["title"]]


def test_the_trail_names_the_fields_that_changed(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database), sign_in("member@example.org")
    member.post(f"/my/results/{public_id}/edit", data=typed(content(title="改了", parameters=())))

    assert edits(database) == [["title", "parameters"]]
    page = member.get(f"/results/{public_id}/history").get_data(as_text=True)
    assert "成果名称、技术参数" in page


def test_a_stale_page_does_not_save_over_somebody_else(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database), sign_in("member@example.org")
    path = f"/my/results/{public_id}/autosave"
    member.post(path, data=typed(content(title="甲")))

    stale = member.post(path, data=typed(content(title="乙")))

    assert (stale.status_code, "别人刚刚保存了" in stale.get_json()["note"]) == (409, True)
    assert saved(database, public_id).title == "甲"


def test_what_cannot_be_read_is_not_saved_and_says_so(database: Database, sign_in: SignIn) -> None:
    public_id, member = make(database), sign_in("member@example.org")
    path = f"/my/results/{public_id}/autosave"

    answers = [member.post(path, data=typed(capex="很多")), member.post(path, data=typed(content(title="长" * 121)))]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert saved(database, public_id) == COMPLETE


def test_a_new_record_is_made_once_it_has_a_title(database: Database, sign_in: SignIn) -> None:
    member = sign_in("member@example.org")
    early = member.post("/my/results/new/autosave", data={"organisation": "1", "teaser": "只有简介"})
    made = member.post("/my/results/new/autosave", data={"organisation": "1", "title": "有了名称"})
    told = made.get_json()

    assert (early.status_code, made.status_code) == (422, 201)
    again = member.post(told["autosave"], data={"title": "又改了", "lock": str(told["lock"])})
    assert again.status_code == 200
    with database.reading() as session:
        assert session.scalars(select(Achievement.public_id)).all() == [told["edit"].split("/")[3]]


def test_saving_by_itself_needs_the_owner(database: Database, sign_in: SignIn, client: FlaskClient) -> None:
    public_id, path = make(database), "/my/results/{}/autosave"
    submitted = make(database, S.SUBMITTED)

    assert client.post(path.format(public_id), data=typed()).status_code == 401
    assert sign_in("other@example.org").post(path.format(public_id), data=typed()).status_code == 404
    assert sign_in("member@example.org").post(path.format(submitted), data=typed()).status_code == 409
    assert sign_in("curator@example.org").post("/my/results/new/autosave", data={"title": "x"}).status_code == 403


def test_titles_like_the_one_typed_are_own_drafts_and_others_published(database: Database, sign_in: SignIn) -> None:
    own = make(database, title="两相吸收剂捕集工艺")
    published = make(database, S.PUBLISHED, owner="UNI-C", title="两相吸收剂捕集新工艺")
    hidden = make(database, owner="UNI-D", title="两相吸收剂捕集工艺")
    far = make(database, title="磷石膏制酸联产水泥")
    member = sign_in("member@example.org")

    page = member.get("/my/results/similar-titles", query_string={"title": "两相吸收剂捕集工艺"}).get_data(as_text=True)
    but = member.get("/my/results/similar-titles", query_string={"title": "两相吸收剂捕集工艺", "but": own}).get_data(
        as_text=True
    )

    assert [each in page for each in (own, published, hidden, far)] == [True, True, False, False]
    assert [each in but for each in (own, published)] == [False, True]
    assert "相近" not in member.get("/my/results/similar-titles?title=两相%25_").get_data(as_text=True)


def test_a_saved_title_that_is_like_another_is_pointed_out_without_script(database: Database, sign_in: SignIn) -> None:
    make(database, S.PUBLISHED, owner="UNI-C", title="两相吸收剂捕集新工艺")
    public_id, member = make(database, title="两相吸收剂捕集工艺"), sign_in("member@example.org")

    assert "有名称相近的成果" in member.get(f"/my/results/{public_id}/edit").get_data(as_text=True)


def test_the_editor_costs_the_same_however_many_are_alike(
    database: Database, sign_in: SignIn, statements: Count
) -> None:
    public_id, member = make(database, title="两相吸收剂捕集工艺"), sign_in("member@example.org")
    one = statements(member, f"/my/results/{public_id}/edit")
    for number in range(4):
        make(database, title=f"两相吸收剂捕集工艺 {number}")

    assert statements(member, f"/my/results/{public_id}/edit") == one


def test_every_example_speaks_of_a_field_in_both_languages() -> None:
    english = merged_catalogue("en")
    texts = [text for each in EXAMPLES.values() for text in (each.good, each.bad, each.why)]

    assert [name for name in EXAMPLES if name.split("-")[0] not in NAMES] == []
    assert [text for text in texts if not english.get(text)] == []


def test_the_meter_counts_publishing_and_matching_apart(database: Database, sign_in: SignIn) -> None:
    public_id = make(database, parameters=(), comparator="", timing="")
    page = sign_in("member@example.org").get(f"/my/results/{public_id}/edit").get_data(as_text=True)

    assert ("16 / 17" in page, "3 / 5" in page) == (True, True)
    assert ('href="#timing-field"' in page, 'href="#s-parameters"' in page) == (True, True)
