"""Limits of needs as data: `python -m marketplace.matching.constraints FILE.jsonl` prints those of each text."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from marketplace.matching.lines import Unreadable, read_objects
from marketplace.matching.reader.reading import Limit, Speaker, read
from marketplace.taxonomy.terms import Operator, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A limit read from a text, with the words that say it and where they stand."""

    parameter: str
    operator: Operator
    value: float
    value2: float | None
    unit: str
    priority: Priority
    quote: str
    start: int
    end: int
    conditions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The shape that others rely on."""
        return {
            "parameter": self.parameter,
            "op": self.operator.value,
            "value": _plain(self.value),
            "value2": None if self.value2 is None else _plain(self.value2),
            "unit": self.unit,
            "priority": self.priority.value,
            "quote": self.quote,
        }


def _plain(value: float) -> float | int:
    value = float(f"{value:.12g}")
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def read_constraints(text: str) -> list[Constraint]:
    """The limits that a need's text sets, in order."""
    return [_constraint(limit, text) for limit in read(text, Speaker.NEED)]


def _constraint(limit: Limit, text: str) -> Constraint:
    return Constraint(
        parameter=limit.parameter,
        operator=Operator(limit.operator),
        value=limit.value,
        value2=limit.value2,
        unit=limit.unit,
        priority=Priority.WANT if limit.wish else Priority.MUST,
        quote=text[limit.start : limit.end].strip(),
        start=limit.start,
        end=limit.end,
        conditions=limit.conditions,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Read {"id", "text"} a line, print {"id", "constraints"} a line; 2 and a sentence when the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m marketplace.matching.constraints", description=main.__doc__)
    parser.add_argument("file", type=Path)
    try:
        records = read_objects(parser.parse_args(arguments).file)
    except Unreadable as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    for _where, record in records:
        found = [each.as_json() for each in read_constraints(str(record.get("text") or ""))]
        sys.stdout.write(json.dumps({"id": record.get("id"), "constraints": found}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
