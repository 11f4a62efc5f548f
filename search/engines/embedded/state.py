"""The one file that says what is committed: which segments, which rows of them are dead, which lexical folder."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.files import replace_file
from search.ports import SearchRefused

FORMAT = 3
_NAME = "state.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A commit. `dead` names the file of dead row numbers; the rows of one number are never given again."""

    commit: int = 0
    model_id: str = ""
    dimension: int = 0
    next_row: int = 0
    lexical: str = "lexical-0"
    segments: tuple[str, ...] = ()
    dead: str = ""
    format: int = FORMAT

    def files(self) -> set[str]:
        """Names in the folder that this commit needs."""
        return {*self.segments, self.lexical, self.dead} - {""}


@dataclass(frozen=True, slots=True)
class Dead:
    """Row numbers, ascending: all that are dead, and those that the lexical index has yet to forget."""

    rows: NDArray[np.int64]
    unpurged: NDArray[np.int64]


def read_state(folder: Path) -> State:
    """The last commit; an empty one when there is none."""
    try:
        content = json.loads((folder / _NAME).read_bytes())
    except FileNotFoundError:
        return State()
    if content.get("format") != FORMAT:
        raise SearchRefused(f"The index in {folder} has another format. Remove the folder and index again.")
    return State(**{**content, "segments": tuple(content["segments"])})


def write_state(folder: Path, state: State) -> None:
    """Make a commit the last one."""
    replace_file(folder / _NAME, json.dumps(asdict(state), indent=1).encode())


def state_mark(folder: Path) -> tuple[int, int]:
    """Changes with every commit; cheap to ask."""
    name = f"{folder}/{_NAME}"
    try:
        status = os.stat(name)  # noqa: PTH116 - with every question: a path object costs more than the call
    except FileNotFoundError:
        return (0, 0)
    return (status.st_ino, status.st_mtime_ns)


def read_dead(folder: Path, name: str) -> Dead:
    """The dead rows of a commit."""
    if not name:
        return Dead(np.empty(0, np.int64), np.empty(0, np.int64))
    with np.load(folder / name) as arrays:
        return Dead(arrays["rows"], arrays["unpurged"])


def write_dead(folder: Path, name: str, dead: Dead) -> None:
    """Write the dead rows of a commit."""
    with (folder / name).open("wb") as file:
        np.savez(file, rows=dead.rows, unpurged=dead.unpurged)
