"""Needs for programs: those of the token's own organisations, read, begun and changed as drafts; nothing is published."""

from dataclasses import replace
from typing import Annotated

from flask import Blueprint, Response, jsonify, url_for
from pydantic import Field, create_model

from marketplace.accounts.queries import owner_to_write_for
from marketplace.core.actor import Scope
from marketplace.needs import queries, services
from marketplace.needs.content import NeedContent
from marketplace.needs.mapping import read_content
from marketplace.needs.models import NeedRow
from marketplace.web.access import allow, by_token, in_an_organisation
from marketplace.web.cursors import asked_page, next_cursor
from marketplace.web.record_api import RecordLine, RecordLines, describe, line_of
from marketplace.web.security import csrf, limiter
from marketplace.web.shapes import changed, model_of, plain, read_sent
from marketplace.web.state import actor, session, transaction

blueprint = Blueprint("needs_api", __name__, url_prefix="/api/v1/needs")
csrf.exempt(blueprint)  # writing asks for a token, which no other site's form can send
NeedFields = model_of(NeedContent, without=frozenset({"extra"}), name="NeedContent")
NewNeed = create_model(
    "NewNeed",
    __base__=NeedFields,
    __doc__="A need to begin as a draft, for the organisation with this code.",
    organisation=(str, ""),
)
NeedChange = create_model(
    "NeedChange",
    __base__=NeedFields,
    __doc__="The fields to replace in a draft; `lock` is the one that was read last.",
    lock=(int, ...),
)


class NeedLine(RecordLine):
    """A need of an own organisation."""

    id: Annotated[str, Field(examples=["N-2026-0001"])]


class NeedLines(RecordLines):
    """A page of needs of own organisations, the latest change first."""

    items: list[NeedLine]


class WholeNeed(NeedLine):
    """A need as it was last written, whole."""

    lock: Annotated[int, Field(description="send it back with a change")]
    content: NeedFields  # type: ignore[valid-type]


@blueprint.get("")
@limiter.limit("120 per minute")
@allow(in_an_organisation, Scope.READ)
def own() -> Response:
    page = queries.own_records(session(), replace(actor(), acting_for=None), asked_page())
    lines = [NeedLine(**line_of(need, need.owner.code)) for need in page.items]
    return jsonify(NeedLines(total=page.total, items=lines, next=next_cursor(page)).model_dump(mode="json"))


@blueprint.get("/<public_id>")
@limiter.limit("120 per minute")
@allow(in_an_organisation, Scope.READ)
def one(public_id: str) -> Response:
    return _answer(queries.get_need_to_edit(session(), actor(), public_id))


@blueprint.post("")
@limiter.limit("60 per minute")
@allow(by_token, Scope.WRITE)
def begin() -> tuple[Response, int, dict[str, str]]:
    """Begin a draft."""
    given = read_sent(NewNeed)
    with transaction() as writing:
        owner = owner_to_write_for(writing, actor(), getattr(given, "organisation", ""))
        need = services.create_need(writing, actor(), owner.id, changed(NeedContent(), given))
        answer = _answer(need)
    return answer, 201, {"Location": url_for(".one", public_id=need.public_id)}


@blueprint.patch("/<public_id>")
@limiter.limit("60 per minute")
@allow(by_token, Scope.WRITE)
def change(public_id: str) -> Response:
    """Replace the fields sent in a draft; Conflict when somebody else saved since it was read."""
    given = read_sent(NeedChange)
    with transaction() as writing:
        known = read_content(queries.get_need_to_edit(writing, actor(), public_id))
        need = services.save_need(writing, actor(), public_id, changed(known, given), getattr(given, "lock", 0))
        return _answer(need)


def _answer(need: NeedRow) -> Response:
    content = {name: value for name, value in plain(read_content(need)).items() if name != "extra"}
    return jsonify(WholeNeed(**line_of(need, need.owner.code), lock=need.lock, content=content).model_dump(mode="json"))


describe("Need", "N-2026-0001", path="/api/v1/needs", lines=NeedLines, whole=WholeNeed, new=NewNeed, change=NeedChange)
