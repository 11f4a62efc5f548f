"""Content as JSON and back, so that an import can be taken back. Pure."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from ingest.records import Content, Kind
from marketplace.listings.content import AchievementContent
from marketplace.needs.content import NeedContent

KINDS: dict[Kind, type[Any]] = {Kind.ACHIEVEMENT: AchievementContent, Kind.NEED: NeedContent}


def to_json(content: Content) -> dict[str, Any]:
    """Every field as plain values; days as ISO 8601."""
    return {name: _plain(value) for name, value in dataclasses.asdict(content).items()}


def from_json(kind: Kind, values: Mapping[str, Any]) -> Content:
    """The content that was kept; a field that has gone since is passed over, a new one is blank."""
    found: Content = _made(KINDS[kind], values)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _types(kind: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _made(kind: type[Any], values: Mapping[str, Any]) -> Any:
    known = _types(kind)
    return kind(**{name: _typed(known[name], value) for name, value in values.items() if name in known})


def _typed(wanted: Any, value: Any) -> Any:
    """A JSON value as its field wants it: a union is a type or nothing, a tuple holds one type."""
    if value is None:
        return None
    if isinstance(wanted, types.UnionType):
        wanted = next(each for each in wanted.__args__ if each is not types.NoneType)
    if typing.get_origin(wanted) is tuple:
        return tuple(_typed(wanted.__args__[0], each) for each in value)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        return _made(wanted, value)
    if wanted is date:
        return date.fromisoformat(value)
    return wanted(value) if isinstance(wanted, type) and issubclass(wanted, StrEnum) else value
