"""The command `flask --app wsgi ingest`: a file into the marketplace, counts out."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from ingest.existing import holdings
from ingest.judging import Choice, Judged, choose, judge
from ingest.load import Counts, count, foresee, load, warnings
from ingest.pipeline import plan
from ingest.readers.guarded import read_guarded
from ingest.records import FileNotRead, Kind, Plan, Severity
from marketplace.accounts.queries import get_organisation_by_code
from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.core.errors import NotFound

NOT_READ = 2


@click.command("ingest")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), required=True, help="What the rows are.")
@click.option("--organisation", "code", metavar="CODE", required=True, help="The short code of the owner.")
@click.option("--publish", is_flag=True, help="Publish what has a name and a text; the rest stays a draft.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@with_appcontext
def ingest(file: Path, kind: str, code: str, publish: bool, dry_run: bool, as_json: bool) -> None:
    """Bring the rows of FILE in: create, update, leave alone. The same file again changes nothing.

    Rows that only look like another are imported and named on stderr; rows that repeat another word for word are not.
    """
    database: Database = current_app.extensions["database"]
    planned = _plan(file, Kind(kind))
    with database.reading() as session:
        try:
            organisation = get_organisation_by_code(session, code)
        except NotFound as unknown:
            _give_up(str(unknown))
        held = holdings(session, organisation, planned.kind)
    judged = choose(judge(planned, held), held, {}, otherwise=Choice.SEPARATE)
    if dry_run:
        written = foresee(judged)
    else:
        written = load(
            database, SYSTEM, organisation.id, planned.kind, judged, publish=publish, progress=_show_progress
        )
    for warning in warnings(judged, written):
        click.echo(str(warning), err=True)
    _print(count(written), planned, judged, as_json, dry_run)


def _plan(file: Path, kind: Kind) -> Plan:
    try:
        return plan(read_guarded(file, file.name), kind)
    except FileNotRead as refused:
        _give_up(str(refused))
    except OSError as refused:
        _give_up(f"打不开“{file}”：{_why(refused)}。")


def _why(refused: OSError) -> str:
    if isinstance(refused, FileNotFoundError):
        return "没有这个文件，请核对路径"
    if isinstance(refused, IsADirectoryError):
        return "这是一个文件夹，请指明其中一个文件"
    return "没有读取它的权限，请检查文件的权限"


def _give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(NOT_READ)


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} / {total}", err=True, nl=done == total)


def _print(counts: Counts, planned: Plan, judged: list[Judged], as_json: bool, dry_run: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(counts), ensure_ascii=False))
        return
    for note in planned.notes:
        click.echo(str(note))
    doubtful = sum(problem.severity is Severity.WARNING for row in judged for problem in row.row.problems)
    if doubtful:
        click.echo(f"{doubtful} 处有疑问，已照原文保留。")
    for row in counts.rejected:
        click.echo(f"第 {row['row']} 行未导入：{row['reason']}")
    click.echo(
        f"{'试运行，未写入。' if dry_run else ''}读到 {counts.read} 行：新建 {counts.created}，更新 {counts.updated}，"
        f"未变 {counts.unchanged}，重复 {counts.duplicates}，未导入 {len(counts.rejected)}。"
    )
