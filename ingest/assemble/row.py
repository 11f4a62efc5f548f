"""Read the fields of one row, noting every problem with its place and every suggestion."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ingest.fields import FIELDS, Reads
from ingest.headings import unit_of
from ingest.normalise.dates import read_date
from ingest.normalise.money import read_money
from ingest.normalise.numbers import read_number, read_percent, read_years
from ingest.normalise.reading import Reading
from ingest.normalise.text import clean, is_empty, one_line, split_list
from ingest.records import ColumnMapping, Doubt, Formula, Kind, Message, Problem, Proposal, Severity

T = TypeVar("T")
EXCEL_ERROR = re.compile(r"^#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!)$")
READ = {kind: frozenset(f.key for f in fields.values() if f.reads is not Reads.KEEP) for kind, fields in FIELDS.items()}
TIMES = (("万吨", 1e4), ("千吨", 1e3), ("kg", 1e-3), ("千克", 1e-3))  # of a tonne, as headings state it
Cells = Sequence[tuple[ColumnMapping | None, object]]  # of one field
SHOWN = 60  # characters of a value that a problem quotes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands."""

    key: str
    sheet: str
    number: int


class RowReader:
    """The cells of one row by field; reading a field never fails, it notes problems."""

    def __init__(self, kind: Kind, place: Place, cells: Mapping[str, Cells]) -> None:
        self.kind = kind
        self.place = place
        self.cells = cells
        self.problems: list[Problem] = []
        self.proposals: list[Proposal] = []
        self.extra: dict[str, str] = {}
        read = READ[kind]
        self.texts = {field: self._cleaned(field, found) for field, found in cells.items() if field in read}

    def has(self, field: str) -> bool:
        return bool(self.texts.get(field))

    def raw(self, field: str) -> object:
        """The cell of a field as found, or several joined; formulas and spreadsheet errors count as blank."""
        cells = self.cells.get(field, ())
        if not cells:
            return ""
        if len(cells) == 1:
            return self._usable(field, cells[0][1])
        found = [self._usable(field, cell) for _, cell in cells]
        values = [value for value in found if value not in ("", None)]
        if len(values) <= 1:
            return values[0] if values else ""
        if all(isinstance(value, list) for value in values):
            return [item for value in values if isinstance(value, list) for item in value]
        return "\n".join(dict.fromkeys(str(value) for value in values))

    def text(self, field: str) -> str:
        """Prose, cleaned; marks of emptiness (无, /) become blank."""
        return self.texts.get(field, "")

    def line(self, field: str, longest: int = 0) -> str:
        """A name or a phrase on one line; what is longer than the record takes is kept as extra."""
        found = self.texts.get(field)
        if not found:
            return ""
        text = one_line(found)
        if longest and len(text) > longest:
            self._too_long(field, text, longest)
            return text[: longest - 1] + "…"
        return text

    def items(self, field: str) -> tuple[str, ...]:
        text = self.texts.get(field)
        return split_list(text) if text else ()

    def number(self, field: str, lowest: float | None = 0.0) -> float | None:
        """A number in the unit of the field; a heading that states thousands of them is applied."""
        text = self.texts.get(field)
        value = self.take(field, read_number(text, lowest=lowest)) if text else None
        if value is None:
            return None
        unit = self.unit(field)
        return round(value * next((times for word, times in TIMES if unit.startswith(word)), 1.0), 6)

    def percent(self, field: str) -> float | None:
        return self.take(field, read_percent(self.texts[field])) if self.texts.get(field) else None

    def years(self, field: str) -> float | None:
        return self.take(field, read_years(self.texts[field], self.unit(field))) if self.texts.get(field) else None

    def money(self, field: str) -> float | None:
        return self.take(field, read_money(self.texts[field], self.unit(field))) if self.texts.get(field) else None

    def date(self, field: str) -> date | None:
        return self.take(field, read_date(self.texts[field])) if self.texts.get(field) else None

    def unit(self, field: str) -> str:
        """The unit that the heading of a field states."""
        column = self.column(field)
        return unit_of(column.heading) if column else ""

    def column(self, field: str) -> ColumnMapping | None:
        return next((column for column, _ in self.cells.get(field, ()) if column), None)

    def take(self, field: str, reading: Reading[T]) -> T | None:
        """Accept a reading and tie its doubts to the cell."""
        for doubt in reading.doubts:
            self.note(field, doubt)
        return reading.value

    def note(self, field: str, doubt: Doubt, value: str | None = None) -> None:
        column = self.column(field)
        shown = one_line(_flat(self.raw_quietly(field))) if value is None else value
        self.problems.append(
            Problem(
                row_key=self.place.key,
                sheet=self.place.sheet,
                row=self.place.number,
                column=column.letter or column.heading if column else "",
                heading=column.heading if column else FIELDS[self.kind][field].label,
                field=field,
                value=shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…",
                code=doubt.code,
                reason=doubt.reason,
                remedy=doubt.remedy,
                severity=doubt.severity,
                fix=doubt.fix,
            )
        )

    def raw_quietly(self, field: str) -> str:
        return "；".join(_flat(cell) for _, cell in self.cells.get(field, ()))

    def propose(self, field: str, value: str, because: Message) -> None:
        self.proposals.append(Proposal(field, value, because))

    def keep(self, label: str, text: str) -> None:
        """Keep what no field takes; a label used twice gets a count."""
        if not text:
            return
        name, count = label, 2
        while name in self.extra and self.extra[name] != text:
            name, count = f"{label} ({count})", count + 1
        self.extra[name] = text

    def _cleaned(self, field: str, found: Cells) -> str:
        value = found[0][1]
        if len(found) != 1 or not isinstance(value, str) or value.startswith("#"):
            value = _flat(self.raw(field))
        text = clean(value)
        return "" if is_empty(text) else text

    def _usable(self, field: str, cell: object) -> object:
        if isinstance(cell, str):
            if not cell.startswith("#"):
                return cell
        elif isinstance(cell, Formula):
            self._note_formula(field, cell.text)
            return ""
        if isinstance(cell, str) and EXCEL_ERROR.match(cell.strip()):
            self._note_formula(field, cell.strip())
            return ""
        return cell

    def _note_formula(self, field: str, text: str) -> None:
        if any(problem.field == field and problem.code == "formula" for problem in self.problems):
            return
        reason = Message("公式没有可用的结果") if text.startswith("=") else Message("公式出错")
        remedy = Message("在 Excel 或 WPS 里重新计算并保存，或直接填写结果")
        self.note(field, Doubt("formula", reason, remedy, Severity.ERROR), text)

    def _too_long(self, field: str, text: str, longest: int) -> None:
        self.keep(f"{FIELDS[self.kind][field].label}（全文）", text)
        self.note(
            field,
            Doubt(
                "too_long",
                Message("有 %(n)s 个字，超过 %(limit)s 个字，先截短，全文留在附加内容里", n=len(text), limit=longest),
                Message("改写得短一些"),
                Severity.WARNING,
            ),
        )


def _flat(value: object) -> str:
    """Nested values as text, for a field that takes none."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_flat(item) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{key}：{_flat(item)}" for key, item in value.items() if item not in (None, ""))
    return "" if value is None else str(value)


flat_text = _flat
