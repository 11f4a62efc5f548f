"""What the interfaces of results and needs share: how a record is listed, and the four operations on drafts, described."""

from datetime import datetime
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, Field

from marketplace.core.actor import Scope
from marketplace.web.cursors import PARAMETER
from marketplace.web.openapi import Operation, add_operation, identified
from marketplace.web.shapes import STRICT


class RecordLine(BaseModel):
    """A record of an own organisation; each kind says what its `id` looks like."""

    model_config = STRICT

    title: str
    owner: Annotated[str, Field(description="code of the organisation")]
    state: str
    version: int
    updated: datetime


class RecordLines(BaseModel):
    """A page of records of own organisations, the latest change first; each kind adds its `items`."""

    model_config = STRICT

    total: int
    next: str | None


class Record(Protocol):
    """What a line says of a record."""

    @property
    def public_id(self) -> str: ...

    title: Any
    state: Any
    number: Any
    updated_at: Any


def line_of(record: Record, owner: str) -> dict[str, Any]:
    """The values of a line; `owner` is the code of the organisation."""
    return {
        "id": record.public_id,
        "title": record.title,
        "owner": owner,
        "state": record.state.value,
        "version": record.number,
        "updated": record.updated_at,
    }


def describe(
    noun: str,
    example: str,
    *,
    path: str,
    lines: type[BaseModel],
    whole: type[BaseModel],
    new: type[BaseModel],
    change: type[BaseModel],
) -> None:
    """Add the four operations on the records called `noun` (Result) at `path` to the description of the interface."""
    named, one, word = (identified(example),), f"{path}/{{id}}", noun.lower()
    reading, writing = {"scope": Scope.READ}, {"scope": Scope.WRITE}
    operations: dict[tuple[str, str], dict[str, Any]] = {
        (path, "get"): reading
        | {
            "operation_id": f"own{noun}s",
            "summary": f"{noun}s of own organisations",
            "answers": {"200": lines},
            "parameters": (PARAMETER,),
            "failures": ("401", "403", "422", "429"),
        },
        (one, "get"): reading
        | {
            "operation_id": f"own{noun}",
            "summary": f"One {word} of an own organisation, whole",
            "answers": {"200": whole},
            "parameters": named,
            "failures": ("401", "403", "404", "429"),
        },
        (path, "post"): writing
        | {
            "operation_id": f"begin{noun}",
            "summary": f"Begin a draft of a {word}; people submit it",
            "answers": {"201": whole},
            "takes": new,
            "failures": ("401", "403", "422", "429"),
        },
        (one, "patch"): writing
        | {
            "operation_id": f"change{noun}",
            "summary": "Replace fields of a draft",
            "answers": {"200": whole},
            "takes": change,
            "parameters": named,
            "failures": ("401", "403", "404", "409", "422", "429"),
        },
    }
    for (place, method), said in operations.items():
        add_operation(place, method, Operation(**said))
