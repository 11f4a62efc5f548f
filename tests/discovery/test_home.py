"""The first page and the pages under the footer."""

from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.discovery.figures import LATE
from marketplace.discovery.jobs import count_the_platform
from marketplace.listings.rules import ListingState
from marketplace.needs.rules import NeedState
from tests.discovery.conftest import CAPTURE, RICE, TILES, Publish
from tests.discovery.test_search_page import plain, text
from tests.factories import content, make_need, make_organisation

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_figures_are_those_of_the_database(client: FlaskClient, publish: Publish, database: Database) -> None:
    for said in (CAPTURE, TILES, RICE):
        publish(said)
    publish(CAPTURE, ListingState.DRAFT)
    with database.transaction() as session:
        owner = make_organisation(session, "ENT-A")
        make_need(session, owner)
        make_need(session, owner, NeedState.DRAFT)

    page = plain(text(client, "/"))

    assert "3已发布成果来自 1 家单位" in page
    assert "1在寻求的需求" in page
    assert "57,861tCO₂e/a成果减碳量合计" in page
    assert "能源1·暂无·暂无·暂无1 化工·暂无·暂无1·暂无1 钢铁" in page


def test_the_pages_show_what_the_worker_counted_last_until_it_is_late(
    app: Flask, client: FlaskClient, publish: Publish, database: Database
) -> None:
    publish(CAPTURE)
    with database.transaction() as session:
        count_the_platform(session, now())
    publish(TILES)

    def seen() -> str:
        app.extensions.pop("figures", None)
        return plain(text(client, "/"))

    assert "1已发布成果来自 1 家单位" in seen()
    assert "能源1·暂无·暂无·暂无1 化工·暂无·暂无·暂无" in seen()
    with held_at(now() + LATE):
        assert "2已发布成果来自 1 家单位" in seen()
    with database.transaction() as session:
        count_the_platform(session, now())
        count_the_platform(session, now())
    assert "2已发布成果来自 1 家单位" in seen()


def test_a_cell_leads_to_its_list(client: FlaskClient, publish: Publish) -> None:
    publish(TILES)

    assert 'href="/search?carbon_class=negative&amp;sector=chemical">1</a>' in text(client, "/")


def test_an_empty_platform_still_asks(client: FlaskClient) -> None:
    page = text(client, "/")

    assert "您想解决什么问题？" in page
    assert "还没有发布的成果。" in page
    assert "还没有公开的需求。" in page


def test_the_statements_of_the_first_page_do_not_grow(app: Flask, client: FlaskClient, publish: Publish) -> None:
    statements: list[str] = []
    event.listen(app.extensions["database"].engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for number in range(4):
        publish(content(title=f"装置 {number}"))
        app.extensions.pop("figures", None)
        statements.clear()
        text(client, "/")
        counts.append(len(statements))

    assert len(set(counts)) == 1


def test_the_pages_of_the_footer_speak_both_languages(client: FlaskClient, publish: Publish) -> None:
    publish(CAPTURE)

    assert "净减碳量 = 基准线排放 − 项目排放 − 泄漏 + 清除量" in text(client, "/about/figures")
    assert "Now 57,861 tCO₂e/a." in text(client, "/about/figures?lang=en")
    assert "How we count" in text(client, "/?lang=en")
    assert "designed to WCAG 2.2 AA" in text(client, "/about/accessibility?lang=en")


def test_feeds_tell_what_was_published_last_and_name_nobody_who_hides(
    client: FlaskClient, publish: Publish, database: Database
) -> None:
    publish(TILES)
    publish(CAPTURE, ListingState.DRAFT)
    with database.transaction() as session:
        owner = make_organisation(session, "ENT-SHY")
        shown = make_need(session, owner, title="烟气余热 <60 ℃ 回收", anonymous=True).public_id
        make_need(session, owner, NeedState.DRAFT)

    results, needs = (ElementTree.fromstring(client.get(f"/feeds/{kind}.atom").data) for kind in ("results", "needs"))

    assert [each.findtext(f"{ATOM}title") for each in results.iter(f"{ATOM}entry")] == [TILES.title]
    [entry] = needs.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "烟气余热 <60 ℃ 回收"
    assert str(entry.findtext(f"{ATOM}id")).endswith(f"/needs/{shown}")
    assert entry.find(f"{ATOM}author") is None
