"""The doors of the import."""

from ingest.models import RunState
from ingest.runs import STOPPABLE, UNDOABLE
from marketplace.web.access import by_token, member_somewhere
from tests.web.answers import Door, rule
from tests.web.doors.rules import AT_REST, MEMBERS, belongs, manages_itself, sourced

DOORS: dict[str, list[Door]] = {
    "imports_api.send": [Door("/api/v1/imports", by_token, "POST")],
    "imports_api.one": [Door("/api/v1/imports/x", by_token)],
    "imports.index": [Door("/import", MEMBERS)],
    "imports.upload": [Door("/import", MEMBERS, "POST")],
    "imports.show": [Door("/import/{id}", sourced)],
    "imports.choose": [Door("/import/{id}", rule("import", sees=belongs, states={RunState.PLANNED}), "POST")],
    "imports.problems": [Door("/import/{id}/problems.xlsx", rule("read import", sees=belongs, states={RunState.DONE}))],
    "imports.sources": [Door("/import/sources", member_somewhere)],
    "imports.add_source": [Door("/import/sources", member_somewhere, "POST")],
    "imports.source": [Door("/import/sources/{id}", rule("source", sees=belongs))],
    "imports.edit_source": [
        Door("/import/sources/{id}/edit", rule("source", sees=belongs, may=manages_itself)),
        Door("/import/sources/{id}/edit", rule("source", sees=belongs, may=manages_itself), "POST"),
    ],
    "imports.try_source": [Door("/import/sources/{id}/try", rule("source", sees=belongs), "POST")],
    "imports.change_source": [
        Door(f"/import/sources/{{id}}/{act}", rule("source", sees=belongs, may=manages_itself), "POST")
        for act in ("harvest", "pause", "resume", "remove")
    ],
    "imports.go_on": [
        Door(f"/import/{{id}}/{act}", rule("import", sees=belongs, states=states), "POST")
        for act, states in (("submit", {RunState.DONE}), ("again", AT_REST), ("cancel", STOPPABLE), ("undo", UNDOABLE))
    ],
}
