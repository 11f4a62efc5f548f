"""The pages of needs, through the client."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.needs.mapping import read_content
from marketplace.needs.models import Need, NeedRemark
from marketplace.needs.rules import NeedState
from tests.factories import PASSWORD, make_need, make_organisation, make_person, need_content

S = NeedState
SignIn = Callable[[str], FlaskClient]
TYPED = {
    "title": "烧结烟气余热 180 ℃ 以下回收发电",
    "problem": "余热直接排空。",
    "indicators": "回收率 60 % 以上。",
    "goal": "一年内完成。",
    "keywords": "余热回收、烧结，ORC",
    "region": "420100",
    "contact_name": "陈工",
    "contact_phone": "13800001234",
    "sector": "steel",
    "constraints-0-parameter": "余热回收率",
    "constraints-0-operator": ">=",
    "constraints-0-value": "６０",
    "constraints-0-unit": "%",
    "constraints-0-priority": "must",
    "constraints-1-parameter": "",
    "constraints-1-operator": "<=",
    "constraints-1-value": "",
    "constraints-1-unit": "",
    "constraints-1-priority": "must",
    "budget": "1,800",
    "solution_modes": ["commission", "service"],
    "track": "direct",
}


@pytest.fixture
def enterprise(database: Database) -> Organisation:
    """An enterprise with a member; a stranger of another; a curator."""
    with database.transaction() as session:
        owner = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁集团有限公司")
        other = make_organisation(session, "ENT-B", OrganisationKind.ENTERPRISE, "岚桥水泥有限公司")
        make_person(session, "member@example.org", Role.ENTERPRISE, organisation=owner)
        make_person(session, "stranger@example.org", Role.ENTERPRISE, organisation=other)
        make_person(session, "curator@example.org", Role.CURATOR)
    return owner


def _put(database: Database, owner: Organisation, state: NeedState = S.PUBLISHED, **changes: object) -> str:
    with database.transaction() as session:
        return make_need(session, session.merge(owner), state, **changes).public_id


def _the_need(database: Database) -> Need:
    with database.reading() as session:
        need = session.scalars(select(Need)).one()
        read_content(need)
        return need


def _text(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return unescape(response.get_data(as_text=True))


def test_a_need_is_written_saved_and_submitted(enterprise: Organisation, database: Database, sign_in: SignIn) -> None:
    client = sign_in("member@example.org")
    typed = TYPED | {"organisation": str(enterprise.id), "act": "submit"}

    response = client.post("/my/needs/new", data=typed)

    need = _the_need(database)
    assert (response.status_code, response.headers["Location"]) == (303, f"/needs/{need.public_id}")
    assert need.state == S.SUBMITTED
    content = read_content(need)
    assert (content.keywords, content.budget) == (("余热回收", "烧结", "ORC"), 1800.0)
    assert [(c.parameter, c.operator, c.value, c.unit) for c in content.constraints] == [
        ("余热回收率", ">=", 60.0, "%")
    ]
    assert "剩 47 小时" in _text(client, f"/needs/{need.public_id}")


def test_a_question_brought_along_survives_signing_in_and_stands_in_the_form(
    app: Flask, enterprise: Organisation
) -> None:
    client = app.test_client()
    asked = "余热怎么发电 & 180 ℃ 以下"

    turned_away = client.get("/my/needs/new", query_string={"problem": asked})
    signed_in = client.post(
        turned_away.headers["Location"],
        data={
            "email": "member@example.org",
            "password": PASSWORD,
            "next": parse_qs(urlsplit(turned_away.headers["Location"]).query)["next"][0],
        },
    )

    assert (turned_away.status_code, signed_in.status_code) == (303, 303)
    assert f"{asked}</textarea>" in _text(client, signed_in.headers["Location"])


def test_an_incomplete_need_stays_a_draft_and_says_what_it_lacks(
    enterprise: Organisation, database: Database, sign_in: SignIn
) -> None:
    client = sign_in("member@example.org")

    response = client.post("/my/needs/new", data={"title": "只有名称", "organisation": enterprise.id, "act": "submit"})

    page = unescape(response.get_data(as_text=True))
    assert response.status_code == 422
    assert _the_need(database).state == S.DRAFT
    assert "草稿已保存，但还不能提交" in page
    assert f'action="/my/needs/{_the_need(database).public_id}/edit"' in page
    assert 'id="problem-error"' in page


def test_a_mistake_keeps_what_was_typed_and_points_at_the_field(enterprise: Organisation, sign_in: SignIn) -> None:
    client = sign_in("member@example.org")
    typed = TYPED | {"organisation": str(enterprise.id), "budget": "一千八", "constraints-0-value": "六成"}

    response = client.post("/my/needs/new", data=typed)

    page = unescape(response.get_data(as_text=True))
    assert response.status_code == 422
    for kept in ("余热直接排空。", 'value="一千八"', 'value="六成"', 'value="余热回收、烧结，ORC"'):
        assert kept in page
    assert 'aria-describedby="budget-hint budget-error"' in page
    assert "“一千八”不是数字" in page


def test_a_constraint_that_does_not_hold_is_marked_in_its_row(enterprise: Organisation, sign_in: SignIn) -> None:
    client = sign_in("member@example.org")
    row = {"constraints-1-parameter": "温度", "constraints-1-operator": "between", "constraints-1-value": "180"}

    response = client.post("/my/needs/new", data=TYPED | row | {"organisation": str(enterprise.id)})

    page = unescape(response.get_data(as_text=True))
    assert response.status_code == 422
    assert 'id="constraints-1-value2-error"' in page


def test_rows_are_added_and_dropped_without_a_script(enterprise: Organisation, sign_in: SignIn) -> None:
    client = sign_in("member@example.org")
    typed = TYPED | {"organisation": str(enterprise.id)}

    more = unescape(client.post("/my/needs/new", data=typed | {"add_row": "constraints"}).get_data(as_text=True))
    less = unescape(client.post("/my/needs/new", data=typed | {"drop_row": "constraints-0"}).get_data(as_text=True))

    assert 'name="constraints-2-parameter"' in more
    assert 'value="余热回收率"' in more
    assert 'value="余热回收率"' not in less
    assert "余热直接排空。" in less


def test_saving_over_a_colleague_asks_first_and_keeps_both(
    enterprise: Organisation, database: Database, sign_in: SignIn
) -> None:
    client = sign_in("member@example.org")
    public_id = _put(database, enterprise, S.DRAFT)
    path = f"/my/needs/{public_id}/edit"
    assert client.post(path, data=TYPED | {"organisation": "1", "lock": "1", "goal": "甲"}).status_code == 303

    overtaken = client.post(path, data=TYPED | {"organisation": "1", "lock": "1", "goal": "乙"})

    page = unescape(overtaken.get_data(as_text=True))
    assert overtaken.status_code == 409
    assert ("这条需求刚被同事改过" in page, ">\n乙</textarea>" in page or ">\r\n乙</textarea>" in page) == (True, True)
    assert re.findall(r'data-l="(?:已保存的|您填的)">([甲乙])</td>', page) == ["甲", "乙"]
    mine = TYPED | {"organisation": "1", "lock": "2", "goal": "乙", "title": "我改的名称"}
    back = unescape(client.post(path, data=mine | {"theirs": "goal"}).get_data(as_text=True))
    assert re.findall(r'id="goal"[^>]*>\s*(\S+)</textarea>', back) == ["甲"]
    assert 'value="我改的名称"' in back
    assert _the_need(database).goal == "甲"
    assert client.post(path, data=TYPED | {"organisation": "1", "lock": "2", "goal": "乙"}).status_code == 303


def test_the_life_of_a_need_by_its_buttons(enterprise: Organisation, database: Database, sign_in: SignIn) -> None:
    client = sign_in("member@example.org")
    public_id = _put(database, enterprise, S.DRAFT)
    states = []

    for act in ("submit", "recall"):
        assert client.post(f"/my/needs/{public_id}/{act}").status_code == 303
        states.append(_the_need(database).state)
    assert client.post(f"/my/needs/{public_id}/recall").status_code == 409
    assert client.post(f"/my/needs/{public_id}/discard").headers["Location"] == "/my/needs"

    assert states == [S.SUBMITTED, S.DRAFT]
    assert _text(client, f"/needs/{public_id}", 404)


def test_a_revision_has_a_page_of_its_own_and_older_versions_stay_readable(
    enterprise: Organisation, database: Database, sign_in: SignIn
) -> None:
    public_id = _put(database, enterprise, S.SUBMITTED)
    member, curator = sign_in("member@example.org"), sign_in("curator@example.org")
    here = f"/needs/{public_id}"
    for title in ("第一版", "第二版"):
        curator.post(f"/curation/need/{public_id}", data={"act": "publish"})
        assert member.post(f"/my{here}/revise").headers["Location"] == f"/my{here}/edit"
        lock = re.search(r'name="lock"[^>]*value="(\d+)"', _text(member, f"/my{here}/edit"))
        typed = TYPED | {"organisation": "1", "lock": lock[1] if lock else "", "title": title, "act": "submit"}
        assert member.post(f"/my{here}/edit", data=typed).headers["Location"] == f"/my{here}/revision"

    public = _text(sign_in("stranger@example.org"), here)
    assert ("<h1>第一版</h1>" in public, "修改稿" in public, f'href="{here}/v1"' in public) == (True, False, True)
    assert "有一份修改稿：已提交" in _text(member, here)
    assert "<h1>第二版</h1>" in _text(member, f"/my{here}/revision")
    assert "这是第 1 版，现行的是第 2 版" in _text(sign_in("stranger@example.org"), f"{here}/v1")
    assert member.get(f"{here}/v2").headers["Location"] == here
    assert "修改稿：已提交" in _text(member, "/my/needs")
    assert "<h1>第二版</h1>" in _text(curator, f"/curation/need/{public_id}")


def test_a_returned_need_shows_the_remarks_at_their_fields(
    enterprise: Organisation, database: Database, sign_in: SignIn
) -> None:
    public_id = _put(database, enterprise, S.RETURNED)
    with database.transaction() as session:
        need = session.scalars(select(Need)).one()
        need.remarks = [NeedRemark(field="goal", text="请写明年份。"), NeedRemark(field="", text="总体不错。")]

    page = _text(sign_in("member@example.org"), f"/my/needs/{public_id}/edit")

    assert "审核意见：请写明年份。" in page
    assert 'aria-describedby="goal-hint goal-remark"' in page
    assert "总体不错。" in page


SECRETS = ("楚垣", "ENT-A", "陈工", "13800001234", "chen@example.org", "内部编号")


@pytest.mark.parametrize("reader", ["public", "stranger@example.org"])
def test_an_anonymous_need_gives_nothing_away(
    enterprise: Organisation, database: Database, sign_in: SignIn, client: FlaskClient, reader: str
) -> None:
    public_id = _put(database, enterprise, anonymous=True, industries=("C31",), extra={"内部编号": "ENT-A-7"})
    browser = client if reader == "public" else sign_in(reader)

    pages = [_text(browser, path) for path in ("/needs", f"/needs/{public_id}", "/needs?text=楚垣")]

    assert "匿名（黑色金属冶炼和压延加工业）" in pages[0]
    assert "匿名（黑色金属冶炼和压延加工业）. 烧结" in pages[1]
    assert [secret for page in pages[:2] for secret in SECRETS if secret in page] == []
    assert public_id not in pages[2]


def test_owner_and_curator_read_the_contact_of_an_anonymous_need(
    enterprise: Organisation, database: Database, sign_in: SignIn
) -> None:
    public_id = _put(database, enterprise, anonymous=True)

    for reader in ("member@example.org", "curator@example.org"):
        page = _text(sign_in(reader), f"/needs/{public_id}")
        assert ("13800001234" in page, "楚垣钢铁集团有限公司" in page) == (True, True)


def test_a_named_need_shows_its_owner_but_not_the_contact(
    enterprise: Organisation, database: Database, client: FlaskClient
) -> None:
    public_id = _put(database, enterprise)

    page = _text(client, f"/needs/{public_id}")

    assert ("楚垣钢铁集团有限公司" in page, "13800001234" in page, "陈工" in page) == (True, False, False)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/needs/{public_id}">' in page


def test_a_draft_is_unknown_to_others(
    enterprise: Organisation, database: Database, sign_in: SignIn, client: FlaskClient
) -> None:
    public_id = _put(database, enterprise, S.DRAFT)
    stranger = sign_in("stranger@example.org")

    assert client.get(f"/needs/{public_id}").status_code == 404
    assert stranger.get(f"/needs/{public_id}").status_code == 404
    assert stranger.get(f"/my/needs/{public_id}/edit").status_code == 404
    assert stranger.post(f"/my/needs/{public_id}/submit").status_code == 404
    assert client.get("/my/needs").status_code == 303
    assert sign_in("curator@example.org").get("/my/needs").status_code == 403


def test_a_withdrawn_need_leaves_a_sentence(enterprise: Organisation, database: Database, client: FlaskClient) -> None:
    public_id = _put(database, enterprise)
    with database.transaction() as session:
        session.scalars(select(Need)).one().state = S.WITHDRAWN

    assert "这条需求已由需求方撤下。" in _text(client, f"/needs/{public_id}", 404)


@pytest.mark.parametrize("path", ["/needs", "/my/needs"])
def test_a_page_takes_the_same_statements_for_one_and_for_twenty(
    enterprise: Organisation, database: Database, sign_in: SignIn, app: Flask, path: str
) -> None:
    client = sign_in("member@example.org")
    seen: list[str] = []
    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: seen.append(statement))

    def statements() -> int:
        seen.clear()
        assert client.get(path).status_code == 200
        return len(seen)

    _put(database, enterprise)
    one = statements()
    for _ in range(19):
        _put(database, enterprise)

    assert statements() == one


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=99999999999", "page=x", "budget=-1", "budget=x", "mode=x", "sort=x", "sector=zz", "text=%"],
)
def test_an_address_that_does_not_hold_still_shows_the_list(
    enterprise: Organisation, database: Database, client: FlaskClient, query: str
) -> None:
    _put(database, enterprise)

    assert client.get(f"/needs?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/needs", "/my/needs", "/my/needs/new", "/needs/{id}", "/my/needs/{id}/edit"])
def test_every_page_speaks_english(enterprise: Organisation, database: Database, sign_in: SignIn, path: str) -> None:
    draft = _put(database, enterprise, S.DRAFT)

    page = _text(sign_in("member@example.org"), f"{path.format(id=draft)}?lang=en")

    assert '<html lang="en">' in page
    for word in ("需求", "提交", "审核"):
        assert word not in page.replace("我的需求", "") or path == "/my/needs"


def test_an_empty_list_says_what_to_do(enterprise: Organisation, sign_in: SignIn, client: FlaskClient) -> None:
    assert "没有符合这些条件的需求" in _text(client, "/needs")
    assert "还没有需求" in _text(sign_in("member@example.org"), "/my/needs")


def test_the_form_of_a_full_need_saves_without_a_change(
    enterprise: Organisation, database: Database, sign_in: SignIn, app: Flask
) -> None:
    from marketplace.needs.forms import NeedForm, form_values

    content = need_content(industries=("C31",), anonymous=True)
    with app.test_request_context("/", method="GET"):
        form = NeedForm([(1, "x")], data=form_values(content) | {"organisation": 1})
        assert form.content(content.extra) == content


def test_a_narrowed_list_counts_its_conditions_and_offers_to_clear_them(client: FlaskClient) -> None:
    page = client.get("/needs?sector=energy&text=x").get_data(as_text=True)
    bare = client.get("/needs").get_data(as_text=True)

    assert 'popovertarget="facets"' in page
    assert '<b class="badge">2</b>' in page
    assert page.count("全部清除") == bare.count("全部清除") + 1
