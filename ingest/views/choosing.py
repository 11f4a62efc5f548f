"""What a person does with an import: choose columns, mend cells, decide on likenesses, write, hand in."""

from collections.abc import Iterator

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ingest import runs
from ingest.fields import FIELDS
from ingest.judging import Choice
from ingest.models import ImportRun, RunState
from ingest.preview import Preview, kept, tally
from ingest.views import blueprint
from ingest.views.watching import preview_page
from marketplace.core.errors import Conflict
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.state import actor, files, session, transaction

ACTS = {"again": runs.resume, "submit": runs.start_submitting, "cancel": runs.cancel, "undo": runs.start_undoing}
Answer = Response | tuple[str, int]


@blueprint.post("/import/<public_id>")
@allow(in_an_organisation)
def choose(public_id: str) -> Answer:
    """Take the choices over; then check again, write, or leave it for later."""
    run = runs.get_run(session(), actor(), public_id)
    if run.state is not RunState.PLANNED:
        raise Conflict("这次导入正在进行，稍后再改。")
    preview = kept(files(), run.preview)
    changes = _changes(run, preview)
    with transaction() as writing:
        run = runs.change_run(writing, actor(), public_id, changes)
    act = request.form.get("act", "")
    if act == "later":
        flash(_("已存好，随时可以回来继续。"), "success")
        return redirect(url_for(".index"), 303)
    if act == "load":
        return _load(run, preview, bool(changes.overrides or changes.fixes))
    return _back(public_id)


@blueprint.post("/import/<public_id>/<any(again, submit, cancel, undo):act>")
@allow(in_an_organisation)
def go_on(public_id: str, act: str) -> Response:
    """Check a file again, hand in what is complete, stop, or take everything back."""
    with transaction() as writing:
        ACTS[act](writing, actor(), public_id)
    return _back(public_id)


def _load(run: ImportRun, preview: Preview, changed: bool) -> Answer:
    if changed:
        flash(_("已按您的修改重新核对。请再看一眼，然后导入。"), "warning")
        return _back(run.public_id)
    if not tally(preview, run.decisions)["ready"]:
        flash(_("没有可以入库的行。请先改正问题，或对疑似重复作出选择。"), "error")
        return preview_page(runs.get_run(session(), actor(), run.public_id)), 422
    with transaction() as writing:
        runs.start_loading(writing, actor(), run.public_id, preview)
    return _back(run.public_id)


def _back(public_id: str) -> Response:
    return redirect(url_for(".show", public_id=public_id), 303)


def _changes(run: ImportRun, preview: Preview) -> runs.Changes:
    return runs.Changes(
        overrides=dict(_overrides(run, preview)), fixes=dict(_fixes(preview)), decisions=dict(_decisions(preview))
    )


def _overrides(run: ImportRun, preview: Preview) -> Iterator[tuple[str, str | None]]:
    """The columns for which something else was chosen than stands there."""
    for place, column in enumerate(preview["columns"]):
        chosen = request.form.get(f"column-{place}", column["field"])
        if chosen != column["field"] and (not chosen or chosen in FIELDS[run.kind]):
            yield column["column"], chosen or None


def _fixes(preview: Preview) -> Iterator[tuple[str, str]]:
    """Cells typed anew, and the proposal that was accepted; only for problems there are."""
    accepted = request.form.get("accept", "")
    every = request.form.get("act") == "accept-all"
    for problem in preview["problems"]:
        name = f"{problem['key']}|{problem['field']}"
        typed = request.form.get(f"fix-{name}", "").strip()
        if problem["fix"] is not None and (every or name == accepted):
            yield name, problem["fix"]
        elif typed:
            yield name, typed


def _decisions(preview: Preview) -> Iterator[tuple[str, str]]:
    key, _equals, choice = request.form.get("decide", "").rpartition("=")
    suspects = {suspect["key"]: suspect for suspect in preview["suspects"]}
    if choice == Choice.MERGE and key in suspects and not suspects[key]["in_file"]:
        named = [pair[4] for pair in suspects[key]["pairs"] if len(pair) > 4]
        taken = [name for name in named if request.form.get(f"take-{name}") == "ours"]
        yield key, f"{Choice.MERGE}:{','.join(taken)}"
    elif key in {*suspects, "*"} and choice in set(Choice) - {Choice.MERGE}:
        yield key, choice
