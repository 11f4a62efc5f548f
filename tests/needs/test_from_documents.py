"""A document becomes a draft that nobody can hand in unread: services on both databases, and the pages."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.documents import read_blocks
from marketplace.core.errors import Forbidden, InvalidInput, NotFound
from marketplace.needs import queries, services
from marketplace.needs.completeness import assess
from marketplace.needs.mapping import read_content
from marketplace.needs.models import Need, NeedSource
from marketplace.needs.reading import read_need
from marketplace.needs.rules import NeedState
from marketplace.needs.services import NewSource
from tests.needs import documents
from tests.needs.conftest import Cast
from tests.needs.records import actions
from tests.needs.test_pages import SignIn, enterprise

__all__ = ["enterprise"]

SOURCE = NewSource(filename="需求表.docx", file_hash="a" * 64, size=100)


def _draft(session: Session, cast: Cast) -> Need:
    reading = read_need(read_blocks(documents.two_columns()))
    return services.draft_from_document(session, cast.member, cast.enterprise.id, reading, SOURCE)


def _unread(session: Session, need: Need) -> list[str]:
    return [each.field for each in queries.passages_of(session, need) if each.confirmed_at is None]


def test_a_form_becomes_a_draft_with_a_passage_for_every_field(session: Session, cast: Cast) -> None:
    need = _draft(session, cast)

    assert (need.state, need.budget, need.region) == (NeedState.DRAFT, 1800.0, "420100")
    assert len(_unread(session, need)) == 14
    assert actions(session, need) == ["create", "read"]
    source = queries.get_source(session, cast.member, need.public_id)
    assert (source.filename, source.organisation) == ("需求表.docx", "楚垣钢铁集团有限公司")


def test_what_nobody_has_checked_is_not_handed_in(session: Session, cast: Cast) -> None:
    need = _draft(session, cast)

    with pytest.raises(InvalidInput) as refused:
        services.submit(session, cast.member, need.public_id)

    assert sorted(refused.value.fields) == sorted(_unread(session, need))
    assert need.state == NeedState.DRAFT


def test_ticked_and_rewritten_fields_count_as_checked(session: Session, cast: Cast) -> None:
    need = _draft(session, cast)
    fields = _unread(session, need)
    content = read_content(need)

    services.save_need(session, cast.member, need.public_id, content, confirmed=fields[2:])
    assert _unread(session, need) == fields[:2]
    changed = {fields[0]: "烧结余热", fields[1]: "余热直接排空。"}
    from dataclasses import replace

    services.save_need(session, cast.member, need.public_id, replace(content, **changed))  # type: ignore[arg-type]

    assert _unread(session, need) == []
    services.submit(session, cast.member, need.public_id)
    assert need.state == NeedState.SUBMITTED


def test_the_document_is_for_the_owner_alone(session: Session, cast: Cast) -> None:
    need = _draft(session, cast)
    need.state, need.published_at = NeedState.PUBLISHED, need.created_at
    session.flush()

    for actor in (cast.stranger, cast.curator):
        with pytest.raises(NotFound):
            queries.get_source(session, actor, need.public_id)


def test_nobody_drafts_for_another_organisation(session: Session, cast: Cast) -> None:
    reading = read_need(read_blocks(documents.two_columns()))

    with pytest.raises(Forbidden):
        services.draft_from_document(session, cast.stranger, cast.enterprise.id, reading, SOURCE)


def test_discarding_the_draft_drops_its_passages(session: Session, cast: Cast) -> None:
    need = _draft(session, cast)

    services.discard(session, cast.member, need.public_id)

    assert session.scalars(select(NeedSource)).all() == []


def _hand_in(client: FlaskClient, content: bytes, name: str = "需求表.docx", text: str = "") -> tuple[int, str]:
    answer = client.post(
        "/my/needs/read",
        data={"organisation": "1", "file": (BytesIO(content), name), "text": text} if content else {"organisation": "1", "text": text},
    )  # fmt: skip
    return answer.status_code, answer.headers.get("Location") or answer.get_data(as_text=True)


def test_a_dropped_form_leads_to_the_fields_with_their_passages(
    enterprise: Organisation, database: Database, sign_in: SignIn
) -> None:
    client = sign_in("member@example.org")

    code, place = _hand_in(client, documents.two_columns())
    page = client.get(place).get_data(as_text=True)

    assert code == 303
    assert "拟投入资金（万元）：1,800" in page
    assert page.count('name="checked"') == 14
    need = place.split("/")[3]
    kept = client.get(f"/my/needs/{need}/document")
    assert kept.data == documents.two_columns() or kept.data[:2] == b"PK"
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert sign_in("stranger@example.org").get(f"/my/needs/{need}/document").status_code == 404


def test_the_meter_counts_what_nobody_has_checked(
    enterprise: Organisation, database: Database, sign_in: SignIn
) -> None:
    client = sign_in("member@example.org")
    _code, place = _hand_in(client, documents.two_columns())
    before = client.get(place).get_data(as_text=True)
    with database.transaction() as session:
        need = session.scalars(select(Need)).one()
        lacking, unread = assess(read_content(need)).blocking, _unread(session, need)
        for passage in queries.passages_of(session, need):
            passage.confirmed_at = now()
    after = client.get(place).get_data(as_text=True)

    listed = [f'<li><a href="#{field}-read">核对：' in before for field in unread]
    assert (lacking, listed) == ({}, [True] * 6 + [False] * 8)  # six are listed, the others counted
    assert ("必填项已齐，可以提交。" in before, "另有 8 项" in before) == (False, True)
    assert ("必填项已齐，可以提交。" in after, "核对：" in after) == (True, False)


def test_submitting_by_the_page_points_at_what_is_unchecked(
    enterprise: Organisation, database: Database, sign_in: SignIn
) -> None:
    client = sign_in("member@example.org")
    _code, place = _hand_in(client, b"", text="需求名称：余热回收\n主要问题：排空。")

    answer = client.post(place, data={"organisation": "1", "title": "余热回收", "problem": "排空。", "act": "submit"})

    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count("请对照原文核对，再勾选“已核对”。") >= 2


@pytest.mark.parametrize(
    ("content", "text", "sentence"),
    [
        (documents.scanned(), "", "这份 PDF 是扫描件，里面没有文字。请上传文字版，或把问题写在框里。"),
        (documents.locked(), "", "这份 PDF 有密码。请去掉密码再上传。"),
        (b"\x7fELF" + bytes(range(256)), "", "读不了这种文件。请上传 .docx、.pdf、.xlsx 或 .txt。"),
        (b"", "", "请选一个文件，或粘贴一段文字。"),
        (b"", "长" * 20_001, "文字太长。请只留下与这个需求有关的部分，最多两万字。"),
        ("\n  \n。".encode(), "", "文件里没有可以读取的文字。请换一个文件，或把问题写在框里。"),
    ],
    ids=["scan", "locked", "binary", "nothing", "long", "no words"],
)
def test_what_cannot_be_read_comes_back_with_one_sentence_and_writes_nothing(
    enterprise: Organisation, database: Database, sign_in: SignIn, content: bytes, text: str, sentence: str
) -> None:
    code, page = _hand_in(sign_in("member@example.org"), content, "文件.pdf", text)

    assert (code, sentence in page) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Need)).all() == []
