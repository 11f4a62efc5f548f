"""Where the shared real data lies, and small workbooks made on the spot."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ingest.pipeline import plan
from ingest.readers import read_file
from ingest.records import Kind, Plan

ROOT = Path(__file__).parents[2]
Book = Callable[..., bytes]


@pytest.fixture(scope="session")
def inputs() -> Path:
    """The folder of real inputs; SHARED_DATA names it, next to the repository by default."""
    return Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / "inputs"


@pytest.fixture(scope="session")
def book() -> Book:
    """Make an xlsx of sheets {name: rows}; `shape` may still work on the openpyxl workbook."""

    def make(sheets: dict[str, list[list[object]]], shape: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        if shape:
            shape(workbook)
        out = io.BytesIO()
        workbook.save(out)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def planned() -> Callable[..., Plan]:
    """Read and plan bytes or a path in one go."""

    def run(source: Path | bytes, name: str = "", kind: Kind = Kind.ACHIEVEMENT) -> Plan:
        return plan(read_file(source, name), kind)

    return run
