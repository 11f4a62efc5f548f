"""Imports for programs: send a file, ask how far it is and what is wrong; a person looks it through and loads it."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, request, url_for
from pydantic import BaseModel, Field

from ingest import runs
from ingest.models import ImportRun
from ingest.preview import kept, tally
from ingest.records import FileNotRead, Kind
from ingest.views.upload import take_file
from ingest.wording import say
from marketplace.accounts.queries import owner_to_write_for
from marketplace.core.actor import Scope
from marketplace.core.errors import InvalidInput
from marketplace.web.access import allow, by_token
from marketplace.web.openapi import Operation, add_operation
from marketplace.web.security import csrf, limiter
from marketplace.web.shapes import STRICT
from marketplace.web.state import actor, files, session, settings, transaction

MOST = 200  # problems told in one answer; the rest stand in the list that the page offers
blueprint = Blueprint("imports_api", __name__, url_prefix="/api/v1/imports")
csrf.exempt(blueprint)  # sending asks for a token, which no other site's form can send


class RowProblem(BaseModel):
    """A cell that does not hold: where, what stands there, why, and what to do."""

    model_config = STRICT

    row: int
    heading: str
    field: str
    value: str
    reason: str
    remedy: str
    error: Annotated[bool, Field(description="true keeps the row aside, false only warns")]


class Import(BaseModel):
    """An import: its file, how far it is, its rows by fate, and what is wrong."""

    model_config = STRICT

    id: str
    state: Annotated[str, Field(description="uploaded, planned (waits for a person), loading, done, failed, ...")]
    kind: str
    owner: Annotated[str, Field(description="code of the organisation")]
    filename: str
    sent: datetime
    page: Annotated[str, Field(description="where a person looks it through and loads it")]
    message: str
    counts: dict[str, int]
    problems: list[RowProblem]
    problems_in_all: int


@blueprint.post("")
@limiter.limit("30 per minute")
@allow(by_token, Scope.IMPORT)
def send() -> tuple[Response, int, dict[str, str]]:
    """Take a file that can be read; nothing of it is written before a person says so."""
    given = request.files.get("file")
    kinds = {kind.value: kind for kind in Kind}
    kind = kinds.get(request.form.get("kind", ""))
    if given is None or kind is None:
        lacks = {} if given else {"file": "请附上文件。"}
        lacks |= {} if kind else {"kind": "请填 achievement（成果）或 need（需求）。"}
        raise InvalidInput("有几项不符合要求，请按提示修改。", lacks)
    owner = owner_to_write_for(session(), actor(), request.form.get("organisation", ""))
    try:
        command = take_file(given, owner.id, kind)
    except FileNotRead as refused:
        sentence = refused.message
        raise InvalidInput(sentence.msgid, None, **sentence.params) from refused
    with transaction() as writing:
        run = runs.begin_run(writing, actor(), command)
        answer = _answer(run)
    return answer, 202, {"Location": url_for(".one", public_id=run.public_id)}


@blueprint.get("/<public_id>")
@limiter.limit("120 per minute")
@allow(by_token, Scope.IMPORT)
def one(public_id: str) -> Response:
    return _answer(runs.get_run(session(), actor(), public_id))


def _answer(run: ImportRun) -> Response:
    preview = kept(files(), run.preview) if run.preview else None
    problems = preview["problems"] if preview else []
    shape = Import(
        id=run.public_id,
        state=run.state.value,
        kind=run.kind.value,
        owner=run.organisation.code,
        filename=run.filename,
        sent=run.created_at,
        page=settings().base_url + url_for("imports.show", public_id=run.public_id),
        message=say(run.message) if run.message else "",
        counts={"read": preview["read"], **tally(preview, run.decisions)} if preview else {},
        problems=[_problem(each) for each in problems[:MOST]],
        problems_in_all=len(problems),
    )
    return jsonify(shape.model_dump(mode="json"))


def _problem(each: dict[str, Any]) -> RowProblem:
    return RowProblem(
        row=each["row"],
        heading=each["heading"],
        field=each["field"],
        value=each["value"],
        reason=say(each["reason"]),
        remedy=say(each["remedy"]) if each["remedy"] else "",
        error=each["severe"],
    )


FORM = {
    "type": "object",
    "required": ["file", "kind"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
        "organisation": {"type": "string", "description": "code; may be left out where there is only one"},
    },
}
add_operation(
    "/api/v1/imports",
    "post",
    Operation(
        operation_id="sendImport",
        summary="Send a file to be checked; a person loads it",
        answers={"202": Import},
        scope=Scope.IMPORT,
        body={"multipart/form-data": {"schema": FORM}},
        failures=("401", "403", "422", "429"),
    ),
)
add_operation(
    "/api/v1/imports/{id}",
    "get",
    Operation(
        operation_id="import",
        summary="How far an import is and what is wrong",
        answers={"200": Import},
        scope=Scope.IMPORT,
        parameters=({"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},),
        failures=("401", "403", "404", "429"),
    ),
)
