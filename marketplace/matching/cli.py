"""The command `flask --app wsgi match`: a need or a text in, the results that fit it out."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.core.errors import NotFound
from marketplace.matching.asking import Asked, asked_by, asked_in
from marketplace.matching.finding import Match, find_results
from marketplace.matching.judging.verdicts import Answer
from marketplace.matching.portfolio import match_portfolio
from marketplace.matching.reasons import limit_words, reasons
from marketplace.needs.queries import get_need
from marketplace.web.search_index import reader
from search.embedding.serving import ModelMissing
from search.ports import SearchRefused

NOT_READ = 2
MARKS = {Answer.MET: "满足", Answer.UNKNOWN: "未知", Answer.UNMET: "不满足"}


@click.command("match")
@click.argument("need_id", required=False)
@click.option("--text", "file", type=click.Path(path_type=Path), help="A text file that says what is needed.")
@click.option("--top", type=click.IntRange(1, 100), default=20, show_default=True, help="How many results.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@with_appcontext
def match(need_id: str | None, file: Path | None, top: int, as_json: bool) -> None:
    """Find the published results for the need NEED_ID, or for a text; those that break a must come last."""
    if (need_id is None) == (file is None):
        _give_up("请给出一个需求编号，或用 --text 指定一个文本文件，二者取一。")
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        try:
            asked = asked_in(_read(file)) if file else asked_by(get_need(session, SYSTEM, need_id or ""))
            found = find_results(session, reader(), SYSTEM, asked, top)
        except (NotFound, SearchRefused, ModelMissing) as refused:
            _give_up(str(refused))
        if as_json:
            click.echo(json.dumps([_as_json(asked, each) for each in found], ensure_ascii=False))
        else:
            _print(asked, found)


@click.command("match-portfolio")
@click.option("--all", "everything", is_flag=True, help="Every open need again, not only what is new on either side.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@with_appcontext
def portfolio(everything: bool, as_json: bool) -> None:
    """Hold all open needs against all published results and store the pairs. Stopped, it goes on where it was."""
    database: Database = current_app.extensions["database"]
    told = -1

    def report(done: int, total: int) -> None:
        nonlocal told
        percent = 100 * done // max(total, 1)
        if percent > told:
            told = percent
            click.echo(f"\r{done} / {total}", nl=False, err=True)

    try:
        outcome = match_portfolio(database, reader(), report, everything)
    except (SearchRefused, ModelMissing) as refused:
        _give_up(str(refused))
    click.echo(err=True)
    if as_json:
        click.echo(json.dumps(outcome.as_json()))
    else:
        click.echo(
            f"{outcome.needs} 项需求、{outcome.results} 项成果：判定了 {outcome.judged} 项需求，新增 {outcome.pairs} 对候选。"
        )


def _read(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        _give_up(f"读不出“{file}”：请指明一个 UTF-8 编码的文本文件。")
    if not text.strip():
        _give_up(f"“{file}”里没有文字。")
    return text


def _as_json(asked: Asked, found: Match) -> dict[str, object]:
    return {
        "id": found.card.public_id,
        "title": found.card.title,
        "score": found.score,
        "reasons": reasons(asked, found),
        "constraints": [{"text": limit_words(each.limit), "verdict": each.answer.value} for each in found.verdicts],
    }


def _print(asked: Asked, found: list[Match]) -> None:
    if not found:
        click.echo("没有找到成果。请换一种说法，或写得更宽一些。")
    for number, each in enumerate(found, 1):
        click.echo(f"{number}. {each.card.public_id} {each.card.title}（{each.card.owner}） {each.score:.2f}")
        for verdict in each.verdicts:
            click.echo(f"   [{MARKS[verdict.answer]}] {limit_words(verdict.limit)}：{verdict.because}")


def _give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(NOT_READ)
