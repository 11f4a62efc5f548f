"""Files of the two commands: a JSON object a line, read whole before anything is printed. Pure."""

import json
from pathlib import Path
from typing import Any


class Unreadable(Exception):
    """A file is not as it should be; the message names file, line, what is wrong and what is needed."""


def read_objects(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Where each object stands, for people, and the object; blank lines are passed over."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not UTF-8; save it as UTF-8.") from None
    return [_object(f"{path}, line {number}", line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _object(where: str, line: str) -> tuple[str, dict[str, Any]]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{where} is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise Unreadable(f"{where} is not a JSON object; one in braces is needed.")
    return where, found
