"""State diagrams out of the tables that run, as text in both languages; features announce their tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace.core.transitions import Lifecycle
from marketplace.web.formats import LABELS
from marketplace.web.language import load_translations

HEAD = """# 状态图 State diagrams

由运行中的状态表生成：`flask --app wsgi docs states`。改了状态表，就再运行一次；测试会拒绝过时的图。
Generated from the tables of states that run, by `flask --app wsgi docs states`. A test refuses a stale page.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A table of states with its words: `name` and the values of `acts` are msgids; `start` is where records begin."""

    name: str
    table: Lifecycle[Any, Any]
    start: StrEnum
    acts: Mapping[Any, str]


MACHINES: dict[str, Machine] = {}


def add_machine(key: str, machine: Machine) -> None:
    MACHINES[key] = machine


def document() -> str:
    """Every table as a mermaid diagram, by its key."""
    return "\n".join([HEAD, *("\n".join(_section(machine)) for _key, machine in sorted(MACHINES.items()))])


def _section(machine: Machine) -> Iterator[str]:
    states = list(type(machine.start))
    yield f"## {_both(machine.name)}\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in states:
        if state == machine.start or _is_reached(machine, state):
            yield f"    {state.value} : {_both(LABELS[type(state).__name__, state.value])}"
    yield f"    [*] --> {machine.start.value}"
    for action, transition in machine.table.table.items():
        for source in (state for state in states if state in transition.sources):
            yield f"    {source.value} --> {transition.target.value} : {_both(machine.acts[action])}"
    yield "```\n"


def _is_reached(machine: Machine, state: StrEnum) -> bool:
    """Does any action lead here or away? States of a later part of the house are not drawn."""
    return any(state == each.target or state in each.sources for each in machine.table.table.values())


def _both(msgid: str) -> str:
    return f"{msgid} {load_translations('en').gettext(msgid)}"
