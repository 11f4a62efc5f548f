"""The annotated sentences of the real inputs: where they stand, and the limits that a person read in them."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1
from pathlib import Path

import openpyxl

from marketplace.matching.constraints import Constraint, read_constraints
from marketplace.matching.reader.units import tidy
from marketplace.taxonomy.units import convert

ROOT = Path(__file__).parents[2]
INPUTS = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / "inputs"
FILE = Path(__file__).parent / "annotated" / "limits.jsonl"
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Limit:
    """One annotated limit."""

    parameter: str
    operator: str
    value: float
    value2: float | None
    unit: str
    priority: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its place; `either` are readings that count neither way."""

    file: str
    record: str
    start: int
    end: int
    sha1: str
    limits: tuple[Limit, ...]
    either: tuple[Limit, ...]

    @property
    def held_back(self) -> bool:
        """A third, chosen by the hash of the sentence before anything was read."""
        return int(self.sha1, 16) % 3 == 0

    def text(self) -> str:
        words = records()[self.file, self.record][self.start : self.end]
        assert sha1(words.encode(), usedforsecurity=False).hexdigest()[:12] == self.sha1
        return words


@dataclass(frozen=True, slots=True)
class Score:
    """How many limits were read right, wrongly, and not at all."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


@lru_cache
def records() -> dict[tuple[str, str], str]:
    """The texts of the real inputs, by file and record."""
    found: dict[tuple[str, str], str] = {}
    sheet = openpyxl.load_workbook(INPUTS / "needs_2022.xlsx", read_only=True).worksheets[0]
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if len(row) > 3 and row[3]:
            found["needs_2022.xlsx", str(number)] = str(row[3])
    for line in (INPUTS / "enterprise_needs_unjudged.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found["enterprise_needs_unjudged.jsonl", record["id"]] = record["text"]
    for line in (INPUTS / "technologies_transport.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found["technologies_transport.jsonl", record["id"]] = f"{record['content']}\n{record['advice']}"
    return found


def sentences() -> Iterator[Sentence]:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        limits, either = (tuple(Limit(*each) for each in raw.get(key, ())) for key in ("limits", "either"))
        yield Sentence(raw["file"], raw["record"], raw["start"], raw["end"], raw["sha1"], limits, either)


@lru_cache
def _read(file: str, record: str) -> list[Constraint]:
    return read_constraints(records()[file, record])


def read_in(sentence: Sentence) -> list[Constraint]:
    """What the reader finds in a sentence when it reads the whole record."""
    return [each for each in _read(sentence.file, sentence.record) if sentence.start <= each.start < sentence.end]


def same(read: Constraint, meant: Limit) -> bool:
    """Same operator, value, unit and priority, and a name that is the same, contains the other, or shares half its letter pairs."""
    if (read.operator.value, read.priority.value) != (meant.operator, meant.priority):
        return False
    if (read.value2 is None) != (meant.value2 is None) or not alike(read.parameter, meant.parameter):
        return False
    pairs = [(read.value, meant.value)] + (
        [(read.value2, meant.value2)] if read.value2 is not None and meant.value2 is not None else []
    )
    return all(_equal(one, read.unit, other, meant.unit) for one, other in pairs)


def _equal(one: float, unit: str, other: float, meant: str) -> bool:
    if tidy(unit) == tidy(meant):
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-30)
    changed = convert(one, unit, meant) if unit and meant else None
    return changed is not None and abs(changed - other) <= 1e-6 * max(abs(other), 1e-30)


def alike(one: str, other: str) -> bool:
    one, other = (name.replace("的", "").replace(" ", "").lower() for name in (one, other))
    if one in other or other in one:
        return True
    pairs = [{name[place : place + 2] for place in range(len(name) - 1)} for name in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) >= ALIKE * (len(pairs[0]) + len(pairs[1])) > 0


def compare(sentence: Sentence) -> tuple[list[Limit], list[Constraint], list[Limit]]:
    """The limits of a sentence that were read, those read that are none, and those not read."""
    left = read_in(sentence)
    right, missed = [], []
    for meant in sentence.limits:
        found = next((each for each in left if same(each, meant)), None)
        if found is None:
            missed.append(meant)
        else:
            left.remove(found)
            right.append(meant)
    wrong = [each for each in left if not any(same(each, other) for other in sentence.either)]
    return right, wrong, missed


def score(*, held_back: bool) -> Score:
    found = [compare(each) for each in sentences() if each.held_back == held_back]
    return Score(*(sum(len(each[place]) for each in found) for place in range(3)))
