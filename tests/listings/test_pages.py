"""The pages of achievements, through the client."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.listings import queries, services
from marketplace.listings.content import Parameter
from marketplace.listings.mapping import read_content
from marketplace.listings.models import Achievement
from marketplace.listings.rules import ListingState as S
from tests.factories import COMPLETE, content, make_listing, revise_listing
from tests.listings.conftest import Count
from tests.listings.typing_in import typed

SECRETS = ("0.73", "41.7", "褚明远", "05557982", "demo.contact", "9033739", "秦未央")
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def member(people: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("member@example.org")


def make(database: Database, state: S = S.PUBLISHED, **changes: Any) -> str:
    with database.transaction() as session:
        return make_listing(session, state=state, said=content(**changes)).public_id


def test_the_public_page_tells_what_is_public_and_nothing_else(
    people: None, database: Database, client: FlaskClient
) -> None:
    page = client.get(f"/results/{make(database)}").get_data(as_text=True)

    assert [secret for secret in SECRETS if secret in page] == []
    shown = (COMPLETE.title, "2.35～2.45", "57,861", "65,751", "相变温度", "登录后看联系方式", "[DS/OL]")
    assert [text for text in shown if text not in page] == []
    assert '"@type": "Dataset"' in page
    assert 'rel="canonical"' in page


def test_a_parameter_that_replaces_nothing_names_no_change(
    people: None, database: Database, client: FlaskClient
) -> None:
    said = Parameter(name="氢还原比例", minimum=30, maximum=40, unit="kg/t", comparator_value=0)
    address = make(database, parameters=(said,))

    page = client.get(f"/results/{address}")

    assert page.status_code == 200
    assert 'data-l="差"></td>' in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "hidden"),
    [("other@example.org", ("41.7",)), ("member@example.org", ()), ("curator@example.org", ())],
)
def test_each_reader_sees_the_tiers_that_are_open(
    people: None, database: Database, sign_in: SignIn, who: str, hidden: tuple[str, ...]
) -> None:
    page = sign_in(who).get(f"/results/{make(database)}").get_data(as_text=True)

    assert tuple(secret for secret in SECRETS if secret not in page) == hidden


def test_json_ld_and_citation_hold_nothing_of_the_higher_tiers(
    people: None, database: Database, client: FlaskClient
) -> None:
    public_id = make(database, title="</script><script>alert(1)</script>工艺 100%")
    bib = client.get(f"/results/{public_id}/v1/citation.bib")
    page = client.get(f"/results/{public_id}").get_data(as_text=True)

    assert bib.mimetype == "application/x-bibtex"
    assert [secret for secret in SECRETS if secret in bib.get_data(as_text=True)] == []
    assert "100\\%" in bib.get_data(as_text=True)
    assert "<script>alert" not in page


def test_unknown_and_hidden_results_are_not_found(people: None, database: Database, sign_in: SignIn) -> None:
    draft = make(database, S.DRAFT)
    other = sign_in("other@example.org")

    for path in ("/results/R-1999-0001", f"/results/{draft}", f"/results/{draft}/v1", f"/my/results/{draft}/edit"):
        assert other.get(path).status_code == 404
    for act in ("recall", "revise", "withdraw", "discard"):
        assert other.post(f"/my/results/{draft}/{act}").status_code == 404


def test_a_withdrawn_result_leaves_a_tombstone(member: FlaskClient, database: Database, client: FlaskClient) -> None:
    public_id = make(database)
    assert member.post(f"/my/results/{public_id}/withdraw", data={"reason": "outdated"}).status_code == 303

    gone = client.get(f"/results/{public_id}")

    assert gone.status_code == 410
    assert "这项成果已下架" in gone.get_data(as_text=True)
    assert COMPLETE.teaser not in gone.get_data(as_text=True)


def test_an_old_version_says_so_and_a_draft_is_for_its_owner(
    member: FlaskClient, database: Database, client: FlaskClient, sign_in: SignIn
) -> None:
    public_id = make(database)
    with database.transaction() as session:
        revise_listing(session, public_id, title="第二版")
        services.submit(session, SYSTEM, public_id)
    assert client.get(f"/results/{public_id}/v2").status_code == 404
    assert "预览" in member.get(f"/results/{public_id}/v2").get_data(as_text=True)

    with database.transaction() as session:
        from marketplace.accounts.queries import actor_for, find_person

        curator = find_person(session, "curator@example.org")
        assert curator is not None
        services.publish(session, actor_for(curator), public_id)

    assert "看现行的第 2 版" in client.get(f"/results/{public_id}/v1").get_data(as_text=True)
    assert "改动：成果名称" in client.get(f"/results/{public_id}").get_data(as_text=True)


def test_withdrawing_hides_the_old_versions_too(member: FlaskClient, database: Database, client: FlaskClient) -> None:
    public_id = make(database)
    with database.transaction() as session:
        first = queries.get_listing(session, SYSTEM, public_id)
        first.state = S.SUPERSEDED
        session.flush()
        second = services.revise(session, SYSTEM, public_id)
        second.state, second.published_at = S.PUBLISHED, first.published_at
    assert client.get(f"/results/{public_id}/v1").status_code == 200

    member.post(f"/my/results/{public_id}/withdraw", data={"reason": "outdated"})

    assert client.get(f"/results/{public_id}/v1").status_code == 410
    assert client.get(f"/results/{public_id}/v1/citation.bib").status_code == 404
    assert member.get(f"/results/{public_id}/v1").status_code == 200


def test_a_new_result_is_saved_and_keeps_everything(member: FlaskClient, database: Database) -> None:
    answer = member.post("/my/results/new", data=typed())

    assert answer.status_code == 303
    with database.reading() as session:
        public_id = session.scalars(select(Achievement.public_id)).one()
        saved = read_content(queries.get_to_edit(session, SYSTEM, public_id))
    assert saved == COMPLETE
    assert member.get(answer.location).status_code == 200


def test_an_empty_draft_can_be_saved_but_not_handed_in(member: FlaskClient, database: Database) -> None:
    saved = member.post("/my/results/new", data={"organisation": "1", "act": "save", "title": "只有名称"})
    assert saved.status_code == 303

    refused = member.post(saved.location, data={"lock": "1", "act": "submit", "title": "改了名称"})
    page = refused.get_data(as_text=True)

    assert refused.status_code == 422
    assert "请选择成果阶段。" in page
    assert 'value="改了名称"' in page
    assert 'name="lock" type="hidden" value="2"' in page


def test_a_mistake_keeps_everything_that_was_typed(member: FlaskClient, database: Database) -> None:
    wrong = typed(capex="很多", **{"parameters-0-minimum": "abc", "parameters-0-name": "再生能耗", "price": "-3"})

    answer = member.post("/my/results/new", data=wrong)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    kept = ('value="很多"', 'value="abc"', 'value="-3"', COMPLETE.teaser, "“abc”不是数字")
    assert [text for text in kept if text not in page] == []
    with database.reading() as session:
        assert session.scalars(select(Achievement)).all() == []


def test_a_mistake_that_only_the_rules_know_names_its_row(member: FlaskClient, database: Database) -> None:
    row = {f"parameters-4-{name}": "" for name in ("name", "minimum")}
    wrong = typed(**row, **{"parameters-7-name": "电耗", "parameters-7-minimum": "9", "parameters-7-maximum": "1"})

    answer = member.post("/my/results/new", data=wrong)

    assert answer.status_code == 422
    assert "技术参数 5 · 上限" in answer.get_data(as_text=True)


def test_rows_are_added_and_dropped_without_script(member: FlaskClient) -> None:
    added = member.post("/my/results/new", data=typed(act="", add_row="parameters"))
    dropped = member.post("/my/results/new", data=typed(act="", drop_row="parameters-1"))

    assert (added.status_code, dropped.status_code) == (200, 200)
    assert 'id="parameters-3-name"' in added.get_data(as_text=True)
    page = dropped.get_data(as_text=True)
    assert ("溶剂损耗" in page, "相变温度" in page) == (False, True)


def test_handing_in_from_the_form(member: FlaskClient, database: Database) -> None:
    public_id = make(database, S.DRAFT)
    path = f"/my/results/{public_id}/edit"

    assert member.post(path, data=typed(act="submit")).status_code == 303
    assert "等待审核" in member.get(path).get_data(as_text=True)
    assert member.post(path, data=typed()).status_code == 303
    assert member.post(f"/my/results/{public_id}/recall").status_code == 303
    assert 'name="act" value="submit"' in member.get(path).get_data(as_text=True)
    assert member.post(f"/my/results/{public_id}/discard").status_code == 303
    assert member.get(path).status_code == 404


def test_the_net_is_computed_from_lines(member: FlaskClient) -> None:
    lines = {"claim-lines-0-side": "BE", "claim-lines-0-label": "替代网电", "claim-lines-0-amount": "14,388"}

    answer = member.post("/my/results/net", data={"claim-uncertainty_percent": "10", **lines})
    calculated = member.post("/my/results/new", data=typed(act="calculate"))

    assert "12,949" in answer.get_data(as_text=True)
    assert calculated.status_code == 200
    assert "57,861" in calculated.get_data(as_text=True)


def test_the_own_list_finds_sorts_and_pages(member: FlaskClient, database: Database, sign_in: SignIn) -> None:
    empty = member.get("/my/results").get_data(as_text=True)
    for number in range(21):
        make(database, S.DRAFT if number else S.PUBLISHED, title=f"成果 {number:02d}")

    first = member.get("/my/results?sort=title").get_data(as_text=True)
    second = member.get("/my/results?sort=title&page=2").get_data(as_text=True)
    found = member.get("/my/results?state=published&q=%E6%88%90%E6%9E%9C").get_data(as_text=True)
    other = sign_in("other@example.org").get("/my/results").get_data(as_text=True)

    assert "还没有成果" in empty
    assert ("成果 19" in first, "成果 20" in first, "成果 20" in second) == (True, False, True)
    assert ("成果 00" in found, "成果 01" in found) == (True, False)
    assert "成果 01" not in other
    assert member.get("/my/results?state=nonsense&sort=nonsense&page=x&q=%00").status_code == 200


def test_pages_cost_the_same_for_one_row_and_for_many(
    member: FlaskClient, database: Database, statements: Count
) -> None:
    public_id = make(database)
    one = statements(member, "/my/results"), statements(member, f"/results/{public_id}")
    parameters = tuple(COMPLETE.parameters[0] for _ in range(20))
    rich = [make(database, parameters=parameters, cases=COMPLETE.cases * 9) for _ in range(19)]

    many = statements(member, "/my/results"), statements(member, f"/results/{rich[0]}")

    assert one == many


def test_the_public_is_sent_to_sign_in(client: FlaskClient) -> None:
    for path in ("/my/results", "/my/results/new", "/my/results/R-2026-0001/edit"):
        assert client.get(path).status_code == 303
    assert client.post("/my/results/new", data={}).status_code == 401


def test_pages_speak_english(people: None, database: Database, client: FlaskClient, sign_in: SignIn) -> None:
    public_id = make(database)
    draft = make(database, S.DRAFT)
    member = sign_in("member@example.org")

    assert "What is better" in client.get(f"/results/{public_id}?lang=en").get_data(as_text=True)
    assert "Save draft" in member.get(f"/my/results/{draft}/edit?lang=en").get_data(as_text=True)
