"""Files of a result on both databases: who opens which tier, what a new version carries, what is tidied away."""

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import ANYONE, Actor, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.files import FileStore
from marketplace.listings import queries, services
from marketplace.listings.filenames import LONGEST, safe_name, title_from
from marketplace.listings.models import AchievementVersion, Attachment
from marketplace.listings.rules import MOST_FILE_BYTES, MOST_FILES
from marketplace.listings.rules import ListingState as S
from marketplace.listings.services import AddFile, ChangeFile, StoredFile
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from tests.conftest import ROOT
from tests.factories import make_actor, make_listing, make_organisation

T = DisclosureTier
REPORT = StoredFile(key="a" * 64, size=2048, media_type="application/pdf", filename="检测报告.pdf")


@pytest.fixture
def owner(session: Session) -> Organisation:
    return make_organisation(session)


@pytest.fixture
def member(session: Session, owner: Organisation) -> Actor:
    return make_actor(session, "member@example.org", Role.UNIVERSITY, organisation=owner)


@pytest.fixture
def curator(session: Session) -> Actor:
    return make_actor(session, "curator@example.org", Role.CURATOR)


def draft(session: Session, owner: Organisation, state: S = S.DRAFT) -> AchievementVersion:
    return make_listing(session, owner=owner, state=state)


def add(
    session: Session,
    actor: Actor,
    version: AchievementVersion,
    tier: T = T.PUBLIC,
    file: StoredFile = REPORT,
    title: str = "",
) -> Attachment:
    command = AddFile(file=file, kind=AttachmentKind.TEST_REPORT, tier=tier, title=title)
    return services.add_file(session, actor, version.public_id, command)


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def titles(version: AchievementVersion) -> list[str]:
    return [attachment.title for attachment in version.attachments]


def test_a_file_takes_its_first_title_from_its_name(session: Session, owner: Organisation, member: Actor) -> None:
    version = draft(session, owner)

    add(session, member, version)
    add(session, member, version, title="  中试   报告 ")

    assert titles(version) == ["检测报告", "中试 报告"]
    assert acts(session)[-2:] == ["attach", "attach"]


@pytest.mark.parametrize(
    ("who", "open_tiers"),
    [
        ("public", {T.PUBLIC}),
        ("stranger", {T.PUBLIC, T.SIGNED_IN}),
        ("member", set(T)),
        ("curator", set(T)),
    ],
)
def test_a_file_opens_for_those_whose_tier_it_has(
    session: Session, owner: Organisation, member: Actor, curator: Actor, who: str, open_tiers: set[T]
) -> None:
    stranger = make_actor(session, "stranger@example.org", Role.ENTERPRISE)
    actor = {"public": ANYONE, "stranger": stranger, "member": member, "curator": curator}[who]
    version = draft(session, owner)
    files = {tier: add(session, member, version, tier).id for tier in T}
    version.state, version.published_at = S.PUBLISHED, now()
    session.flush()

    def opens(tier: T) -> bool:
        try:
            queries.get_file(session, actor, version.public_id, 1, files[tier])
        except Forbidden:
            return False
        return True

    assert {tier for tier in T if opens(tier)} == open_tiers


def test_a_file_of_a_draft_is_unknown_to_strangers(session: Session, owner: Organisation, member: Actor) -> None:
    version = draft(session, owner)
    file = add(session, member, version)

    with pytest.raises(NotFound):
        queries.get_file(session, ANYONE, version.public_id, 1, file.id)


def test_a_file_is_not_found_under_another_record(session: Session, owner: Organisation, member: Actor) -> None:
    file = add(session, member, draft(session, owner))
    shown = draft(session, owner, S.PUBLISHED)

    with pytest.raises(NotFound):
        queries.get_file(session, member, shown.public_id, 1, file.id)


def test_a_new_version_carries_the_files_and_the_published_one_keeps_its_own(
    session: Session, owner: Organisation, member: Actor
) -> None:
    shown = draft(session, owner)
    kept, removed = add(session, member, shown, title="报告"), add(session, member, shown, title="图纸")
    services.remove_file(session, member, shown.public_id, removed.id)
    shown.state, shown.published_at = S.PUBLISHED, now()
    session.flush()

    revised = services.revise(session, member, shown.public_id)
    own = revised.attachments[0]
    other = StoredFile(key="b" * 64, size=9, media_type="application/pdf", filename="新.pdf")
    command = ChangeFile(title="新报告", kind=AttachmentKind.OTHER, tier=T.UNDER_NDA, file=other)
    services.change_file(session, member, revised.public_id, own.id, command)

    assert (titles(revised), own.key, own.tier) == (["新报告"], "b" * 64, T.UNDER_NDA)
    assert (titles(shown), kept.key, kept.tier) == (["报告"], "a" * 64, T.PUBLIC)


def test_a_published_version_takes_no_files(session: Session, owner: Organisation, member: Actor) -> None:
    with pytest.raises(Conflict):
        add(session, member, draft(session, owner, S.PUBLISHED))


def test_only_the_owners_people_add_files(session: Session, owner: Organisation, curator: Actor) -> None:
    with pytest.raises(Forbidden):
        add(session, curator, draft(session, owner))


