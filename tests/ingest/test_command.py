"""The command: exact counts for the real files, the same file again changes nothing, one sentence for a bad one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from ingest import features
from ingest.limits import CELL_CHARACTERS
from marketplace.accounts.models import OrganisationKind
from marketplace.core.db import Database
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from tests.factories import make_organisation
from tests.ingest.conftest import Book

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, database: Database) -> Run:
    """Run the command for the university or the enterprise of an installation of its own."""
    features.install(app)
    with database.transaction() as session:
        make_organisation(session, "UNI-DEMO")
        make_organisation(session, "ENT-DEMO", OrganisationKind.ENTERPRISE)

    def run(file: Path, kind: str, *options: str, code: str = "") -> Result:
        code = code or {"need": "ENT-DEMO"}.get(kind, "UNI-DEMO")
        arguments = ["ingest", str(file), "--kind", kind, "--organisation", code, *options]
        result = app.test_cli_runner().invoke(args=arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def counts(read: int, created: int = 0, unchanged: int = 0, duplicates: int = 0) -> dict[str, object]:
    return {
        "read": read,
        "created": created,
        "updated": 0,
        "unchanged": unchanged,
        "duplicates": duplicates,
        "rejected": [],
    }


def records(database: Database) -> int:
    with database.reading() as session:
        return sum(session.scalar(select(func.count(kind.id))) or 0 for kind in (Achievement, Need))


@pytest.mark.parametrize(
    ("name", "kind", "rows", "repeated"),
    [
        ("needs_2022.xlsx", "need", 124, 0),
        ("enterprise_needs_unjudged.jsonl", "need", 132, 2),
        ("one_need.docx", "need", 1, 0),
        ("technologies_energy_gb18030.csv", "achievement", 80, 0),
        ("technologies_japan.json", "achievement", 75, 0),
        ("technologies_transport.jsonl", "achievement", 31, 0),
    ],
)
def test_a_real_file_comes_in_whole_and_only_once(
    inputs: Path, run: Run, database: Database, name: str, kind: str, rows: int, repeated: int
) -> None:
    foreseen = run(inputs / name, kind, "--json", "--dry-run")
    assert (foreseen.exit_code, json.loads(foreseen.stdout)) == (0, counts(rows, rows - repeated, 0, repeated))
    assert records(database) == 0

    first = run(inputs / name, kind, "--json")
    assert (first.exit_code, json.loads(first.stdout)) == (0, counts(rows, rows - repeated, 0, repeated))
    assert records(database) == rows - repeated

    again = run(inputs / name, kind, "--json")
    assert (again.exit_code, json.loads(again.stdout)) == (0, counts(rows, 0, rows - repeated, repeated))
    assert records(database) == rows - repeated


def test_needs_that_only_look_alike_are_all_kept_and_named(inputs: Path, run: Run) -> None:
    result = run(inputs / "needs_2022.xlsx", "need", "--json")

    told = result.stderr.splitlines()
    assert len(told) == 25
    assert told[0] == ("第 58 行“高功率钠离子储能电池关键技术”与第 34 行相似（名称有 93% 相同），另存为一条，请核对。")


def test_a_changed_row_updates_its_record(tmp_path: Path, run: Run, database: Database) -> None:
    file = tmp_path / "results.csv"
    file.write_text("成果名称,成果简介\n低温余热发电机组,用有机工质发电。\n赤泥固碳建材,用赤泥固碳。\n", "utf8")
    run(file, "achievement")
    file.write_text(
        "成果名称,成果简介\n低温余热发电机组,用有机工质发电，净效率 12%。\n赤泥固碳建材,用赤泥固碳。\n", "utf8"
    )

    result = run(file, "achievement", "--json")

    assert json.loads(result.stdout) == {
        "read": 2, "created": 0, "updated": 1, "unchanged": 1, "duplicates": 0, "rejected": [],
    }  # fmt: skip
    with database.reading() as session:
        said = session.scalars(select(AchievementVersion.teaser).order_by(AchievementVersion.id)).all()
    assert said == ["用有机工质发电，净效率 12%。", "用赤泥固碳。"]


def test_a_row_that_is_wrong_stays_aside_and_is_named(tmp_path: Path, run: Run, book: Book) -> None:
    file = tmp_path / "results.xlsx"
    file.write_bytes(
        book(
            {
                "成果": [
                    ["成果名称", "投资额（万元）", "有效期"],
                    ["低温余热发电机组", 100, "2028-05-31"],
                    ["赤泥固碳建材", "几百", "2027-02-30"],
                ]
            }
        )
    )

    result = run(file, "achievement", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "read": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 0,
        "rejected": [
            {
                "row": 3,
                "field": "capex",
                "reason": "“投资额（万元）”（几百）：不是金额。填写数和单位，例如 50万元，或清空这一格。"
                " “有效期”（2027-02-30）：没有这一天。改为 2027-02-28。",
            },
        ],
    }


def test_publishing_brings_out_what_can_stand_and_names_the_rest(tmp_path: Path, run: Run, database: Database) -> None:
    file = tmp_path / "needs.csv"
    file.write_text("需求名称,主要问题\n烧结余热回收,烟气余热直接排空。\n高炉煤气提纯,\n", "utf8")

    result = run(file, "need", "--publish", "--json")

    assert json.loads(result.stdout) == counts(2, created=2)
    assert result.stderr == "第 3 行（N-2026-0002）存为草稿，未发布：“主要问题”：请说明主要问题。\n"
    with database.reading() as session:
        assert session.scalars(select(Need.state).order_by(Need.id)).all() == [NeedState.PUBLISHED, NeedState.DRAFT]


def test_publishing_later_brings_out_what_came_in_as_drafts(inputs: Path, run: Run, database: Database) -> None:
    run(inputs / "technologies_transport.jsonl", "achievement")

    result = run(inputs / "technologies_transport.jsonl", "achievement", "--publish", "--json")

    assert json.loads(result.stdout) == counts(31, unchanged=31)
    with database.reading() as session:
        states = session.scalars(select(AchievementVersion.state).distinct()).all()
    assert states == [ListingState.PUBLISHED]


def test_two_organisations_may_bring_in_the_same_file(inputs: Path, run: Run, database: Database) -> None:
    run(inputs / "one_need.docx", "need")

    result = run(inputs / "one_need.docx", "need", "--json", code="UNI-DEMO")

    assert json.loads(result.stdout) == counts(1, created=1)
    assert records(database) == 2


BAD = {
    "photo.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    "cut.xlsx": b"PK\x03\x04" + b"\x00" * 200,
    "empty.csv": b"",
    "header.csv": "成果名称,成果简介\n".encode(),
    "huge.csv": b"title,summary\nA thing," + b"x" * (CELL_CHARACTERS + 1) + b"\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_gives_one_sentence_and_writes_nothing(
    tmp_path: Path, run: Run, database: Database, name: str
) -> None:
    (tmp_path / name).write_bytes(BAD[name])

    result = run(tmp_path / name, "achievement", "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith("。\n")
    assert records(database) == 0


def test_a_missing_file_a_folder_and_an_unknown_organisation_are_named(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "results.csv"
    file.write_text("成果名称,成果简介\n低温余热发电机组,用有机工质发电。\n", "utf8")

    missing, folder = run(tmp_path / "none.csv", "need"), run(tmp_path, "need")
    stranger = run(file, "need", code="NOBODY")

    assert (missing.exit_code, missing.stderr) == (2, f"打不开“{tmp_path}/none.csv”：没有这个文件，请核对路径。\n")
    assert (folder.exit_code, folder.stderr) == (2, f"打不开“{tmp_path}”：这是一个文件夹，请指明其中一个文件。\n")
    assert (stranger.exit_code, stranger.stderr) == (2, "没有代码为“NOBODY”的单位。\n")
