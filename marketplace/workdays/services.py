"""Entering special days, one or from a file; taking one's own entry back."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.workdays.models import SpecialDay
from marketplace.workdays.queries import refuse_others
from marketplace.workdays.rules import DayKind

EARLIEST, LATEST = 2020, 2099
MOST_ROWS = 1000
KINDS = {"放假": DayKind.HOLIDAY, "调休上班": DayKind.WORKING, "照平常": DayKind.ORDINARY}
HEADS = {"日期": "day", "类别": "kind", "名称": "name", "来源": "source"}


def _(text: str) -> str:
    """Mark a msgid."""
    return text


NO_YEAR = _("日期应在 2020 至 2099 年之间，写成 2027-01-01。")
UNSAID = _("请写明，例如“春节”和通知的名称与文号。")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDay:
    """A special day and the notice that says so."""

    day: date | None
    kind: DayKind
    name: str
    source: str


def set_day(session: Session, actor: Actor, command: NewDay) -> SpecialDay:
    """Enter a day, or change it."""
    refuse_others(actor)
    wrong = _faults(command)
    if wrong:
        raise InvalidInput("有内容不符合要求，请按提示修改。", wrong)
    assert command.day is not None, "a day without its date is a fault"
    entry = session.get(SpecialDay, command.day) or SpecialDay(day=command.day)
    entry.kind, entry.name, entry.source = command.kind, command.name.strip(), command.source.strip()
    entry.person_id, entry.updated_at = actor.person_id, now()
    session.add(entry)
    session.flush()
    record_act(session, actor, "edit", entry, kind=entry.kind.value, name=entry.name)
    return entry


def remove_day(session: Session, actor: Actor, day: date) -> None:
    """Take an entry of one's own back: the release's own, or the week, holds again."""
    refuse_others(actor)
    entry = session.get(SpecialDay, day)
    if entry is None:
        raise NotFound("没有录入过这一天。")
    record_act(session, actor, "discard", entry, kind=entry.kind.value, name=entry.name)
    session.delete(entry)
    session.flush()


def set_days(session: Session, actor: Actor, days: Sequence[NewDay]) -> int:
    """Enter all of a file, or nothing of it."""
    for command in days:
        set_day(session, actor, command)
    return len(days)


def read_file(content: bytes) -> list[NewDay]:
    """The days of a CSV file headed day, kind, name, source (or 日期, 类别, 名称, 来源). InvalidInput names the line."""
    try:
        rows = list(csv.reader(io.StringIO(_decoded(content), newline="")))
    except csv.Error:
        raise InvalidInput("这不是文字文件。请用 CSV，编码 UTF-8 或 GBK。") from None
    head = [HEADS.get(cell.strip(), cell.strip().lower()) for cell in rows[0]] if rows else []
    if set(HEADS.values()) - set(head):
        raise InvalidInput("第一行应有这四列：日期、类别、名称、来源（或 day、kind、name、source）。")
    if len(rows) > MOST_ROWS:
        raise InvalidInput("一次最多 1000 行。")
    return list(_days(head, rows[1:]))


def _days(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[NewDay]:
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
        kind = KINDS.get(cells.get("kind", "")) or _kind(cells.get("kind", ""))
        day = read_day(cells.get("day", ""))
        if kind is None or day is None:
            raise InvalidInput("第 %(n)s 行读不懂：日期写成 2027-01-01，类别写“放假”“调休上班”或“照平常”。", n=number)
        command = NewDay(day=day, kind=kind, name=cells.get("name", ""), source=cells.get("source", ""))
        if _faults(command):
            raise InvalidInput("第 %(n)s 行不完整：年份在 2020 至 2099 之间，名称和来源都要写。", n=number)
        yield command


def read_day(text: str) -> date | None:
    """2027-01-01, also with slashes or without leading zeros."""
    parts = text.replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _kind(text: str) -> DayKind | None:
    return DayKind(text) if text in set(DayKind) else None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise InvalidInput("这不是文字文件。请用 CSV，编码 UTF-8 或 GBK。")


def _faults(command: NewDay) -> dict[str, str]:
    wrong = {}
    if command.day is None or not EARLIEST <= command.day.year <= LATEST:
        wrong["day"] = NO_YEAR
    if not 0 < len(command.name.strip()) <= 60:
        wrong["name"] = UNSAID
    if not 0 < len(command.source.strip()) <= 200:
        wrong["source"] = UNSAID
    return wrong
