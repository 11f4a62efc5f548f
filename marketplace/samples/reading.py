"""The sample files, as the values that services take."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from marketplace.accounts.models import OrganisationKind
from marketplace.accounts.services import NewOrganisation
from marketplace.listings.content import AchievementContent
from marketplace.needs.content import NeedContent

FOLDER = Path(__file__).parent
Content = TypeVar("Content", AchievementContent, NeedContent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Generic[Content]):
    """A record with its key and the code of the organisation that owns it."""

    key: str
    organisation: str
    content: Content


AnySample = Sample[AchievementContent] | Sample[NeedContent]


@lru_cache
def _achievement_shape() -> TypeAdapter[AchievementContent]:
    return TypeAdapter(AchievementContent)


@lru_cache
def _need_shape() -> TypeAdapter[NeedContent]:
    return TypeAdapter(NeedContent)


def organisations() -> list[NewOrganisation]:
    return [
        NewOrganisation(**row | {"kind": OrganisationKind(row["kind"])}, is_sample=True)
        for row in _read("organisations.json")
    ]


def achievements() -> list[Sample[AchievementContent]]:
    """Every sample achievement, file by file."""
    return [
        _sample(row, _achievement_shape()) for path in sorted(FOLDER.glob("achievements_*.json")) for row in _rows(path)
    ]


def needs() -> list[Sample[NeedContent]]:
    return [_sample(row, _need_shape()) for row in _rows(FOLDER / "needs.json")]


def questions() -> list[dict[str, Any]]:
    """English questions with the keys of the achievements that answer them, for measuring."""
    return _read("questions.json")


def _sample(row: dict[str, Any], shape: TypeAdapter[Content]) -> Sample[Content]:
    said = {name: value for name, value in row.items() if name not in ("source_key", "organisation")}
    return Sample(key=row["source_key"], organisation=row["organisation"], content=shape.validate_python(said))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from json.loads(path.read_text("utf8"))


def _read(name: str) -> list[dict[str, Any]]:
    return list(_rows(FOLDER / name))
