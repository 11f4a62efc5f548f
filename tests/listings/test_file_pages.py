"""The room for files and their downloading, through the client."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.core.audit import AuditEvent
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.listings.models import AchievementVersion, Attachment
from marketplace.listings.rules import ListingState as S
from tests.factories import make_listing
from tests.listings.conftest import Count
from tests.papers import pdf, picture

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def member(people: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("member@example.org")


@pytest.fixture
def public_id(people: None, database: Database) -> str:
    with database.transaction() as session:
        return make_listing(session, state=S.DRAFT).public_id


def upload(client: FlaskClient, public_id: str, *files: tuple[bytes, str], tier: str = "T1", **more: Any) -> Any:
    data = {"kind": "test_report", "tier": tier, "file": [(io.BytesIO(content), name) for content, name in files]}
    return client.post(f"/my/results/{public_id}/files", data=data, content_type="multipart/form-data", **more)


def publish(database: Database) -> None:
    with database.transaction() as session:
        version = session.scalars(select(AchievementVersion)).one()
        version.state, version.published_at = S.PUBLISHED, now()


def ids(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Attachment.id).order_by(Attachment.position, Attachment.id)))


def test_several_files_are_uploaded_and_listed(member: FlaskClient, public_id: str) -> None:
    answer = upload(member, public_id, (pdf(), "检测报告.pdf"), (picture(), "装置.png"))
    page = member.get(f"/my/results/{public_id}/files").get_data(as_text=True)

    assert (answer.status_code, answer.location) == (303, f"/my/results/{public_id}/files")
    assert [text for text in ("检测报告", "装置", "PNG", "2 / 20") if text not in page] == []


def test_what_is_not_taken_is_named_and_the_rest_is_kept(
    member: FlaskClient, public_id: str, database: Database
) -> None:
    answer = upload(member, public_id, (pdf(), "好.pdf"), (b"MZ" + bytes(99), "坏.pdf"))

    assert answer.status_code == 422
    assert "<b>坏.pdf</b>：不收这种文件" in answer.get_data(as_text=True)
    assert len(ids(database)) == 1


def test_the_script_is_answered_in_json(member: FlaskClient, public_id: str) -> None:
    headers = {"Accept": "application/json"}
    taken = upload(member, public_id, (pdf(), "好.pdf"), headers=headers)
    refused = upload(member, public_id, (b"", "空.pdf"), headers=headers)

    assert (taken.status_code, taken.get_json()) == (201, {"refused": []})
    assert (refused.status_code, refused.get_json()) == (
        422,
        {"refused": ["文件是空的。请重新选择文件。"]},
    )


def test_nothing_chosen_is_told(member: FlaskClient, public_id: str) -> None:
    answer = upload(member, public_id)

    assert answer.status_code == 422
    assert "请先选择文件。" in answer.get_data(as_text=True)


def test_a_download_says_what_it_is_and_is_noted(
    member: FlaskClient, public_id: str, database: Database, sign_in: SignIn
) -> None:
    content = pdf()
    upload(member, public_id, (content, "检测报告.pdf"))
    publish(database)
    address = f"/results/{public_id}/v1/files/{ids(database)[0]}"

    answer = sign_in("other@example.org").get(address)

    assert (answer.status_code, answer.data) == (200, content)
    assert {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "X-Robots-Tag")} == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "download")).one()
    assert (event.person_name, event.detail) == ("other", {"file": "检测报告", "tier": "T1", "number": 1})
    history = member.get(f"/results/{public_id}/history").get_data(as_text=True)
    assert "下载资料" in history
    assert ">other<" in history.replace(" ", "").replace("\n", "")


def test_a_locked_file_shows_its_title_and_asks_to_sign_in(
    member: FlaskClient, public_id: str, database: Database, client: FlaskClient, sign_in: SignIn
) -> None:
    upload(member, public_id, (pdf(), "登录资料.pdf"), tier="T1")
    upload(member, public_id, (pdf(2), "工艺包.pdf"), tier="T3")
    publish(database)
    signed_in, secret = (f"/results/{public_id}/v1/files/{number}" for number in ids(database))

    page = client.get(f"/results/{public_id}").get_data(as_text=True)

    assert [title for title in ("登录资料", "工艺包") if title not in page] == []
    assert (signed_in in page, secret in page) == (True, False)
    assert client.get(signed_in).location == f"/login?next={signed_in}"
    assert client.get(secret).location == f"/login?next={secret}"
    assert sign_in("other@example.org").get(secret).status_code == 403


def test_a_file_of_a_draft_is_not_there_for_others(
    member: FlaskClient, public_id: str, database: Database, client: FlaskClient, sign_in: SignIn
) -> None:
    upload(member, public_id, (pdf(), "草稿.pdf"), tier="T0")
    address = f"/results/{public_id}/v1/files/{ids(database)[0]}"

    asked = [each.get(address).status_code for each in (client, sign_in("other@example.org"), member)]

    assert asked == [404, 404, 200]


def test_a_removed_file_is_gone_until_it_is_put_back(member: FlaskClient, public_id: str, database: Database) -> None:
    upload(member, public_id, (pdf(), "报告.pdf"))
    number = ids(database)[0]
    change = f"/my/results/{public_id}/files/{number}"

    removed = member.post(change, data={"act": "remove"}, follow_redirects=True).get_data(as_text=True)
    gone = member.get(f"/results/{public_id}/v1/files/{number}").status_code
    member.post(change, data={"act": "restore"})

    assert "撤销移除" in removed
    assert (gone, member.get(f"/results/{public_id}/v1/files/{number}").status_code) == (404, 200)


def test_a_file_is_described_anew_and_replaced(member: FlaskClient, public_id: str, database: Database) -> None:
    upload(member, public_id, (pdf(), "报告.pdf"))
    number = ids(database)[0]
    told = {"title": "中试报告", "kind": "technical", "tier": "T3", "file": (io.BytesIO(picture()), "照片.png")}
    data = {"act": "save"} | {f"file-{number}-{name}": value for name, value in told.items()}

    answer = member.post(f"/my/results/{public_id}/files/{number}", data=data, content_type="multipart/form-data")

    with database.reading() as session:
        kept = session.get_one(Attachment, number)
    assert answer.status_code == 303
    assert (kept.title, kept.kind.value, kept.tier.value, kept.filename) == ("中试报告", "technical", "T3", "照片.png")


def test_a_title_that_is_missing_comes_back_with_its_form(
    member: FlaskClient, public_id: str, database: Database
) -> None:
    upload(member, public_id, (pdf(), "报告.pdf"))
    number = ids(database)[0]
    data = {"act": "save", f"file-{number}-title": " ", f"file-{number}-kind": "other", f"file-{number}-tier": "T0"}

    answer = member.post(f"/my/results/{public_id}/files/{number}", data=data)

    assert answer.status_code == 422
    assert f'id="file-{number}-title-error"' in answer.get_data(as_text=True)


def test_files_cost_no_statement_each(
    member: FlaskClient, public_id: str, database: Database, client: FlaskClient, statements: Count
) -> None:
    upload(member, public_id, (pdf(), "一.pdf"))
    one = statements(member, f"/my/results/{public_id}/files")
    upload(member, public_id, (pdf(), "二.pdf"), (pdf(), "三.pdf"))
    three = statements(member, f"/my/results/{public_id}/files")
    publish(database)
    page = statements(client, f"/results/{public_id}")
    with database.transaction() as session:
        for file in session.scalars(select(Attachment).offset(1)).all():
            session.delete(file)

    assert (three, page) == (one, statements(client, f"/results/{public_id}"))


def test_the_page_of_changes_tells_which_files_came_went_and_changed(
    member: FlaskClient, public_id: str, database: Database, client: FlaskClient
) -> None:
    upload(member, public_id, (pdf(), "旧报告.pdf"), (pdf(2), "图纸.pdf"), tier="T0")
    publish(database)
    member.post(f"/my/results/{public_id}/revise")
    with database.reading() as session:
        newest = select(func.max(AchievementVersion.id)).scalar_subquery()
        kept, dropped = session.scalars(select(Attachment.id).where(Attachment.version_id == newest)).all()
    change = f"/my/results/{public_id}/files"
    told = {
        "act": "save",
        f"file-{kept}-title": "新报告",
        f"file-{kept}-kind": "test_report",
        f"file-{kept}-tier": "T3",
    }
    member.post(f"{change}/{kept}", data=told)
    member.post(f"{change}/{dropped}", data={"act": "remove"})
    upload(member, public_id, (picture(), "照片.png"), tier="T1")

    page = member.get(f"/results/{public_id}/v2/changes").get_data(as_text=True)
    rows = re.findall(r'<tr class="is-(\w+)">(.*?)</tr>', page[page.index('id="change-files"') :], re.DOTALL)

    assert [state for state, _cells in rows] == ["changed", "added", "removed"]
    assert "<del>旧报告</del> <ins>新报告</ins>" in rows[0][1]
    assert "<del>T0 公开</del> <ins>T3 保密协议下</ins>" in rows[0][1]
    assert ("<ins>照片</ins>" in rows[1][1], "<del>图纸</del>" in rows[2][1]) == (True, True)
    with database.transaction() as session:
        first, second = session.scalars(select(AchievementVersion).order_by(AchievementVersion.number)).all()
        first.state = S.SUPERSEDED
        session.flush()
        second.state, second.published_at = S.PUBLISHED, now()
    seen = client.get(f"/results/{public_id}/v2/changes").get_data(as_text=True)
    assert [name for name in ("旧报告.pdf", "图纸.pdf", "照片.png") if name in seen] == ["旧报告.pdf", "图纸.pdf"]