def test_what_was_removed_can_be_put_back(session: Session, owner: Organisation, member: Actor) -> None:
    version = draft(session, owner)
    file = add(session, member, version)

    services.remove_file(session, member, version.public_id, file.id)
    without = titles(version)
    services.restore_file(session, member, version.public_id, file.id)

    assert (without, titles(version)) == ([], ["检测报告"])
    assert acts(session)[-2:] == ["detach", "reattach"]


def test_files_change_places_and_stay_where_they_end(session: Session, owner: Organisation, member: Actor) -> None:
    version = draft(session, owner)
    for title in ("一", "二", "三"):
        add(session, member, version, title=title)
    first, last = version.attachments[0].id, version.attachments[2].id

    services.move_file(session, member, version.public_id, last, -1)
    services.move_file(session, member, version.public_id, first, -1)
    session.expire(version, ["attachments"])

    assert titles(version) == ["一", "三", "二"]


def test_a_result_has_so_many_files_and_no_more(session: Session, owner: Organisation, member: Actor) -> None:
    version = draft(session, owner)
    for number in range(MOST_FILES):
        add(session, member, version, title=f"第 {number} 份")

    with pytest.raises(InvalidInput, match="最多 20 份"):
        add(session, member, version)


def test_the_files_of_a_result_weigh_so_much_and_no_more(session: Session, owner: Organisation, member: Actor) -> None:
    version = draft(session, owner)
    heavy = StoredFile(key="c" * 64, size=MOST_FILE_BYTES, media_type="application/zip", filename="a.zip")
    add(session, member, version, file=heavy)

    with pytest.raises(InvalidInput, match="200 MB"):
        add(session, member, version)


def test_the_database_refuses_a_file_without_a_title(session: Session, owner: Organisation, member: Actor) -> None:
    file = add(session, member, draft(session, owner))

    file.title = ""
    with pytest.raises(IntegrityError):
        session.flush()


def test_who_took_a_file_is_noted_unless_it_is_the_public(session: Session, owner: Organisation, member: Actor) -> None:
    version = draft(session, owner)
    file = add(session, member, version)

    for actor in (ANYONE, member):
        services.note_download(session, actor, version, file)
    session.flush()

    events = select(AuditEvent.person_id).where(AuditEvent.action == "download")
    assert session.scalars(events).all() == [member.person_id]


def test_content_that_nothing_names_goes_after_a_day(
    session: Session, owner: Organisation, member: Actor, tmp_path: Path
) -> None:
    store, version = FileStore(tmp_path), draft(session, owner)
    named, removed, orphan, young = (store.put(io.BytesIO(content)) for content in (b"1", b"2", b"3", b"4"))
    yesterday = (now() - timedelta(days=2)).timestamp()
    for key in (named, removed, orphan):
        os.utime(store.path(key), (yesterday, yesterday))
    (tmp_path / ".incoming-killed").write_bytes(b"half")
    os.utime(tmp_path / ".incoming-killed", (yesterday, yesterday))
    for key in (named, removed):
        add(session, member, version, file=StoredFile(key=key, size=1, media_type="application/zip", filename="a.zip"))
    gone_row = version.attachments[1]
    services.remove_file(session, member, version.public_id, gone_row.id)

    first = services.tidy_files(session, store, now())
    held = {key for key, _at in store.written()}
    services.tidy_files(session, store, now() + timedelta(days=8))
    services.tidy_files(session, store, now() + timedelta(days=9))

    assert (first, held) == (1, {named, removed, young})
    assert {key for key, _at in store.written()} == {named}
    assert session.scalar(select(func.count(Attachment.id))) == 1
    assert list(tmp_path.glob(".incoming-*")) == []


def test_an_upload_that_is_killed_before_its_commit_leaves_no_row_and_its_content_goes(
    any_database: Database, tmp_path: Path
) -> None:
    with any_database.transaction() as session:
        public_id = make_listing(session, owner=make_organisation(session), state=S.DRAFT).public_id
    url, store = any_database.engine.url.render_as_string(hide_password=False), FileStore(tmp_path / "store")

    killed = subprocess.run(
        [sys.executable, "-m", "tests.listings.killed_upload", url, str(store.folder), public_id], cwd=ROOT
    )
    with any_database.transaction() as session:
        rows = session.scalar(select(func.count(Attachment.id)))
        left = len(list(store.written()))
        gone = services.tidy_files(session, store, now() + timedelta(days=2))

    assert (killed.returncode, rows, left, gone) == (-signal.SIGKILL, 0, 1, 1)


def test_content_put_again_while_it_is_tidied_stays(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    key = store.put(io.BytesIO(b"again"))

    assert (store.remove(key, put_before=now() - timedelta(days=1)), store.open(key).read()) == (False, b"again")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("检测报告.PDF", "检测报告.pdf"),
        ("C:\\文件\\工艺 包 v1.2.docx", "工艺 包 v1.2.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("report.pdf.exe", "report.pdf.pdf"),
        ("gnp\u202efdp.exe", "gnpfdp.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_name_is_kept_without_what_misleads(given_name: str, kept: str) -> None:
    assert safe_name(given_name, ".pdf") == kept


@given(st.text())
def test_any_name_becomes_a_name_and_a_title(given_name: str) -> None:
    name, title = safe_name(given_name, ".pdf"), title_from(given_name)

    assert name.endswith(".pdf")
    assert 4 < len(name) <= LONGEST
    assert 0 < len(title) <= LONGEST
    assert not set(name) & set('/\\\x00\n\r"')
    name.encode()
