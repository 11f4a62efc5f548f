"""Results for programs: those of the token's own organisations, read, begun and changed as drafts; nothing is published."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, url_for
from pydantic import BaseModel, Field, create_model

from marketplace.accounts.queries import owner_to_write_for
from marketplace.core.actor import Scope
from marketplace.listings import queries, services
from marketplace.listings.content import AchievementContent
from marketplace.listings.mapping import read_content
from marketplace.listings.models import AchievementVersion
from marketplace.web.access import allow, by_token, in_an_organisation
from marketplace.web.cursors import PARAMETER, asked_page, next_cursor
from marketplace.web.openapi import Operation, add_operation, identified
from marketplace.web.security import csrf, limiter
from marketplace.web.shapes import STRICT, changed, model_of, plain, read_sent
from marketplace.web.state import actor, session, transaction

blueprint = Blueprint("listings_api", __name__, url_prefix="/api/v1/results")
csrf.exempt(blueprint)  # writing asks for a token, which no other site's form can send
ResultContent = model_of(AchievementContent, without=frozenset({"extra"}), name="ResultContent")
NewResult = create_model(
    "NewResult",
    __base__=ResultContent,
    __doc__="A result to begin as a draft, for the organisation with this code.",
    organisation=(str, ""),
)
ResultChange = create_model(
    "ResultChange",
    __base__=ResultContent,
    __doc__="The fields to replace in a draft; `lock` is the one that was read last.",
    lock=(int, ...),
)


class ResultLine(BaseModel):
    """A result of an own organisation."""

    model_config = STRICT

    id: Annotated[str, Field(examples=["R-2026-0001"])]
    title: str
    owner: Annotated[str, Field(description="code of the organisation")]
    state: str
    version: int
    updated: datetime


class ResultLines(BaseModel):
    """A page of results of own organisations, the latest change first."""

    model_config = STRICT

    total: int
    items: list[ResultLine]
    next: str | None


class Result(ResultLine):
    """A result as it was last written, whole."""

    lock: Annotated[int, Field(description="send it back with a change")]
    content: ResultContent  # type: ignore[valid-type]


@blueprint.get("")
@limiter.limit("120 per minute")
@allow(in_an_organisation, Scope.READ)
def own() -> Response:
    page = queries.own_listings(session(), replace(actor(), acting_for=None), page=asked_page(), size=50)
    lines = [ResultLine(**_line(each.version)) for each in page.items]
    return jsonify(ResultLines(total=page.total, items=lines, next=next_cursor(page)).model_dump(mode="json"))


@blueprint.get("/<public_id>")
@limiter.limit("120 per minute")
@allow(in_an_organisation, Scope.READ)
def one(public_id: str) -> Response:
    return _answer(queries.get_to_edit(session(), actor(), public_id))


@blueprint.post("")
@limiter.limit("60 per minute")
@allow(by_token, Scope.WRITE)
def begin() -> tuple[Response, int, dict[str, str]]:
    """Begin a draft."""
    given = read_sent(NewResult)
    with transaction() as writing:
        owner = owner_to_write_for(writing, actor(), getattr(given, "organisation", ""))
        command = services.NewListing(organisation_id=owner.id, content=changed(AchievementContent(), given))
        version = services.create_listing(writing, actor(), command)
        answer = _answer(version)
    return answer, 201, {"Location": url_for(".one", public_id=version.public_id)}


@blueprint.patch("/<public_id>")
@limiter.limit("60 per minute")
@allow(by_token, Scope.WRITE)
def change(public_id: str) -> Response:
    """Replace the fields sent in the version in work; Conflict when somebody else saved since it was read."""
    given = read_sent(ResultChange)
    with transaction() as writing:
        known = read_content(queries.get_to_edit(writing, actor(), public_id, lock=True))
        command = services.SaveListing(lock=getattr(given, "lock", 0), content=changed(known, given))
        return _answer(services.save_listing(writing, actor(), public_id, command))


def _line(version: AchievementVersion) -> dict[str, Any]:
    return {
        "id": version.public_id,
        "title": version.title,
        "owner": version.achievement.owner.code,
        "state": version.state.value,
        "version": version.number,
        "updated": version.updated_at,
    }


def _answer(version: AchievementVersion) -> Response:
    content = {name: value for name, value in plain(read_content(version)).items() if name != "extra"}
    return jsonify(Result(**_line(version), lock=version.lock, content=content).model_dump(mode="json"))


PATH, ONE = "/api/v1/results", "/api/v1/results/{id}"
add_operation(
    PATH,
    "get",
    Operation(
        operation_id="ownResults",
        summary="Results of own organisations",
        answers={"200": ResultLines},
        scope=Scope.READ,
        parameters=(PARAMETER,),
        failures=("401", "403", "422", "429"),
    ),
)
add_operation(
    ONE,
    "get",
    Operation(
        operation_id="ownResult",
        summary="One result of an own organisation, whole",
        answers={"200": Result},
        scope=Scope.READ,
        parameters=(identified("R-2026-0001"),),
        failures=("401", "403", "404", "429"),
    ),
)
add_operation(
    PATH,
    "post",
    Operation(
        operation_id="beginResult",
        summary="Begin a draft of a result; people submit it",
        answers={"201": Result},
        scope=Scope.WRITE,
        takes=NewResult,
        failures=("401", "403", "422", "429"),
    ),
)
add_operation(
    ONE,
    "patch",
    Operation(
        operation_id="changeResult",
        summary="Replace fields of a draft",
        answers={"200": Result},
        scope=Scope.WRITE,
        takes=ResultChange,
        parameters=(identified("R-2026-0001"),),
        failures=("401", "403", "404", "409", "422", "429"),
    ),
)
