"""Decide what each column becomes, by its heading and by what stands in it."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest import headings
from ingest.fields import FIELDS, Reads
from ingest.normalise.dates import read_date
from ingest.normalise.numbers import quantity
from ingest.normalise.patents import NUMBER as PATENT
from ingest.normalise.people import EMAIL, PHONE
from ingest.normalise.text import clean, half_width, is_empty
from ingest.records import ColumnMapping, Confidence, Kind, Message, Sheets, Table

EXAMPLES = 3
SAMPLE = 60  # values of a column that are looked at
EXAMPLE_LENGTH = 40
ALIKE = 0.6  # of the sample must read as the field asks
ALWAYS_ASK = frozenset(("annual_reduction", "maturity"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one or several tables with the same heading."""

    key: str
    heading: str
    letter: str
    sample: tuple[str, ...]


def columns_of(table: Table) -> list[str]:
    """Name every column of a table uniquely: a heading that is repeated gets a count."""
    seen: dict[str, int] = {}
    keys = []
    for heading in table.headings:
        seen[heading] = seen.get(heading, 0) + 1
        keys.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return keys


def fingerprint(sheets: Sheets, kind: Kind) -> str:
    """The key under which a confirmed mapping of these headings is remembered."""
    names = sorted({headings.plain(key) for table in sheets.tables for key in columns_of(table)})
    return hashlib.sha256("\n".join((kind.value, *names)).encode()).hexdigest()[:32]


def map_columns(
    sheets: Sheets,
    kind: Kind,
    overrides: Mapping[str, str | None] | None = None,
    remembered: Mapping[str, str | None] | None = None,
) -> tuple[ColumnMapping, ...]:
    """Map every column; a person's choice wins over a remembered one, that over headings, those over content."""
    chosen = {**(remembered or {}), **(overrides or {})}
    mapped = []
    for column in _columns(sheets):
        if column.key in chosen and (chosen[column.key] is None or chosen[column.key] in FIELDS[kind]):
            mapped.append(_chosen(column, chosen[column.key]))
        else:
            mapped.append(_guess(column, kind))
    return tuple(_without_clashes(mapped, kind))


def _columns(sheets: Sheets) -> list[Column]:
    found: dict[str, Column] = {}
    for table in sheets.tables:
        for index, key in enumerate(columns_of(table)):
            sample = _sample(table, index)
            if key not in found:
                found[key] = Column(key, table.headings[index], table.letters[index], sample)
            elif not found[key].sample:
                found[key] = replace(found[key], sample=sample)
    return list(found.values())


def _sample(table: Table, index: int) -> tuple[str, ...]:
    values: list[str] = []
    for row in table.rows:
        cell = row.cells[index] if index < len(row.cells) else ""
        text = clean(str(cell)) if not isinstance(cell, list | dict) else "[…]" if cell else ""
        if not is_empty(text):
            values.append(text)
            if len(values) >= SAMPLE:
                break
    return tuple(values)


def _chosen(column: Column, field: str | None) -> ColumnMapping:
    confidence = Confidence.SURE if field else Confidence.SKIPPED
    return _mapping(column, field, confidence, Message("由您选定"))


def _guess(column: Column, kind: Kind) -> ColumnMapping:
    match = headings.field_of(column.heading, kind)
    field = match.field if match else _by_content(column, kind)
    if field is None:
        return _mapping(column, None, Confidence.SKIPPED, Message("没有对应的字段，作为附加内容保留"))
    if FIELDS[kind][field].reads is Reads.KEEP:
        reason = Message("行号，不导入") if field == "row_number" else Message("作为附加内容保留")
        return _mapping(column, field, Confidence.SKIPPED, reason)
    if match is None:
        return _mapping(column, field, Confidence.CONFIRM, Message("表头没有认出，按内容推测"))
    if not match.exact:
        return _mapping(
            column, field, Confidence.CONFIRM, Message("表头与“%(label)s”相近", label=FIELDS[kind][field].label)
        )
    if not _fits(field, kind, column):
        return _mapping(column, field, Confidence.CONFIRM, Message("表头相符，多数内容却读不成这一项"))
    if field in ALWAYS_ASK and column.sample and not (field == "maturity" and _all_levels(column)):
        return _mapping(column, field, Confidence.CONFIRM, Message("含义需要您确认"))
    return _mapping(column, field, Confidence.SURE, Message("表头相符"))


