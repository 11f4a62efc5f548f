"""The state diagrams of docs/states.md are those of the tables that run."""

import importlib
import pkgutil
from collections.abc import Iterator

import ingest
import marketplace
from ingest import features
from marketplace.core.transitions import Lifecycle
from marketplace.web import diagrams
from tests.conftest import ROOT


def _tables() -> Iterator[Lifecycle]:  # type: ignore[type-arg]
    """Every table of states of the code."""
    for package in (marketplace, ingest):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith((".rules", ".states")):
                values = vars(importlib.import_module(module.name)).values()
                yield from (value for value in values if isinstance(value, Lifecycle))


def test_the_committed_page_is_what_the_tables_say(app) -> None:  # type: ignore[no-untyped-def]
    features.install(app)

    page = (ROOT / "docs" / "states.md").read_text(encoding="utf-8")

    assert page == diagrams.document(), "run: flask --app wsgi docs states"


def test_every_table_of_states_is_drawn_with_every_transition(app) -> None:  # type: ignore[no-untyped-def]
    features.install(app)
    drawn = {id(machine.table) for machine in diagrams.MACHINES.values()}

    arrows = sum(len(each.sources) for table in _tables() for each in table.table.values())

    assert {id(table) for table in _tables()} == drawn
    assert diagrams.document().count(" --> ") == arrows + len(drawn)
