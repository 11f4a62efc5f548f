"""The description of the JSON API: features say what they offer, discovery's page writes it down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from marketplace.core.actor import Scope

REF = "#/components/schemas/{model}"
BEARER = "token"
FAILURES = {
    "401": "The token has expired, was revoked, or never was one",
    "403": "The token lacks the scope, or the person may not do this",
    "404": "There is no such record, or the person may not know of it",
    "409": "The record has moved on",
    "422": "Something sent does not hold",
    "429": "Too many requests",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call. `answers` maps a status to the shape of the body; `failures` are the statuses of problem+json."""

    operation_id: str
    summary: str
    answers: Mapping[str, type[BaseModel]]
    scope: Scope
    failures: tuple[str, ...] = ("401", "403", "429")
    takes: type[BaseModel] | None = None
    body: Mapping[str, Any] | None = None  # where what is taken is no JSON
    parameters: tuple[Mapping[str, Any], ...] = field(default=())


OPERATIONS: dict[tuple[str, str], Operation] = {}


def add_operation(path: str, method: str, operation: Operation) -> None:
    OPERATIONS[path, method] = operation


def identified(example: str) -> dict[str, Any]:
    """The parameter of an address that holds the public id of a record."""
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": example}


def shapes() -> list[type[BaseModel]]:
    """The shapes that the operations answer with and take."""
    used = (shape for one in OPERATIONS.values() for shape in (*one.answers.values(), one.takes) if shape)
    return list(dict.fromkeys(used))


def paths() -> dict[str, dict[str, Any]]:
    """Every operation by path and method, as OpenAPI writes it."""
    described: dict[str, dict[str, Any]] = {}
    for (path, method), operation in sorted(OPERATIONS.items()):
        described.setdefault(path, {})[method] = dict(_describe(operation))
    return described


def security_schemes() -> dict[str, Any]:
    scopes = "; ".join(scope.value for scope in Scope)
    return {
        BEARER: {"type": "http", "scheme": "bearer", "description": f"A token of /account/tokens. Scopes: {scopes}"}
    }


def _describe(operation: Operation) -> Iterator[tuple[str, Any]]:
    yield "operationId", operation.operation_id
    yield "summary", operation.summary
    yield "description", f"Needs the scope `{operation.scope.value}`."
    yield "security", [{BEARER: []}]
    if operation.parameters:
        yield "parameters", list(operation.parameters)
    if operation.takes:
        yield "requestBody", {"required": True, "content": {"application/json": {"schema": _ref(operation.takes)}}}
    elif operation.body:
        yield "requestBody", {"required": True, "content": dict(operation.body)}
    answers: dict[str, Any] = {
        status: {"description": shape.__doc__ or "", "content": {"application/json": {"schema": _ref(shape)}}}
        for status, shape in operation.answers.items()
    }
    problem = {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}}
    answers |= {status: {"description": FAILURES[status], "content": problem} for status in operation.failures}
    yield "responses", answers


def _ref(shape: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=shape.__name__)}
