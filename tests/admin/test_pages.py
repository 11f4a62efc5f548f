"""The pages of curation and administration, through the client."""

import os
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import Role
from marketplace.core.audit import AuditEvent
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobState
from marketplace.listings.models import AchievementVersion, Remark
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need, NeedRemark
from marketplace.needs.rules import NeedState
from tests.factories import make_listing, make_need, make_organisation, make_person

SignIn = Callable[[str], FlaskClient]
PEOPLE = {
    "curator@example.org": Role.CURATOR,
    "admin@example.org": Role.ADMIN,
    "member@example.org": Role.ENTERPRISE,
    "teacher@example.org": Role.UNIVERSITY,
    "broker@example.org": Role.BROKER,
    "organiser@example.org": Role.ORGANISER,
    "expert@example.org": Role.EXPERT,
}


@pytest.fixture
def house(database: Database) -> dict[str, Organisation]:
    """An enterprise and a university, somebody of each role, and a curator of the enterprise's own."""
    with database.transaction() as session:
        enterprise = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁")
        university = make_organisation(session, "UNI-A", name="楚泽大学")
        homes = {"member@example.org": enterprise, "teacher@example.org": university}
        for email, role in PEOPLE.items():
            make_person(session, email, role, organisation=homes.get(email))
        make_person(session, "own@example.org", Role.CURATOR, organisation=enterprise)
    return {"enterprise": enterprise, "university": university}


def _need(database: Database, house: dict[str, Organisation], **changes: object) -> str:
    with database.transaction() as session:
        owner = session.merge(house["enterprise"])
        return make_need(session, owner, NeedState.SUBMITTED, **changes).public_id


def _listing(database: Database, house: dict[str, Organisation]) -> str:
    with database.transaction() as session:
        owner = session.merge(house["university"])
        return make_listing(session, owner=owner, state=ListingState.SUBMITTED).public_id


def _state(database: Database, public_id: str) -> str:
    with database.reading() as session:
        if public_id.startswith("N"):
            return session.scalars(select(Need.state).where(Need.public_id == public_id)).one()
        return session.scalars(select(AchievementVersion)).one().state


