"""The search page, from the address to the cards."""

import os
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from marketplace.core.db import Database
from marketplace.listings.rules import ListingState
from tests.discovery.conftest import CAPTURE, RICE, TILES, Publish
from tests.factories import content, make_need, make_organisation

TITLES = re.compile(r'<article class="result-card" id="([^"]+)"')


def ids(page: str) -> list[str]:
    return TITLES.findall(page)


def text(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def plain(page: str) -> str:
    """The words of a page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_best_answer_stands_first_and_says_why(client: FlaskClient, three: list[str]) -> None:
    page = text(client, "/search?q=磷石膏怎样变成建材")

    assert ids(page)[0] == three[1]
    assert "<mark>磷石膏</mark>低温改性制备自流平材料" in page
    assert "为何匹配提到：磷石膏、建材要解决的问题：磷石膏堆存占地，雨淋渗出磷和氟。相近成果" in plain(page)


def test_an_empty_question_browses_the_newest(client: FlaskClient, three: list[str]) -> None:
    page = text(client, "/search")

    assert sorted(ids(page)) == three
    assert "3 项成果" in page
    assert "匹配度从高到低" not in page


def test_facets_keep_the_other_values_of_a_chosen_facet(client: FlaskClient, three: list[str]) -> None:
    page = text(client, "/search?carbon_class=low")

    assert ids(page) == three[:1]
    boxes = re.findall(r'value="(\w+)"( checked)?( disabled)?><span><span class="tag.*?class="count">(\d+)<', page)
    assert boxes == [
        ("low", " checked", "", "1"),
        ("zero", "", " disabled", "0"),
        ("negative", "", "", "1"),
        ("sink", "", "", "1"),
    ]


def test_ranges_narrow_and_show_as_chips(client: FlaskClient, three: list[str]) -> None:
    page = text(client, "/search?trl_min=6&reduction_min=1万")

    assert ids(page) == three[:1]
    assert 'aria-label="去掉：TRL ≥ 6"' in page
    assert '<a class="chip__x" href="/search?trl_min=6" aria-label="去掉：≥ 10,000 tCO₂e/a">' in page


def test_rubbish_is_named_and_left_out(client: FlaskClient, three: list[str]) -> None:
    page = text(client, "/search?sector=<script>&trl_min=viel&page=-9&size=x")

    assert sorted(ids(page)) == three
    assert "没有看懂“&lt;script&gt;”，已忽略。" in page
    assert "<script>”" not in page


def test_highlights_are_escaped(client: FlaskClient, publish: Publish, index: Callable[[], None]) -> None:
    publish(
        content(title="<img src=x onerror=alert(1)> 余热锅炉", teaser='余热 "quoted" <b>回收</b> & 利用', claim=None)
    )
    index()

    page = text(client, "/search?q=<b>余热回收</b>")

    assert "&lt;img src=x onerror=alert(1)&gt; <mark>余热</mark>锅炉" in page
    assert "<img" not in page
    assert "<b>回收" not in page


@pytest.mark.parametrize(
    "state", [ListingState.DRAFT, ListingState.SUBMITTED, ListingState.WITHDRAWN, ListingState.REJECTED]
)
def test_what_is_not_public_is_never_shown(
    client: FlaskClient, publish: Publish, index: Callable[[], None], state: ListingState
) -> None:
    hidden = publish(CAPTURE, state).public_id
    index()

    for address in (
        "/search",
        "/search?q=捕集",
        f"/search?like={hidden}",
        "/api/v1/search?q=捕集",
        "/search/suggest?q=捕集",
    ):
        assert "两相吸收剂" not in text(client, address)


def test_a_record_that_left_since_the_index_was_made_is_dropped(
    client: FlaskClient, three: list[str], database: Database
) -> None:
    from marketplace.core.actor import SYSTEM
    from marketplace.listings.queries import get_to_edit

    with database.transaction() as session:
        get_to_edit(session, SYSTEM, three[0]).state = ListingState.WITHDRAWN

    page = text(client, "/search?size=2")

    assert sorted(ids(page)) == three[1:]
    assert "2 项成果" in page


def test_the_statements_do_not_grow_with_the_cards(
    app: Flask, client: FlaskClient, publish: Publish, index: Callable[[], None]
) -> None:
    for number in range(50):
        publish(content(title=f"碳捕集装置 {number}"))
    index()
    statements: list[str] = []
    event.listen(app.extensions["database"].engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    counts = {}
    for size in (1, 50):
        statements.clear()
        assert len(ids(text(client, f"/search?size={size}&trl_min=2"))) == size
        counts[size] = len(statements)

    assert counts[1] == counts[50] <= 4


def test_pages_follow_each_other(client: FlaskClient, three: list[str]) -> None:
    first, second = (text(client, f"/search?size=2&page={page}") for page in (1, 2))

    assert sorted(ids(first) + ids(second)) == three
    assert '<link rel="next" href="/search?page=2&amp;size=2">' in first
    assert '<link rel="prev" href="/search?size=2">' in second


def test_an_empty_page_says_what_to_loosen(client: FlaskClient, three: list[str]) -> None:
    page = text(client, "/search?q=捕集&carbon_class=sink&trl_min=6")

    assert ids(page) == []
    assert "没有符合的成果" in page
    assert '<a href="/search?carbon_class=sink&amp;trl_min=6">' not in page
    assert "去掉“增汇”，有 1 项" in page
    assert f'href="/my/needs/new?problem={quote("捕集")}">把它提成需求</a>' in page


def test_similar_results_do_not_repeat_the_result(client: FlaskClient, three: list[str]) -> None:
    page = text(client, f"/search?like={three[0]}")
    part = client.get(f"/results/{three[0]}/similar", headers={"HX-Request": "true"}).get_data(as_text=True)

    assert three[0] not in ids(page)
    assert "与它相近" in page
    assert CAPTURE.title not in part


def test_similar_results_opened_by_themselves_are_a_whole_page(client: FlaskClient, three: list[str]) -> None:
    response = client.get(f"/results/{three[0]}/similar")

    assert (response.status_code, response.location) == (302, f"/search?like={three[0]}")


def test_beyond_the_last_page_stands_the_last_one(client: FlaskClient, three: list[str]) -> None:
    response = client.get("/search?size=2&page=99")

    assert (response.status_code, response.location) == (302, "/search?page=2&size=2")


def test_htmx_gets_only_the_part_below_the_question(client: FlaskClient, three: list[str]) -> None:
    response = client.get("/search?q=甲烷&sort=fit&page=1", headers={"HX-Request": "true", "HX-Target": "found"})

    part = response.get_data(as_text=True)
    assert "<!doctype" not in part
    assert '<div class="wrap page split" id="found">' in part
    assert ids(part) == [three[2]]
    assert response.headers["HX-Push-Url"] == "/search?q=%E7%94%B2%E7%83%B7"
    assert "HX-Target" in response.headers["Vary"]


def test_the_page_speaks_english(client: FlaskClient, three: list[str]) -> None:
    page = text(client, "/search?q=磷石膏&lang=en")

    assert "Carbon-negative" in page or "Negative" in page
    assert "Evidence grade" in page
    assert "Similar results" in page
    assert "为何匹配" not in page


def test_needs_are_found_by_their_own_kind(
    client: FlaskClient, three: list[str], database: Database, index: Callable[[], None]
) -> None:
    with database.transaction() as session:
        need = make_need(session, make_organisation(session, "ENT-A"), anonymous=True).public_id
    index()

    page = text(client, "/search?kind=need&q=余热回收")

    assert ids(page) == [need]
    assert "匿名" in page
    assert "单位 ENT-A" not in page
    assert need not in ids(text(client, "/search?q=余热回收"))


def test_without_an_engine_the_newest_records_stand_in(app: Flask, client: FlaskClient, publish: Publish) -> None:
    class Broken:
        def search(self, *_args: object) -> None:
            raise OSError("no index")

    app.extensions["search_readers"] = {os.getpid(): Broken()}
    shown = publish(TILES).public_id

    page = text(client, "/search?q=任何")

    assert ids(page) == [shown]
    assert "查找暂时受限" in page
    assert client.get("/api/v1/search?q=x").status_code == 503
    assert RICE.title not in page


def test_a_card_leads_to_its_page(client: FlaskClient, three: list[str]) -> None:
    assert CAPTURE.title in plain(text(client, f"/results/{three[0]}"))
    assert f'href="/results/{three[0]}"' in text(client, "/search")
