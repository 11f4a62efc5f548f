"""The description of the JSON API, made from the shapes that serve it."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from marketplace.discovery.schemas import FoundItem, FoundPage, Problem, SearchParameters
from marketplace.web import openapi
from marketplace.web.openapi import REF


def describe(server: str) -> dict[str, Any]:
    """OpenAPI 3.1."""
    shapes: list[type[BaseModel]] = [FoundItem, FoundPage, Problem, *openapi.shapes()]
    _names, schemas = models_json_schema([(shape, "serialization") for shape in shapes], ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "碳索 Tansuo",
            "version": "1",
            "description": "Results and needs of the marketplace. Errors are problem+json (RFC 9457).",
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/v1/search": {
                "get": {
                    "operationId": "search",
                    "summary": "Find results or needs",
                    "security": [{}, {openapi.BEARER: []}],
                    "parameters": _parameters(),
                    "responses": {
                        "200": _answer("A page of the answer", "FoundPage"),
                        "422": _problem("A parameter does not hold"),
                        "429": _problem("Too many requests"),
                        "503": _problem("Search is not available now"),
                    },
                }
            },
            "/api/v1/openapi.json": {
                "get": {
                    "operationId": "describe",
                    "summary": "This description",
                    "responses": {"200": {"description": "OpenAPI 3.1", "content": {"application/json": {}}}},
                }
            },
            **openapi.paths(),
        },
        "components": {"schemas": schemas["$defs"], "securitySchemes": openapi.security_schemes()},
    }


def _parameters() -> list[dict[str, Any]]:
    properties = SearchParameters.model_json_schema()["properties"]
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": schema.get("description", ""),
            "schema": {key: value for key, value in schema.items() if key not in ("title", "description")},
        }
        for name, schema in properties.items()
    ]


def _answer(description: str, model: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(model=model)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(model="Problem")}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}
