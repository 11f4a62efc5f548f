"""A table of a report: the page, the chart and the workbook are made from one and the same rows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

Value = str | int | float | Decimal | None


class Kind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"  # 万元
    TONNES = "tonnes"  # tCO2e
    DAYS = "days"
    SHARE = "share"  # 0.25 is 25 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head in words, how its values are written, and whether the chart draws it."""

    title: str
    kind: Kind = Kind.COUNT
    drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: its name, a value a column, and the address of the list behind each value ("" for none)."""

    name: str
    values: tuple[Value, ...]
    hrefs: tuple[str, ...] = ()

    def href(self, place: int) -> str:
        return self.hrefs[place] if place < len(self.hrefs) and self.values[place] else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; `foot` is the row of all together. `chart` is how it is drawn: bars, rows, steps or ""."""

    name: str
    title: str
    first: str  # the head of the names
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Row | None = None
    note: str = ""
    chart: str = ""

    def drawing(self, most: int = 12) -> dict[str, Any]:
        """What the chart is told: labels, and a series a drawn column; long tables draw their first rows."""
        shown = list(self.rows)[-most:] if self.chart == "bars" else list(self.rows)[:most]
        return {
            "kind": self.chart,
            "labels": [row.name for row in shown],
            "series": [
                {"name": column.title, "values": [_number(row.values[place]) for row in shown]}
                for place, column in enumerate(self.columns)
                if column.drawn
            ],
        }

    def header(self) -> list[str]:
        return [self.first, *(column.title for column in self.columns)]

    def cells(self) -> list[list[Value]]:
        """The rows as a workbook takes them: names as text, numbers as numbers."""
        return [[row.name, *row.values] for row in (*self.rows, *((self.foot,) if self.foot else ()))]


def _number(value: Value) -> float | None:
    return None if value is None or isinstance(value, str) else float(value)
