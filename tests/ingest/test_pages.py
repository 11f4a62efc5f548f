"""The way of a file through the pages: choose, look through, mend, decide, import, hand in."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from ingest import features
from ingest.models import ImportedRow, ImportRun, RememberedMapping, RowOutcome, RunState
from marketplace.accounts.models import Mandate, MandateState, Organisation, OrganisationKind
from marketplace.core.actor import Role
from marketplace.core.clock import now, today
from marketplace.core.db import Database
from marketplace.core.jobs import claim_next, run_job
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need
from tests.factories import make_organisation, make_person
from tests.ingest.conftest import Book

SHEET = [
    ["2026 年成果汇总表"],
    ["成果名称", "成果简介", "投资额（万元）", "有效期"],
    ["低温余热有机工质发电机组", "用有机工质把 90 ℃ 的余热变成电。", 100, "2028-05-31"],
    ["赤泥固碳建材", "赤泥与烟气反应后压制成砖。", 20, "2028-02-30"],
    ["", "没有名称的一行。", 30, "2028-05-31"],
    ["低温余热有机工质发电机组２型", "用有机工质把 70 ℃ 的余热变成电。", 120, "2028-05-31"],
    ["低温余热有机工质发电的机组", "用有机工质把 95 ℃ 的余热变成电。", 110, "2028-05-31"],
]
WHOLE = [  # a row with all that handing in asks for
    [
        *("成果名称", "一句话介绍", "要解决的问题", "怎样做到", "好在哪里", "为何是现在", "关键词", "成果阶段"),
        *("技术成熟度TRL", "所属领域", "碳类别", "应用行业", "转化方式", "价格方式", "有效期", "联系人", "联系电话"),
    ],
    [
        *(
            "烟气余热深度回收机组",
            "回收 60 ℃ 以下的烟气余热。",
            "烟气余热直接排空。",
            "用开式吸收循环。",
            "回收率 90%。",
        ),
        *("已连续运行两年。", "余热回收", "成熟应用", "9", "energy", "低碳", "D44", "技术服务", "面议", "2031-05-31"),
        *("褚明远", "027-05557982"),
    ],
]


@pytest.fixture
def app(app: Flask, database: Database) -> Flask:
    """The application with importing, a university and an enterprise with a member each."""
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


def work(app: Flask, database: Database) -> None:
    """Do what a worker would do until nothing waits."""
    with app.app_context():
        while claimed := claim_next(database, "test"):
            run_job(database, *claimed)


def upload(client: FlaskClient, content: bytes, name: str = "results.xlsx", kind: str = "achievement") -> TestResponse:
    page = client.get("/import").get_data(as_text=True)
    organisation = page.split('name="organisation" value="')[1].split('"')[0]
    data = {"organisation": organisation, "kind": kind, "file": (io.BytesIO(content), name)}
    return client.post("/import", data=data, content_type="multipart/form-data")


def uploaded(app: Flask, database: Database, client: FlaskClient, content: bytes, **more: str) -> str:
    """The address of an import that was read."""
    answer = upload(client, content, **more)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    work(app, database)
    return str(answer.location)


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def number_of(database: Database, kind: type[Achievement] | type[Need] | type[ImportRun]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(kind.id))) or 0


def test_a_file_is_read_mended_imported_and_handed_in(
    app: Flask, database: Database, teacher: FlaskClient, book: Book
) -> None:
    here = uploaded(app, database, teacher, book({"成果": SHEET}))

    page = text(teacher, here)
    assert "读到 <b>5</b> 行，其中 <b>2</b> 行可以入库" in page
    assert "第 2 行认作表头" in page
    assert "改为 2028-02-29" in page
    assert "第 1 组，共 1 组" in page
    assert number_of(database, Achievement) == 0

    assert teacher.post(here, data={"accept": "0:4|valid_until"}).status_code == 303
    work(app, database)
    assert teacher.post(here, data={"fix-0:5|title": "石膏基自流平", "act": "check"}).status_code == 303
    work(app, database)
    assert "其中 <b>4</b> 行可以入库" in text(teacher, here)
    assert teacher.post(here, data={"decide": "0:7=leave"}).status_code == 303
    assert "已选：不要" in text(teacher, here)

    assert teacher.post(here, data={"act": "load"}).status_code == 303
    work(app, database)
    page = text(teacher, here)
    assert "已入库 <b>4</b> 条" in page
    assert "还缺" in page
    with database.reading() as session:
        said = session.scalars(select(AchievementVersion.title).order_by(AchievementVersion.id)).all()
        outcomes = session.scalars(select(ImportedRow.outcome).order_by(ImportedRow.number)).all()
    assert said == ["低温余热有机工质发电机组", "赤泥固碳建材", "石膏基自流平", "低温余热有机工质发电机组２型"]
    assert outcomes == [RowOutcome.CREATED] * 4 + [RowOutcome.DUPLICATE]

    assert teacher.post(f"{here}/submit").status_code == 303
    work(app, database)
    assert "已送审 0 条" in text(teacher, here)


def test_complete_rows_are_all_handed_in(app: Flask, database: Database, teacher: FlaskClient, book: Book) -> None:
    here = uploaded(app, database, teacher, book({"成果": WHOLE}))
    teacher.post(here, data={"act": "load"})
    work(app, database)

    teacher.post(f"{here}/submit")
    work(app, database)

    assert "已送审 1 条" in text(teacher, here)
    with database.reading() as session:
        assert session.scalars(select(AchievementVersion.state)).all() == [ListingState.SUBMITTED]


def test_a_column_chosen_once_is_remembered_for_the_next_file(
    app: Flask, database: Database, teacher: FlaskClient, book: Book
) -> None:
    sheet = [["成果名称", "说法"], ["赤泥固碳建材", "赤泥与烟气反应后压制成砖。"]]
    here = uploaded(app, database, teacher, book({"成果": sheet}))
    teacher.post(here, data={"column-1": "advantage", "act": "check"})
    work(app, database)
    teacher.post(here, data={"act": "load"})
    work(app, database)
    sheet.append(["石膏基自流平", "不用烧结。"])

    again = uploaded(app, database, teacher, book({"成果": sheet}))

    assert '<option value="advantage" selected>' in text(teacher, again)
    assert "其中 <b>1</b> 行可以入库" in text(teacher, again)
    with database.reading() as session:
        assert session.scalars(select(RememberedMapping.columns)).one() == {"成果名称": "title", "说法": "advantage"}
        assert session.scalars(select(AchievementVersion.advantage)).all() == ["赤泥与烟气反应后压制成砖。"]


def test_updating_what_it_resembles_writes_into_it_and_stays_so(
    app: Flask, database: Database, teacher: FlaskClient, book: Book
) -> None:
    first = uploaded(
        app, database, teacher, book({"成果": [["成果名称", "成果简介"], ["赤泥固碳建材制备技术", "压制成砖。"]]})
    )
    teacher.post(first, data={"act": "load"})
    work(app, database)
    renamed = book({"成果": [["成果名称", "成果简介"], ["赤泥固碳建材制备新技术", "压制成砖，强度更高。"]]})
    here = uploaded(app, database, teacher, renamed)
    assert "库中已有 R-2026-0001" in text(teacher, here)

    teacher.post(here, data={"decide": "0:2=update"})
    teacher.post(here, data={"act": "load"})
    work(app, database)

    with database.reading() as session:
        assert session.scalars(select(AchievementVersion.title)).all() == ["赤泥固碳建材制备新技术"]
    again = uploaded(app, database, teacher, renamed)
    assert "其中 <b>0</b> 行可以入库" in text(teacher, again)
    assert teacher.post(again, data={"act": "load"}).status_code == 422


def test_needs_come_in_by_the_same_way(
    inputs: Path, app: Flask, database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    engineer = sign_in("engineer@example.org")
    here = uploaded(
        app, database, engineer, (inputs / "needs_2022.xlsx").read_bytes(), name="needs_2022.xlsx", kind="need"
    )
    page = text(engineer, here)
    assert "读到 <b>124</b> 行，其中 <b>99</b> 行可以入库" in page
    assert "第 1 组，共 25 组" in page

    engineer.post(here, data={"decide": "*=separate"})
    engineer.post(here, data={"act": "load"})
    work(app, database)

    assert "已入库 <b>124</b> 条" in text(engineer, here)
    assert number_of(database, Need) == 124


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
        ("cut.xlsx", b"PK\x03\x04" + b"\x00" * 200),
        ("empty.csv", b""),
        ("header.csv", "成果名称,成果简介\n".encode()),
    ],
)
def test_a_file_that_cannot_be_read_comes_back_with_a_sentence(
    database: Database, teacher: FlaskClient, name: str, content: bytes
) -> None:
    answer = upload(teacher, content, name)

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.get_data(as_text=True)
    assert number_of(database, ImportRun) == 0


def test_no_file_at_all_is_asked_for(database: Database, teacher: FlaskClient) -> None:
    answer = teacher.post("/import", data={"organisation": "1", "kind": "need"})

    assert (answer.status_code, "请先选一个文件。" in answer.get_data(as_text=True)) == (422, True)


def test_strangers_do_not_learn_of_an_import(
    app: Flask, database: Database, teacher: FlaskClient, book: Book, sign_in: Callable[[str], FlaskClient]
) -> None:
    here = uploaded(app, database, teacher, book({"成果": SHEET}))
    engineer = sign_in("engineer@example.org")

    assert engineer.get(here).status_code == 404
    assert engineer.get(f"{here}/problems.xlsx").status_code == 404
    assert engineer.post(here, data={"act": "load"}).status_code == 404
    assert engineer.post(f"{here}/again").status_code == 404
    assert app.test_client().get(here).status_code == 303


def test_nobody_imports_for_another_organisation(database: Database, teacher: FlaskClient, book: Book) -> None:
    data = {"organisation": "2", "kind": "need", "file": (io.BytesIO(book({"成果": SHEET})), "a.xlsx")}

    answer = teacher.post("/import", data=data, content_type="multipart/form-data")

    assert (answer.status_code, number_of(database, ImportRun)) == (422, 0)


@pytest.fixture
def broker(app: Flask, database: Database, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """A broker of an agency with a mandate of the university: edit, not submit."""
    with database.transaction() as session:
        agency = make_organisation(session, "AGY-A", OrganisationKind.AGENCY)
        person = make_person(session, "broker@example.org", Role.BROKER, organisation=agency)
        university = session.scalars(select(Organisation).where(Organisation.code == "UNI-A")).one()
        days = {"valid_from": today(), "valid_until": today() + timedelta(days=30), "decided_at": now()}
        session.add(
            Mandate(public_id="M-2026-0001", owner=university, person=person, state=MandateState.ACCEPTED, **days)
        )
    return sign_in("broker@example.org")


def test_a_broker_imports_for_an_owner_as_far_as_the_mandate_goes(
    app: Flask, database: Database, broker: FlaskClient, teacher: FlaskClient, book: Book
) -> None:
    assert '<option value="1">' in text(broker, "/import")  # the university, beside the own agency
    given = {"organisation": "1", "kind": "achievement", "file": (io.BytesIO(book({"成果": WHOLE})), "代录.xlsx")}
    here = str(broker.post("/import", data=given, content_type="multipart/form-data").location)
    work(app, database)
    broker.post(here, data={"act": "load"})
    work(app, database)
    broker.post(f"{here}/submit")
    work(app, database)

    assert "已送审 0 条" in text(broker, here)
    with database.reading() as session:
        owners = session.scalars(select(Organisation.code).join(Achievement, Achievement.owner_id == Organisation.id))
        assert owners.all() == ["UNI-A"]
    assert "代录.xlsx" in text(teacher, "/import")
    with database.transaction() as session:
        session.scalars(select(Mandate)).one().may_submit = True
    broker.post(f"{here}/submit")
    work(app, database)
    assert "已送审 1 条" in text(broker, here)
    with database.transaction() as session:
        session.scalars(select(Mandate)).one().state = MandateState.REVOKED
    assert broker.get(here).status_code == 404
    assert text(teacher, here)


def test_the_workbook_of_problems_holds_no_formula(
    app: Flask, database: Database, teacher: FlaskClient, book: Book
) -> None:
    rows = [
        ["成果名称", "有效期", "备注"],
        ["赤泥固碳建材", "2028-02-30", "'=cmd|' /C calc'!A0"],
        ["石膏砖", "约明年", "@SUM(A1)"],
    ]
    here = uploaded(app, database, teacher, book({"成果": rows}))

    answer = teacher.get(f"{here}/problems.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["成果"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == ["核对意见", "成果名称", "有效期", "备注"]
    assert [row[1] for row in cells] == ["成果名称", "赤泥固碳建材", "石膏砖"]
    assert cells[2][3] == "'@SUM(A1)"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("rows", [3, 60])
def test_the_preview_costs_the_same_for_any_number_of_rows(
    app: Flask, database: Database, teacher: FlaskClient, book: Book, rows: int
) -> None:
    sheet = [["成果名称", "有效期"], *([f"第{n}号赤泥固碳建材", "2028-02-30"] for n in range(rows))]
    here = uploaded(app, database, teacher, book({"成果": sheet}))
    said: list[str] = []
    event.listen(app.extensions["database"].engine, "before_cursor_execute", lambda *args: said.append(args[2]))

    page = text(teacher, here)

    assert len([statement for statement in said if statement.startswith("SELECT")]) == 5
    assert page.count('class="bad"') == min(rows, 50)


def test_pages_speak_english_too(app: Flask, database: Database, teacher: FlaskClient, book: Book) -> None:
    here = uploaded(app, database, teacher, book({"Results": SHEET}))

    page = text(teacher, f"{here}?lang=en")

    assert "Rows read: <b>5</b>, of which can be loaded: <b>2</b>" in page
    assert "Change it to 2028-02-29" in page


def test_an_import_at_work_takes_no_choices(app: Flask, database: Database, teacher: FlaskClient, book: Book) -> None:
    here = str(upload(teacher, book({"成果": SHEET})).location)

    assert teacher.get(here).status_code == 200
    assert teacher.post(here, data={"act": "load"}).status_code == 409
    work(app, database)
    with database.reading() as session:
        assert session.scalars(select(ImportRun.state)).all() == [RunState.PLANNED]
