"""An import can be stopped, taken back as a whole, and merged field by field; a kill in the middle changes nothing of that."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ingest import features
from ingest.keepsakes import from_json, to_json
from ingest.models import ImportedRow, ImportRun
from ingest.records import Kind
from marketplace.accounts.models import OrganisationKind
from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.core.db import Database
from marketplace.listings.content import AchievementContent, CarbonClaim, IntellectualProperty
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.content import NeedContent
from marketplace.needs.models import Need
from marketplace.taxonomy.terms import IpKind, SolutionMode, Stage
from tests.factories import make_organisation, make_person
from tests.ingest.test_pages import text, uploaded, work

TEXT = (
    "针对燃煤机组烟气余热回收率低的问题采用氟塑料换热器与有机朗肯循环联用在满负荷下把排烟温度从一百三十度降到八十五度。"
)
HEAD = "来源编号,成果名称,要解决的问题,所属部门,联系人\n"


@pytest.fixture
def app(app: Flask, database: Database) -> Flask:
    features.install(app)
    with database.transaction() as session:
        university = make_organisation(session, "UNI-A")
        enterprise = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        make_person(session, "teacher@example.org", Role.UNIVERSITY, organisation=university)
        make_person(session, "engineer@example.org", Role.ENTERPRISE, organisation=enterprise)
    return app


@pytest.fixture
def teacher(app: Flask, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("teacher@example.org")


def imported(app: Flask, database: Database, client: FlaskClient, content: str, kind: str = "achievement") -> str:
    """The address of an import whose rows were written."""
    here = uploaded(app, database, client, content.encode(), name="a.csv", kind=kind)
    assert client.post(here, data={"act": "load"}).status_code == 303
    work(app, database)
    return here


def drafts(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(
            select(AchievementVersion.title, AchievementVersion.problem).order_by(AchievementVersion.id)
        )
        return [(row.title, row.problem) for row in rows]


def outcomes(database: Database) -> list[str]:
    with database.reading() as session:
        return [str(each) for each in session.scalars(select(ImportedRow.outcome).order_by(ImportedRow.run_id))]


def test_undoing_deletes_what_was_made_and_restores_what_was_updated(
    app: Flask, database: Database, teacher: FlaskClient
) -> None:
    imported(app, database, teacher, f"{HEAD}T-1,余热回收装置,{TEXT},,\n")
    here = imported(app, database, teacher, f"{HEAD}T-1,余热回收装置,改写了。,,\nT-2,赤泥固碳建材,压制成砖。,,\n")
    assert drafts(database) == [("余热回收装置", "改写了。"), ("赤泥固碳建材", "压制成砖。")]

    assert teacher.post(f"{here}/undo").status_code == 303
    work(app, database)

    assert drafts(database) == [("余热回收装置", TEXT)]
    assert "已撤销 2 条" in text(teacher, here)
    again = uploaded(app, database, teacher, f"{HEAD}T-1,余热回收装置,{TEXT},,\n".encode(), name="a.csv")
    with database.reading() as session:
        summary = session.scalar(select(ImportRun.summary).order_by(ImportRun.id.desc()).limit(1))
    assert again
    assert summary == {"read": 1, "unchanged": 1}


def test_what_was_edited_or_handed_in_since_is_left_and_says_why(
    app: Flask, database: Database, teacher: FlaskClient
) -> None:
    here = imported(app, database, teacher, f"{HEAD}T-1,余热回收装置,{TEXT},,\nT-2,赤泥固碳建材,压制成砖。,,\n")
    with database.transaction() as session:
        first, second = session.scalars(select(AchievementVersion).order_by(AchievementVersion.id))
        first.lock += 1
        second.state = ListingState.SUBMITTED
        second.submitted_at = now()

    teacher.post(f"{here}/undo")
    work(app, database)

    page = text(teacher, here)
    assert "导入之后有人改过这条成果，没有撤销。" in page
    assert "这条成果已送审或发布，不能撤销导入。" in page
    assert len(drafts(database)) == 2


def test_undoing_a_new_version_of_a_published_record_leaves_the_published_one(
    app: Flask, database: Database, teacher: FlaskClient
) -> None:
    imported(app, database, teacher, f"{HEAD}T-1,余热回收装置,{TEXT},,\n")
    with database.transaction() as session:
        version = session.scalars(select(AchievementVersion)).one()
        version.state, version.published_at = ListingState.PUBLISHED, now()
    here = imported(app, database, teacher, f"{HEAD}T-1,余热回收装置,第二版。,,\n")
    assert drafts(database) == [("余热回收装置", TEXT), ("余热回收装置", "第二版。")]

    teacher.post(f"{here}/undo")
    work(app, database)

    with database.reading() as session:
        assert session.scalars(select(AchievementVersion.state)).all() == [ListingState.PUBLISHED]
    here = imported(app, database, teacher, f"{HEAD}T-1,余热回收装置,第二版。,,\n")
    assert len(drafts(database)) == 2


def test_needs_are_taken_back_too(app: Flask, database: Database, sign_in: Callable[[str], FlaskClient]) -> None:
    engineer = sign_in("engineer@example.org")
    imported(app, database, engineer, "来源编号,需求名称,主要问题\nN-1,余热利用,烟温高。\n", "need")
    here = imported(
        app, database, engineer, "来源编号,需求名称,主要问题\nN-1,余热利用,改写。\nN-2,氨逃逸,超标。\n", "need"
    )

    engineer.post(f"{here}/undo")
    work(app, database)

    with database.reading() as session:
        assert session.execute(select(Need.title, Need.problem)).all() == [("余热利用", "烟温高。")]


def test_a_stopped_import_writes_nothing_and_can_go_on(app: Flask, database: Database, teacher: FlaskClient) -> None:
    here = uploaded(app, database, teacher, f"{HEAD}T-1,余热回收装置,{TEXT},,\n".encode(), name="a.csv")
    teacher.post(here, data={"act": "load"})
    assert teacher.post(f"{here}/cancel").status_code == 303

    work(app, database)

    assert drafts(database) == []
    assert "这次导入已停止" in text(teacher, here)
    teacher.post(f"{here}/again")
    work(app, database)
    teacher.post(here, data={"act": "load"})
    work(app, database)
    assert drafts(database) == [("余热回收装置", TEXT)]


def test_a_likeness_is_merged_field_by_field(app: Flask, database: Database, teacher: FlaskClient) -> None:
    imported(app, database, teacher, f"{HEAD}T-1,余热回收装置,{TEXT},能源学院,\n")
    like = f"{HEAD}X-9,余热回收成套装置,{TEXT[:-1]}左右。,动力学院,张三\n"
    here = uploaded(app, database, teacher, like.encode(), name="b.csv")
    page = text(teacher, here)
    assert "正文有" in page
    assert 'name="take-title" value="ours" checked' in page
    assert 'name="take-contact_name" value="ours" checked' in page

    taken = {"take-title": "theirs", "take-problem": "ours", "take-department": "theirs", "take-contact_name": "ours"}
    assert teacher.post(here, data={"decide": "0:2=merge", **taken}).status_code == 303
    assert "已选：合并" in text(teacher, here)
    teacher.post(here, data={"act": "load"})
    work(app, database)

    with database.reading() as session:
        version = session.scalars(select(AchievementVersion)).one()
        said = (version.title, version.problem, version.department, version.contact_name)
    assert said == ("余热回收装置", f"{TEXT[:-1]}左右。", "能源学院", "张三")


def test_the_history_pages_through_all_imports_in_the_same_statements(
    app: Flask, database: Database, teacher: FlaskClient
) -> None:
    with database.transaction() as session:
        for number in range(23):
            session.add(
                ImportRun(
                    organisation_id=1, kind=Kind.NEED, filename=f"{number}.csv", file_hash="0" * 64, file_size=1, lock=1
                )
            )

    assert "共 23 次" in text(teacher, "/import")
    assert ">2.csv<" in text(teacher, "/import?page=2")


def test_content_comes_back_from_json_as_it_was() -> None:
    achievement = AchievementContent(
        title="甲",
        stage=Stage.MIDDLE,
        valid_until=now().date(),
        ip=(IntellectualProperty(kind=IpKind.INVENTION, number="ZL1"),),
        claim=CarbonClaim(functional_unit="t", boundary="厂界", baseline="现状"),
        extra={"备注": "乙"},
    )

    assert from_json(Kind.ACHIEVEMENT, to_json(achievement)) == achievement


@given(st.text(), st.none() | st.floats(allow_nan=False), st.lists(st.sampled_from(list(SolutionMode))))
def test_needs_come_back_from_json_as_they_were(title: str, budget: float | None, modes: list[SolutionMode]) -> None:
    need = NeedContent(title=title, budget=budget, solution_modes=tuple(modes))

    assert from_json(Kind.NEED, to_json(need)) == need
