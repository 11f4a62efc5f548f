"""A repository is harvested on a schedule; its records come in by the door of every import; nothing private is reached."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ingest import features
from ingest.harvest.fetching import NotFetched, fetch, resolve
from ingest.harvest.models import HarvestSource
from ingest.models import ImportRun, RunState
from marketplace.accounts.models import Membership, MembershipRole
from marketplace.config import Settings
from marketplace.core.actor import Role
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobState
from marketplace.core.schedule import RETURNING, do_what_returned
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState
from tests.factories import make_organisation, make_person
from tests.ingest.oai_server import Entry, Repository, served
from tests.ingest.test_pages import text, work

ENTRIES = [
    Entry("oai:ir:1", "2026-11-01T00:00:00Z", "余热回收装置", "回收烟气余热，降低能耗。", ("张三", "李四")),
    Entry("oai:ir:2", "2026-11-02T00:00:00Z", "赤泥固碳建材", "压制成砖。"),
    Entry("oai:ir:3", "2026-11-03T00:00:00Z", "生物炭联产技术", "秸秆热解。"),
    Entry("oai:ir:9", "2026-11-03T00:00:00Z", "别的集合", "不要。", of_set="theses"),
]


@pytest.fixture
def repository() -> Repository:
    return Repository(list(ENTRIES))


@pytest.fixture
def port(repository: Repository) -> Iterator[int]:
    with served(repository) as port:
        yield port


@pytest.fixture
def app(app: Flask, database: Database, settings: Settings, port: int) -> Flask:
    features.install(app)
    app.extensions["settings"] = replace(settings, harvest_hosts=frozenset({f"127.0.0.1:{port}"}))
    with database.transaction() as session:
        university = make_organisation(session, "UNI-A")
        make_person(session, "teacher@example.org", Role.UNIVERSITY, organisation=university)
        member = make_person(session, "member@example.org", Role.UNIVERSITY)
        session.add(Membership(person=member, organisation=university, role=MembershipRole.MEMBER))
    return app


@pytest.fixture
def teacher(app: Flask, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("teacher@example.org")


@pytest.fixture
def here(teacher: FlaskClient, port: int) -> str:
    """The page of a source that was added."""
    data = {"organisation": "1", "name": "机构库", "address": f"http://127.0.0.1:{port}/oai", "every_hours": "24"}
    answer = teacher.post("/import/sources", data=data | {"kind": "achievement"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def harvest(app: Flask, database: Database, client: FlaskClient, here: str) -> None:
    assert client.post(f"{here}/harvest").status_code == 303
    work(app, database)


def load_newest(app: Flask, database: Database, client: FlaskClient) -> None:
    with database.reading() as session:
        run = session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(1)).one()
    assert run.state is RunState.PLANNED
    assert client.post(f"/import/{run.public_id}", data={"act": "load"}).status_code == 303
    work(app, database)


def titles(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AchievementVersion.title).order_by(AchievementVersion.id)))


def test_a_try_shows_the_records_and_their_mapping_and_keeps_nothing(
    teacher: FlaskClient, database: Database, here: str
) -> None:
    page = teacher.post(f"{here}/try").get_data(as_text=True)

    assert "试采：某大学机构库" in page
    assert "余热回收装置" in page
    assert "<td>完成人</td>" in page
    with database.reading() as session:
        assert session.scalars(select(ImportRun)).all() == []


def test_a_harvest_follows_the_tokens_and_waits_for_a_person(
    app: Flask, database: Database, teacher: FlaskClient, here: str, repository: Repository
) -> None:
    harvest(app, database, teacher, here)

    assert [query.get("resumptionToken") for query in repository.asked] == [None, None, "2!!all"]
    assert titles(database) == []
    assert "核对后入库" in text(teacher, "/inbox")
    load_newest(app, database, teacher)
    assert titles(database) == ["余热回收装置", "赤泥固碳建材", "生物炭联产技术"]
    with database.reading() as session:
        first = session.scalars(select(AchievementVersion).order_by(AchievementVersion.id)).first()
        assert first is not None
        assert (first.inventors, first.achievement.source_key) == (["张三", "李四"], "oai:ir:1")


def test_the_next_harvest_asks_from_the_last_one_on_and_drops_what_was_deleted(
    app: Flask, database: Database, teacher: FlaskClient, here: str, repository: Repository
) -> None:
    harvest(app, database, teacher, here)
    load_newest(app, database, teacher)
    with database.transaction() as session:
        published = session.scalars(
            select(AchievementVersion).where(AchievementVersion.title == "生物炭联产技术")
        ).one()
        published.state, published.published_at = ListingState.PUBLISHED, now()
    repository.today = "2026-11-26T08:00:00Z"
    later = "2026-11-25T00:00:00Z"
    repository.entries[:3] = [
        Entry("oai:ir:1", later, "余热回收装置", "回收烟气余热，降低能耗三成。", ("张三", "李四")),
        Entry("oai:ir:2", later),
        Entry("oai:ir:3", later),
    ]

    harvest(app, database, teacher, here)

    assert repository.asked[-2]["from"] == "2026-11-24T08:00:00Z"
    assert titles(database) == ["余热回收装置", "生物炭联产技术"]
    assert "来源已删除的记录" in text(teacher, here)
    assert "来源已删除 1 条" in text(teacher, "/inbox")
    load_newest(app, database, teacher)
    with database.reading() as session:
        source = session.scalars(select(HarvestSource)).one()
        assert (source.since, source.fetched) == ("2026-11-26T08:00:00Z", 3)
        assert session.scalars(select(Achievement.source_key).order_by(Achievement.id)).all() == [
            "oai:ir:1",
            "oai:ir:3",
        ]


def test_a_harvest_that_breaks_off_leaves_nothing_and_is_told(
    app: Flask, database: Database, teacher: FlaskClient, here: str, repository: Repository
) -> None:
    repository.break_at = 3

    harvest(app, database, teacher, here)

    assert "对方服务器回答 503" in text(teacher, here)
    with database.reading() as session:
        assert session.scalars(select(ImportRun)).all() == []
        assert session.scalars(select(HarvestSource.since)).all() == [""]


def test_its_turn_comes_once_an_interval(app: Flask, database: Database, here: str) -> None:
    work_of = {"ingest.harvest": RETURNING["ingest.harvest"]}
    with app.app_context():
        do_what_returned(database, work_of)
        do_what_returned(database, work_of)
    work(app, database)
    with held_at(now() + timedelta(hours=25)), app.app_context():
        do_what_returned(database, work_of)

    with database.reading() as session:
        jobs = session.scalars(select(Job.state).where(Job.kind == "ingest.harvest").order_by(Job.id)).all()
    assert jobs == [JobState.DONE, JobState.QUEUED]


def test_only_a_manager_changes_a_source(
    here: str, app: Flask, database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    member = sign_in("member@example.org")

    assert "采集来源由本单位的管理员设置。" in text(member, "/import/sources")
    assert [member.post(f"{here}/{act}").status_code for act in ("harvest", "pause", "remove", "edit")] == [403] * 4
    assert member.get(f"{here}/edit").status_code == 403


def test_a_changed_source_keeps_its_records_and_begins_anew_at_another_set(
    app: Flask, teacher: FlaskClient, database: Database, here: str, port: int
) -> None:
    harvest(app, database, teacher, here)
    load_newest(app, database, teacher)
    before, since = titles(database), _source(database).since
    typed = {"name": "图书馆", "address": f"http://127.0.0.1:{port}/oai", "every_hours": "48"}

    assert 'value="机构库"' in text(teacher, f"{here}/edit")
    assert teacher.post(f"{here}/edit", data=typed | {"every_hours": "0"}).status_code == 422
    assert teacher.post(f"{here}/edit", data=typed).location == here
    renamed = _source(database)
    assert (renamed.name, renamed.every_hours, renamed.since, since != "") == ("图书馆", 48, since, True)
    assert renamed.harvested_at is not None
    assert renamed.next_at == renamed.harvested_at + timedelta(hours=48)
    assert teacher.post(f"{here}/edit", data=typed | {"of_set": "theses"}).location == here
    assert (_source(database).of_set, _source(database).since, titles(database)) == ("theses", "", before)
    assert teacher.post(f"{here}/edit", data=typed | {"address": "http://10.0.0.8/oai"}).status_code == 422


def _source(database: Database) -> HarvestSource:
    with database.reading() as session:
        return session.scalars(select(HarvestSource)).one()


def test_a_source_can_be_paused_and_removed(teacher: FlaskClient, database: Database, here: str) -> None:
    teacher.post(f"{here}/pause")
    assert "已暂停" in text(teacher, here)
    teacher.post(f"{here}/resume")
    assert "在采集" in text(teacher, here)

    teacher.post(f"{here}/remove")

    assert "还没有采集来源" in text(teacher, "/import/sources")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://127.0.0.1/",
        "http://localhost:8000/oai",
        "http://10.0.0.8/oai",
        "http://169.254.169.254/latest",
        "http://[::1]/oai",
        "http://[::ffff:127.0.0.1]/oai",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://user:secret@example.org/",
        "http://example.org:99999/",
        "http://",
        "javascript:alert(1)",
    ],
)
def test_no_private_or_odd_address_is_harvested(teacher: FlaskClient, address: str) -> None:
    data = {"organisation": "1", "name": "机构库", "address": address, "every_hours": "24", "kind": "achievement"}

    with pytest.raises(NotFetched):
        resolve(address)
    assert teacher.post("/import/sources", data=data).status_code == 422


def test_a_redirect_into_a_private_network_is_not_followed(port: int) -> None:
    with pytest.raises(NotFetched, match="不在公网上"):
        fetch(f"http://127.0.0.1:{port}/away", {f"127.0.0.1:{port}"})


def test_an_answer_that_is_too_long_is_refused() -> None:
    def endless(_environ: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [])
        return [b"x" * 1024 * 1024 for _ in range(17)]

    with served(endless) as port, pytest.raises(NotFetched, match="超过 16 MB"):
        fetch(f"http://127.0.0.1:{port}/", {f"127.0.0.1:{port}"})


def test_what_is_no_repository_is_told(teacher: FlaskClient, here: str, repository: Repository) -> None:
    repository.today = "&lt;"  # the page of a proxy, say
    repository._body = lambda _query: "<!DOCTYPE x>"  # type: ignore[method-assign]

    answer = teacher.post(f"{here}/try")

    assert answer.status_code == 422
    assert "没有按 OAI-PMH 回答" in answer.get_data(as_text=True)
