"""State machines as tables: buttons, checks, tests and diagrams read the same one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from marketplace.core.errors import Conflict

State = TypeVar("State", bound=StrEnum)
Action = TypeVar("Action", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[State]):
    """An action leads from any of `sources` to `target`."""

    sources: frozenset[State]
    target: State


class Lifecycle(Generic[State, Action]):
    """What may happen to a record, state by state."""

    def __init__(self, table: Mapping[Action, Transition[State]]) -> None:
        self.table = dict(table)

    def allows(self, state: State, action: Action) -> bool:
        return state in self.table[action].sources

    def next_state(self, state: State, action: Action) -> State:
        """The state after the action; Conflict when it is not allowed now."""
        if not self.allows(state, action):
            raise Conflict("这条记录的状态已变，现在不能这样操作。请刷新页面再看。")
        return self.table[action].target

    def actions_from(self, state: State) -> list[Action]:
        return [action for action, transition in self.table.items() if state in transition.sources]
