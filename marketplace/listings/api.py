"""Results for programs: those of the token's own organisations, read, begun and changed as drafts; nothing is published."""

from dataclasses import replace
from typing import Annotated

from flask import Blueprint, Response, jsonify, url_for
from pydantic import Field, create_model

from marketplace.accounts.queries import owner_to_write_for
from marketplace.core.actor import Scope
from marketplace.listings import queries, services
from marketplace.listings.content import AchievementContent
from marketplace.listings.mapping import read_content
from marketplace.listings.models import AchievementVersion
from marketplace.web.access import allow, by_token, in_an_organisation
from marketplace.web.cursors import asked_page, next_cursor
from marketplace.web.record_api import RecordLine, RecordLines, describe, line_of
from marketplace.web.security import csrf, limiter
from marketplace.web.shapes import changed, model_of, plain, read_sent
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


class ResultLine(RecordLine):
    """A result of an own organisation."""

    id: Annotated[str, Field(examples=["R-2026-0001"])]


class ResultLines(RecordLines):
    """A page of results of own organisations, the latest change first."""

    items: list[ResultLine]


class Result(ResultLine):
    """A result as it was last written, whole."""

    lock: Annotated[int, Field(description="send it back with a change")]
    content: ResultContent  # type: ignore[valid-type]


@blueprint.get("")
@limiter.limit("120 per minute")
@allow(in_an_organisation, Scope.READ)
def own() -> Response:
    page = queries.own_listings(session(), replace(actor(), acting_for=None), page=asked_page(), size=50)
    lines = [ResultLine(**line_of(each.version, each.version.achievement.owner.code)) for each in page.items]
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


def _answer(version: AchievementVersion) -> Response:
    content = {name: value for name, value in plain(read_content(version)).items() if name != "extra"}
    return jsonify(
        Result(**line_of(version, version.achievement.owner.code), lock=version.lock, content=content).model_dump(
            mode="json"
        )
    )


describe(
    "Result", "R-2026-0001", path="/api/v1/results", lines=ResultLines, whole=Result, new=NewResult, change=ResultChange
)
