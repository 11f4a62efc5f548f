"""Who a token acts for: the first call of a program that wants to know whether its token holds."""

from typing import Annotated

from flask import Blueprint, Response, jsonify
from flask_login import current_user
from pydantic import BaseModel, ConfigDict, Field

from marketplace.core.actor import Scope
from marketplace.web.access import allow, signed_in
from marketplace.web.openapi import Operation, add_operation
from marketplace.web.security import limiter
from marketplace.web.state import actor

blueprint = Blueprint("accounts_api", __name__, url_prefix="/api/v1")


class Place(BaseModel):
    """An organisation the person belongs to."""

    code: str
    name: str
    role: str


class Me(BaseModel):
    """The person for whom the call acts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(examples=["P-12"])]
    name: str
    roles: list[str]
    organisations: list[Place]
    scopes: Annotated[list[str] | None, Field(description="scopes of the token; null for a browser session")]


@blueprint.get("/me")
@limiter.limit("120 per minute")
@allow(signed_in, Scope.READ)
def me() -> Response:
    person, scopes = current_user.person, actor().scopes
    shape = Me(
        id=person.public_id,
        name=person.name,
        roles=sorted(actor().roles),
        organisations=[
            Place(code=place.organisation.code, name=place.organisation.name, role=place.role)
            for place in person.memberships
        ],
        scopes=None if scopes is None else sorted(scopes),
    )
    return jsonify(shape.model_dump(mode="json"))


add_operation(
    "/api/v1/me",
    "get",
    Operation(operation_id="me", summary="Who this token acts for", answers={"200": Me}, scope=Scope.READ),
)
