"""The curators' pages, through the client."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.curation.models import Assignment, Batch, StandardRemark
from marketplace.curation.rules import BatchState, Kind, Outcome
from marketplace.curation.services.batches import carry_out
from marketplace.listings.rules import ListingState
from marketplace.needs import services as needs
from marketplace.needs.models import Need, NeedRemark
from marketplace.needs.rules import NeedState
from tests.factories import make_actor, make_listing, make_need, make_organisation, make_person, need_content

SignIn = Callable[[str], FlaskClient]
CURATOR, COLLEAGUE = "curator@example.org", "colleague@example.org"


@pytest.fixture
def wishes(database: Database) -> list[str]:
    """Two curators, and three needs that wait."""
    with database.transaction() as session:
        enterprise = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁")
        make_person(session, CURATOR, Role.CURATOR)
        make_person(session, COLLEAGUE, Role.CURATOR)
        return [make_need(session, enterprise, NeedState.SUBMITTED).public_id for _ in range(3)]


def _text(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return unescape(response.get_data(as_text=True))


def _remark(database: Database, **said: object) -> int:
    with database.transaction() as session:
        remark = StandardRemark(
            **({"kind": Kind.NEED, "field": "goal", "zh": "写明年份。", "en": "Name the year."} | said)
        )
        session.add(remark)
        session.flush()
        return remark.id


def test_taking_in_the_queue_comes_back_to_the_same_list(wishes: list[str], sign_in: SignIn) -> None:
    curator, colleague = sign_in(CURATOR), sign_in(COLLEAGUE)

    response = curator.post(f"/curation/need/{wishes[0]}/take", data={"back": "/curation?kind_of=need&sort=due"})
    late = colleague.post(f"/curation/need/{wishes[0]}/take", data={"back": "https://elsewhere.example/"})

    assert (response.status_code, response.headers["Location"]) == (303, "/curation?kind_of=need&sort=due")
    assert (late.status_code, late.headers["Location"]) == (303, f"/curation/need/{wishes[0]}")
    assert "领取了这条记录" in _text(colleague, "/curation?held=others")
    assert f'id="{wishes[0]}"' not in _text(curator, "/curation?held=nobody")
    assert "我领取的" in _text(curator, "/curation?held=mine")


def test_the_page_of_a_record_in_others_hands_offers_to_take_it_over(
    wishes: list[str], database: Database, sign_in: SignIn
) -> None:
    curator, colleague = sign_in(CURATOR), sign_in(COLLEAGUE)
    curator.post(f"/curation/need/{wishes[0]}/take")

    page = _text(colleague, f"/curation/need/{wishes[0]}")
    assert ('name="act"' in page, "接手" in page) == (False, True)
    assert colleague.post(f"/curation/need/{wishes[0]}", data={"act": "publish"}).status_code == 409
    holder = re.search(r'name="held_by" value="(\d+)"', page)
    assert holder is not None
    colleague.post(f"/curation/need/{wishes[0]}/take", data={"held_by": holder[1]})
    assert colleague.post(f"/curation/need/{wishes[0]}", data={"act": "publish"}).status_code == 303


def test_next_and_previous_keep_the_filter(wishes: list[str], sign_in: SignIn) -> None:
    page = _text(sign_in(CURATOR), f"/curation/need/{wishes[1]}?kind_of=need")

    assert "第 2 条，共 3 条" in page
    assert f'href="/curation/need/{wishes[0]}?kind_of=need" rel="prev"' in page
    assert f'href="/curation/need/{wishes[2]}?kind_of=need" rel="next"' in page
    assert f'href="/curation?kind_of=need#{wishes[1]}"' in page


def test_publishing_many_is_confirmed_scheduled_and_can_be_undone(
    wishes: list[str], database: Database, sign_in: SignIn
) -> None:
    client = sign_in(CURATOR)
    ids = [f"need:{public_id}:1" for public_id in wishes[:2]]

    confirm = client.post("/curation/batches", data={"act": "publish", "id": ids, "back": "/curation?sort=due"})
    asked = unescape(confirm.get_data(as_text=True))
    assert (confirm.status_code, "发布这 2 条？" in asked, asked.count("发布，公众可见")) == (200, True, 2)
    made = client.post("/curation/batches", data={"act": "publish", "id": ids, "sure": "yes"})
    place = made.headers["Location"]

    assert made.status_code == 303
    assert "待执行" in _text(client, place)
    assert "即将发布" in _text(client, "/curation")
    assert client.get(place.split("?")[0] + ".json").get_json()["state"] == "scheduled"
    assert sign_in(COLLEAGUE).get(place).status_code == 404
    assert client.post(f"{place.split('?')[0]}/undo").status_code == 303
    assert "已撤销" in _text(client, place)
    with database.reading() as session:
        assert session.scalars(select(Batch.state)).one() is BatchState.UNDONE
        assert set(session.scalars(select(Need.state))) == {NeedState.SUBMITTED}


def test_returning_many_with_a_standard_remark(wishes: list[str], database: Database, sign_in: SignIn) -> None:
    number, client = _remark(database), sign_in(CURATOR)
    data = {"act": "return", "id": [f"need:{public_id}:1" for public_id in wishes], "sure": "yes"}

    assert client.post("/curation/batches", data=data).status_code == 422
    made = client.post("/curation/batches", data=data | {"standard": number, "remark": "其余都好。"})

    assert "预期目标：写明年份。" in _text(client, made.headers["Location"])
    with database.transaction() as session:
        carry_out(session, made.headers["Location"].split("?")[0].rsplit("/", 1)[-1])
    with database.reading() as session:
        said = [(remark.field, remark.text) for remark in session.scalars(select(NeedRemark).order_by(NeedRemark.id))]
    assert said == [("goal", "写明年份。"), ("", "其余都好。")] * 3


def test_a_partial_failure_is_named_row_by_row(wishes: list[str], database: Database, sign_in: SignIn) -> None:
    curator, colleague = sign_in(CURATOR), sign_in(COLLEAGUE)
    colleague.post(f"/curation/need/{wishes[1]}/take")

    data = {"act": "take", "id": [f"need:{public_id}:1" for public_id in wishes], "sure": "yes"}
    page = _text(curator, curator.post("/curation/batches", data=data).headers["Location"])

    with database.reading() as session:
        outcomes = [row.outcome for row in session.scalars(select(Batch)).one().rows]
        assert len(session.scalars(select(Assignment)).all()) == 3
    assert outcomes == [Outcome.DONE, Outcome.REFUSED, Outcome.DONE]
    assert page.count("没有办") == 2  # the sum and the row
    assert "手里。" in page


def test_nothing_ticked_and_unknown_acts(wishes: list[str], sign_in: SignIn) -> None:
    client = sign_in(CURATOR)

    assert client.post("/curation/batches", data={"act": "publish"}).headers["Location"] == "/curation"
    assert "请先勾选记录。" in _text(client, "/curation")
    assert client.post("/curation/batches", data={"act": "destroy"}).status_code == 422
    assert client.post("/curation/batches", data={"act": "take", "id": ["other:1:1", "need::"]}).status_code == 303


def test_a_standard_remark_is_written_changed_retired(wishes: list[str], sign_in: SignIn) -> None:
    client = sign_in(CURATOR)
    said = {"kind": "need", "field": "need:goal", "zh": "写明年份。", "en": "Name the year."}

    assert client.post("/curation/remarks/new", data=said | {"en": ""}).status_code == 422
    assert client.post("/curation/remarks/new", data=said | {"field": "achievement:teaser"}).status_code == 422
    assert client.post("/curation/remarks/new", data=said).status_code == 303
    assert "写明年份。" in _text(client, "/curation/remarks")
    assert 'value="need:goal"' in _text(client, "/curation/remarks/1").replace("selected ", "")
    assert client.post("/curation/remarks/1", data=said | {"zh": "写明起止年份。"}).status_code == 303
    assert "写明起止年份。" in _text(client, f"/curation/need/{wishes[0]}")
    assert client.post("/curation/remarks/1/retire").status_code == 303
    assert "写明起止年份。" in _text(client, "/curation/remarks?retired=yes")
    assert "写明起止年份。" not in _text(client, f"/curation/need/{wishes[0]}")
    assert client.get("/curation/remarks/9").status_code == 404


def test_a_chosen_standard_remark_goes_out_without_script(
    wishes: list[str], database: Database, sign_in: SignIn
) -> None:
    number, client = _remark(database), sign_in(CURATOR)
    data = {"act": "return", "lock": "1", "remark-goal": "还有：", "standard-goal": str(number), "standard-title": "x"}

    assert client.post(f"/curation/need/{wishes[0]}", data=data).status_code == 303

    with database.reading() as session:
        said = [(remark.field, remark.text) for remark in session.scalars(select(NeedRemark))]
    assert said == [("goal", "还有：\n写明年份。")]


def test_a_revised_need_shows_what_changed_and_what_was_said_before(
    wishes: list[str], database: Database, sign_in: SignIn
) -> None:
    client = sign_in(CURATOR)
    client.post(f"/curation/need/{wishes[0]}", data={"act": "return", "remark-goal": "写明年份"})
    with database.transaction() as session:
        enterprise = session.scalars(select(Organisation).where(Organisation.code == "ENT-A")).one()
        member = make_actor(session, "member@example.org", Role.ENTERPRISE, organisation=enterprise)
        needs.submit(session, member, wishes[0])
    client.post(f"/curation/need/{wishes[0]}", data={"act": "publish"})
    with database.transaction() as session:
        needs.revise(session, member, wishes[0])
        needs.save_need(session, member, wishes[0], need_content(goal="两年内完成改造。", constraints=()))
        needs.submit(session, member, wishes[0])

    page = _text(client, f"/curation/need/{wishes[0]}")

    assert "与第 1 版的差别" in page
    assert re.search(r"<del>[^<]*一[^<]*</del>", page)
    assert page.count('class="is-removed"') == 2
    assert "以前的办理" in page
    assert page.index("<b>发布</b>") < page.index("<b>退回</b>")
    assert "写明年份" in page


def test_the_queue_and_its_pages_speak_english(wishes: list[str], database: Database, sign_in: SignIn) -> None:
    _remark(database)
    client = sign_in(CURATOR)

    for path in ("/curation", "/curation/remarks", "/curation/remarks/new", f"/curation/need/{wishes[0]}"):
        page = re.sub(r"(?s)<script.*?</script>", "", _text(client, f"{path}?lang=en"))
        assert "standard remark" in page.lower(), path
    confirm = client.post("/curation/batches?lang=en", data={"act": "take", "id": f"need:{wishes[0]}:1"})
    assert "Take these 1?" in confirm.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/curation", "/curation/remarks", "/curation/need/{id}"])
def test_a_page_takes_the_same_statements_for_few_and_for_many(
    wishes: list[str], database: Database, sign_in: SignIn, app: Flask, path: str
) -> None:
    client, seen = sign_in(CURATOR), []
    _remark(database)
    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: seen.append(statement))

    def statements() -> int:
        seen.clear()
        assert client.get(path.format(id=wishes[0])).status_code == 200
        return len(seen)

    data = {"act": "take", "id": [f"need:{wishes[0]}:1"], "sure": "yes"}
    client.post("/curation/batches", data=data)
    few = statements()
    with database.transaction() as session:
        university = make_organisation(session, "UNI-A")
        for _ in range(12):
            make_listing(session, owner=university, state=ListingState.SUBMITTED)
        for place in range(5):
            make_person(session, f"more{place}@example.org", Role.CURATOR)
    for _ in range(12):
        _remark(database)
    client.post("/curation/batches", data=data | {"id": [f"need:{each}:1" for each in wishes]})

    assert statements() == few