def _mapping(column: Column, field: str | None, confidence: Confidence, reason: Message) -> ColumnMapping:
    examples = tuple(_shortened(text) for text in dict.fromkeys(column.sample))[:EXAMPLES]
    return ColumnMapping(column.key, column.heading, column.letter, examples, field, confidence, reason)


def _shortened(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= EXAMPLE_LENGTH else f"{line[:EXAMPLE_LENGTH]}…"


def _by_content(column: Column, kind: Kind) -> str | None:
    """Guess a column whose heading says nothing from what can hardly be anything else."""
    if not column.sample:
        return None
    tests: tuple[tuple[str, re.Pattern[str]], ...] = (
        ("contact_email", EMAIL),
        ("contact_phone", PHONE),
        *((("ip", PATENT),) if kind is Kind.ACHIEVEMENT else ()),
    )
    for field, pattern in tests:
        hits = sum(1 for text in column.sample if pattern.search(half_width(text)) and len(text) < 200)
        if hits > len(column.sample) * 0.8:
            return field
    return None


def _all_levels(column: Column) -> bool:
    return all(any(character.isdigit() for character in text) for text in column.sample)


def _fits(field: str, kind: Kind, column: Column) -> bool:
    """Tell whether most of a column reads as its field asks; text always does."""
    reads = FIELDS[kind][field].reads
    if not column.sample or reads not in TESTS:
        return True
    return sum(1 for text in column.sample if TESTS[reads](text)) >= len(column.sample) * ALIKE


def _has_number(text: str) -> bool:
    return quantity(text) is not None or any(character.isdigit() for character in text)


def _is_date(text: str) -> bool:
    reading = read_date(text)
    return reading.value is not None or not reading.doubts or reading.doubts[0].code == "no_such_day"


TESTS: dict[Reads, Callable[[str], bool]] = {
    Reads.NUMBER: _has_number,
    Reads.MONEY: lambda text: _has_number(text) or "议" in text,
    Reads.DATE: _is_date,
    Reads.PHONE: lambda text: sum(character.isdigit() for character in text) >= 7,
    Reads.EMAIL: lambda text: "@" in text,
}


def _without_clashes(mapped: Sequence[ColumnMapping], kind: Kind) -> list[ColumnMapping]:
    """Where two columns claim a field that takes one, the surer (then the first) keeps it."""
    order = {Confidence.SURE: 0, Confidence.CONFIRM: 1, Confidence.SKIPPED: 2}
    winners: dict[str, ColumnMapping] = {}
    for column in mapped:
        if column.field and not FIELDS[kind][column.field].many:
            known = winners.get(column.field)
            if known is None or _rank(column, order) < _rank(known, order):
                winners[column.field] = column
    return [_loser(column, winners, kind) for column in mapped]


def _rank(column: ColumnMapping, order: Mapping[Confidence, int]) -> tuple[int, int]:
    return order[column.confidence], 0 if column.examples else 1


def _loser(column: ColumnMapping, winners: Mapping[str, ColumnMapping], kind: Kind) -> ColumnMapping:
    winner = winners.get(column.field or "")
    if winner is None or winner is column or FIELDS[kind][column.field or ""].reads is Reads.KEEP:
        return column
    reason = Message("与“%(heading)s”列重复，作为附加内容保留", heading=winner.heading)
    return replace(column, field=None, confidence=Confidence.SKIPPED, reason=reason)