def _text(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return unescape(response.get_data(as_text=True))


def test_the_queue_shows_what_waits_and_opens_it(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    need, listing = _need(database, house), _listing(database, house)
    client = sign_in("curator@example.org")

    page = _text(client, "/curation")

    assert f'href="/curation/need/{need}"' in page
    assert f'href="/curation/achievement/{listing}"' in page
    assert need not in _text(client, "/curation?kind_of=achievement")
    assert "没有符合这些条件的记录" in _text(client, "/curation?text=nothing")


def test_publishing_a_need_goes_on_to_the_next(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    first, second = _need(database, house), _need(database, house)
    client = sign_in("curator@example.org")

    response = client.post(f"/curation/need/{first}", data={"act": "publish", "lock": "1"})
    last = client.post(f"/curation/need/{second}", data={"act": "keep", "lock": "1"})

    assert (response.status_code, response.headers["Location"]) == (303, f"/curation/need/{second}")
    assert (last.status_code, last.headers["Location"]) == (303, "/curation")
    assert (_state(database, first), _state(database, second)) == (NeedState.PUBLISHED, NeedState.LONG_TERM)


def test_the_second_of_two_clicks_goes_on_and_changes_nothing(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    need = _need(database, house)
    client = sign_in("curator@example.org")

    codes = [client.post(f"/curation/need/{need}", data={"act": "publish", "lock": "1"}).status_code for _ in "12"]

    assert codes == [303, 303]
    assert f"{need} 已经办理过了。" in _text(client, "/curation")
    with database.reading() as session:
        assert session.scalars(select(AuditEvent.action)).all() == ["publish"]


def test_a_need_changed_meanwhile_is_shown_again_with_what_was_typed(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    need = _need(database, house)
    client = sign_in("curator@example.org")

    response = client.post(f"/curation/need/{need}", data={"act": "return", "lock": "0", "remark-goal": "写明年份"})

    page = unescape(response.get_data(as_text=True))
    assert response.status_code == 409
    assert ("请刷新页面，核对后再操作。" in page, "写明年份" in page) == (True, True)
    assert _state(database, need) == NeedState.SUBMITTED


def test_remarks_on_fields_travel_back(house: dict[str, Organisation], database: Database, sign_in: SignIn) -> None:
    need, listing = _need(database, house), _listing(database, house)
    client = sign_in("curator@example.org")
    remarks = {"act": "return", "lock": "1", "remark-": "请补数据。", "remark-title": "太笼统", "remark-problem": " "}
    with database.reading() as session:
        lock = str(session.scalars(select(AchievementVersion)).one().lock)

    assert client.post(f"/curation/need/{need}", data=remarks).status_code == 303
    assert client.post(f"/curation/achievement/{listing}", data=remarks | {"lock": lock}).status_code == 303

    assert (_state(database, need), _state(database, listing)) == (NeedState.RETURNED, ListingState.RETURNED)
    with database.reading() as session:
        for kind in (NeedRemark, Remark):
            said = {remark.field: remark.text for remark in session.scalars(select(kind))}
            assert said == {"": "请补数据。", "title": "太笼统"}


@pytest.mark.parametrize(("kind", "act"), [("need", "return"), ("achievement", "return"), ("achievement", "reject")])
def test_a_refusal_without_a_reason_comes_back_with_the_form(
    house: dict[str, Organisation], database: Database, sign_in: SignIn, kind: str, act: str
) -> None:
    record = _need(database, house) if kind == "need" else _listing(database, house)
    client = sign_in("curator@example.org")

    response = client.post(f"/curation/{kind}/{record}", data={"act": act})

    assert response.status_code == 422
    assert 'aria-describedby="remark--error"' in response.get_data(as_text=True)
    assert _state(database, record) == "submitted"


@pytest.mark.parametrize(("act", "state"), [("publish", ListingState.PUBLISHED), ("reject", ListingState.REJECTED)])
def test_an_achievement_is_decided(
    house: dict[str, Organisation], database: Database, sign_in: SignIn, act: str, state: ListingState
) -> None:
    listing = _listing(database, house)
    client = sign_in("curator@example.org")

    assert listing in _text(client, f"/curation/achievement/{listing}")
    response = client.post(f"/curation/achievement/{listing}", data={"act": act, "remark-": "数据不实"})

    assert response.status_code == 303
    assert _state(database, listing) == state


def test_an_incomplete_need_is_not_published_and_says_why(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    need = _need(database, house, goal="")
    client = sign_in("curator@example.org")

    assert "请写出预期目标。" in _text(client, f"/curation/need/{need}")
    response = client.post(f"/curation/need/{need}", data={"act": "publish"})

    assert (response.status_code, _state(database, need)) == (422, NeedState.SUBMITTED)


def test_a_leak_in_an_anonymous_need_is_pointed_out(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    need = _need(database, house, anonymous=True, problem="楚垣钢铁的余热")

    page = _text(sign_in("curator@example.org"), f"/curation/need/{need}")

    assert "匿名需求里有能认出单位或联系人的文字" in page


def test_a_curator_of_the_owner_reads_but_does_not_decide(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    need = _need(database, house)
    client = sign_in("own@example.org")

    assert 'name="act"' not in _text(client, f"/curation/need/{need}")
    assert client.post(f"/curation/need/{need}", data={"act": "publish"}).status_code == 403
    assert _state(database, need) == NeedState.SUBMITTED


def test_unknown_records_and_acts_are_not_found(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    need = _need(database, house)
    client = sign_in("curator@example.org")

    assert client.get("/curation/need/N-1999-0001").status_code == 404
    assert client.get("/curation/other/N-1999-0001").status_code == 404
    assert client.post(f"/curation/need/{need}", data={"act": "destroy"}).status_code == 404


CURATORS_PAGES = ("/curation",)
ADMINS_PAGES = ("/admin", "/admin/audit", "/admin/people", "/admin/organisations")


@pytest.mark.parametrize("email", ["public", *PEOPLE])
def test_every_page_opens_to_its_role_alone(
    house: dict[str, Organisation], sign_in: SignIn, client: FlaskClient, email: str
) -> None:
    browser = client if email == "public" else sign_in(email)
    closed = 303 if email == "public" else 403

    codes = [browser.get(path).status_code for path in (*CURATORS_PAGES, *ADMINS_PAGES)]

    curator, admin = email == "curator@example.org", email == "admin@example.org"
    assert codes == [200 if curator else closed] + [200 if admin else closed] * len(ADMINS_PAGES)


def test_the_trail_is_narrowed_by_person_kind_action_and_day(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    need = _need(database, house)
    sign_in("curator@example.org").post(f"/curation/need/{need}", data={"act": "publish"})
    client = sign_in("admin@example.org")

    found = {
        query: need in _text(client, f"/admin/audit?{query}").split("</form>")[-1]
        for query in ("person=curator", "person=nobody", "kind=need", "kind=achievement", "action=publish",
                      "action=return", "since=2000-01-01", "until=2000-01-01", "since=nonsense", f"subject={need}")
    }  # fmt: skip

    assert found == {
        "person=curator": True, "person=nobody": False, "kind=need": True, "kind=achievement": False,
        "action=publish": True, "action=return": False, "since=2000-01-01": True, "until=2000-01-01": False,
        "since=nonsense": True, f"subject={need}": True,
    }  # fmt: skip


def test_people_and_organisations_are_listed(house: dict[str, Organisation], sign_in: SignIn) -> None:
    client = sign_in("admin@example.org")

    assert "teacher@example.org" in _text(client, "/admin/people?text=TEACHER")
    assert "teacher@example.org" not in _text(client, "/admin/people?text=broker")
    assert "楚泽大学" in _text(client, "/admin/organisations")


@pytest.mark.parametrize("path", ["/curation", "/admin/audit", "/admin/people"])
def test_a_list_takes_the_same_statements_for_few_and_for_many(
    house: dict[str, Organisation], database: Database, sign_in: SignIn, app: Flask, path: str
) -> None:
    client = sign_in("curator@example.org" if path == "/curation" else "admin@example.org")
    seen: list[str] = []
    event.listen(
        app.extensions["database"].engine,
        "before_cursor_execute",
        lambda _c, _k, statement, *_rest: seen.append(statement),
    )

    def statements() -> int:
        seen.clear()
        assert client.get(path).status_code == 200
        return len(seen)

    _need(database, house)
    one = statements()
    for place in range(19):
        _need(database, house)
        with database.transaction() as session:
            make_person(session, f"more{place}@example.org", Role.EXPERT)

    assert statements() == one


class HeldIndex:
    """A reader that counts; the engine itself is tested elsewhere."""

    def count(self) -> int:
        return 1


def test_the_console_compares_index_and_database_and_orders_a_rebuild(
    house: dict[str, Organisation], database: Database, sign_in: SignIn, app: Flask
) -> None:
    app.extensions["search_readers"] = {os.getpid(): HeldIndex()}
    need = _need(database, house)
    sign_in("curator@example.org").post(f"/curation/need/{need}", data={"act": "publish"})
    client = sign_in("admin@example.org")

    assert "索引与数据库一致" in _text(client, "/admin/search")
    response = client.post("/admin/search/reindex")

    with database.reading() as session:
        job = session.scalars(select(Job)).one()
    assert (response.status_code, response.headers["Location"]) == (303, f"/jobs/{job.public_id}")
    assert (job.kind, job.state) == ("search.reindex", JobState.QUEUED)


def test_a_job_shows_its_progress_to_the_person_who_asked(
    house: dict[str, Organisation], database: Database, sign_in: SignIn
) -> None:
    client = sign_in("admin@example.org")
    client.post("/admin/search/reindex")
    with database.transaction() as session:
        job = session.scalars(select(Job)).one()
        job.state, job.progress_done, job.progress_total = JobState.RUNNING, 3, 9

    assert client.get(f"/jobs/{job.public_id}.json").get_json() == {
        "done": 3, "total": 9, "note": "正在进行。可以离开此页。", "state": "running", "next": None,
    }  # fmt: skip
    assert f'data-poll="/jobs/{job.public_id}.json"' in _text(client, f"/jobs/{job.public_id}")
    assert sign_in("curator@example.org").get(f"/jobs/{job.public_id}").status_code == 404

    with database.transaction() as session:
        job = session.scalars(select(Job)).one()
        job.state, job.message = JobState.FAILED, "磁盘已满。"
    assert client.get(f"/jobs/{job.public_id}.json").get_json()["next"] == f"/jobs/{job.public_id}"
    assert "磁盘已满。" in _text(client, f"/jobs/{job.public_id}")


@pytest.mark.parametrize("path", ["/curation", "/curation/need/{id}", "/admin", "/admin/audit", "/admin/people",
                                  "/admin/organisations"])  # fmt: skip
def test_every_page_speaks_english(
    house: dict[str, Organisation], database: Database, sign_in: SignIn, path: str
) -> None:
    need = _need(database, house)
    email = "curator@example.org" if path.startswith("/curation") else "admin@example.org"

    page = _text(sign_in(email), f"{path.format(id=need)}?lang=en")

    for word in ("审核", "提交", "管理", "单位", "退回"):
        assert word not in page
