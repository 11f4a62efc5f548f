"""Asking without JavaScript: forms, long texts, documents, suggestions."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.discovery import services
from marketplace.discovery.models import KeptQuestion
from marketplace.discovery.queries import kept_text
from tests.discovery.conftest import TILES
from tests.discovery.test_documents import scanned, word
from tests.discovery.test_search_page import ids, text

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def upload(client: FlaskClient, content: bytes, name: str) -> tuple[int, str, str]:
    response = client.post("/search", data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    return response.status_code, response.headers.get("Location", ""), response.get_data(as_text=True)


def test_a_short_question_leads_to_its_own_address(client: FlaskClient, three: list[str]) -> None:
    response = client.post("/search", data={"q": " 稻田  甲烷 ", "trl_min": "", "sector": "agriculture"})

    assert response.status_code == 303
    assert response.headers["Location"] == "/search?q=%E7%A8%BB%E7%94%B0+%E7%94%B2%E7%83%B7&sector=agriculture"
    assert ids(text(client, response.headers["Location"])) == [three[2]]


def test_a_long_question_is_kept_and_named(client: FlaskClient, three: list[str], database: Database) -> None:
    question = "磷石膏怎样改性制备自流平建材。" * 90

    response = client.post("/search", data={"q": question})

    address = response.headers["Location"]
    assert (response.status_code, len(address) < 60) == (303, True)
    with database.reading() as session:
        assert kept_text(session, parse_qs(urlsplit(address).query)["doc"][0]) == question
    assert ids(text(client, address))[0] == three[1]


def test_a_dropped_document_becomes_the_question(client: FlaskClient, three: list[str], database: Database) -> None:
    status, address, _page = upload(client, "稻田甲烷减排，每亩成本不超过 60 元".encode(), "需求.txt")

    assert status == 303
    page = text(client, address)
    assert ids(page) == [three[2]]
    assert "稻田甲烷减排，每亩成本不超过 60 元" in page
    assert upload(client, word(), "需求.docx")[0] == 303
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(KeptQuestion)) == 2


def test_a_scan_is_refused_with_a_sentence(client: FlaskClient, three: list[str]) -> None:
    status, _address, page = upload(client, scanned(), "扫描.pdf")

    assert status == 422
    assert "这份 PDF 是扫描件，里面没有文字。请上传文字版，或把问题写在框里。" in page


def test_a_document_that_is_no_longer_kept_says_so(client: FlaskClient, three: list[str]) -> None:
    page = text(client, "/search?doc=0123456789abcdef01234567")

    assert "这份文件的文字已过保存期。" in page


def test_kept_questions_go_when_they_expire(session: Session) -> None:
    with held_at(NOON):
        first = services.keep_question(session, "甲" * 900)
        assert services.keep_question(session, "甲" * 900) == first
        assert kept_text(session, first) == "甲" * 900

    with held_at(NOON + services.KEPT_FOR + timedelta(seconds=1)):
        assert kept_text(session, first) is None
        second = services.keep_question(session, "乙" * 900)

    assert list(session.scalars(select(KeptQuestion.id))) == [second]


def test_suggestions_name_technologies_keywords_and_titles(client: FlaskClient, three: list[str]) -> None:
    offered = client.get("/search/suggest?q=磷石膏").get_json()

    assert offered == [
        {"text": "磷石膏", "note": "关键词"},
        {"text": TILES.title, "href": f"/results/{three[1]}", "note": "单位 UNI-A"},
    ]
    assert client.get("/search/suggest?q=固废").get_json() == [
        {"text": "化工固废处理技术", "href": "/search?technology=C2", "note": "关键技术"}
    ]


def test_too_little_or_too_much_suggests_nothing(client: FlaskClient, three: list[str]) -> None:
    for typed in ("", "磷", "x" * 61, "%00%00"):
        assert client.get(f"/search/suggest?q={typed}").get_json() == []


def test_suggestions_survive_without_an_index(client: FlaskClient, index: Callable[[], None]) -> None:
    assert client.get("/search/suggest?q=methan").get_json() == []
