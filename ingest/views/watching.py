"""An import as it stands: at work, to be looked through, or done; and its problems as a workbook."""

import io
import re
from datetime import date
from typing import Any

from flask import Response, render_template, request, send_file, url_for
from flask_babel import gettext as _

from ingest import runs
from ingest.existing import contents, states
from ingest.fields import FIELDS
from ingest.models import ImportedRow, ImportRun, RowOutcome, RunState
from ingest.preview import Preview, kept, tally
from ingest.readers.guarded import read_guarded
from ingest.records import Content, Kind
from ingest.views import blueprint
from ingest.wording import say, told
from marketplace.core.clock import today
from marketplace.core.errors import Conflict
from marketplace.core.jobs import Job, JobState
from marketplace.listings.completeness import assess as assess_listing
from marketplace.listings.content import AchievementContent
from marketplace.needs.completeness import assess as assess_need
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.state import actor, files, session

NUMBERS = re.compile(r"[\w.+-]+@[\w.-]+|\d[\d -]{5,}\d")
PROBLEMS, ALL_PROBLEMS, ROWS = 50, 400, 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/import/<public_id>")
@allow(in_an_organisation)
def show(public_id: str) -> str:
    """Where an import stands."""
    run = runs.get_run(session(), actor(), public_id)
    job = runs.job_of(session(), run)
    if run.state is RunState.PLANNED:
        return preview_page(run)
    if run.state in runs.UNDOABLE and (job is None or job.finished or run.state is RunState.CANCELLED):
        return _result_page(run, job)
    return _work_page(run, job)


def preview_page(run: ImportRun) -> str:
    """What was read, what is wrong, what looks alike: before anything is written."""
    preview = kept(files(), run.preview)
    everything = "all" in request.args
    size = ALL_PROBLEMS if everything else PROBLEMS
    start = max(0, request.args.get("from", 0, type=int)) if everything else 0
    problems = preview["problems"]
    return render_template(
        "ingest/preview.html",
        run=run,
        preview=preview,
        say=say,
        told=told,
        tally=tally(preview, run.decisions),
        columns=[_column(each, place) for place, each in enumerate(preview["columns"])],
        fields=_fields(run.kind),
        problems=problems[start : start + size],
        before=max(0, start - size) if start else None,
        after=start + size if everything and start + size < len(problems) else None,
        hidden=max(0, len(problems) - size) if not everything else 0,
        everything=everything,
        group=_group(run, preview),
    )


@blueprint.get("/import/<public_id>/problems.xlsx")
@allow(in_an_organisation)
def problems(public_id: str) -> Response:
    """The rows with problems as they were, a column of reasons before them."""
    run = runs.get_run(session(), actor(), public_id)
    if not run.preview:
        raise Conflict("文件还没有读完，请稍后再下载。")
    reasons: dict[str, list[str]] = {}
    for each in kept(files(), run.preview)["problems"]:
        said = told(each["reason"], each["remedy"])
        reasons.setdefault(each["key"], []).append(f"{each['heading']}{_('：')}{said}" if each["heading"] else said)
    sheets = read_guarded(files().path(run.file_hash), run.filename)
    from ingest.problem_sheet import problem_sheet  # loads openpyxl, which no other page needs

    book = problem_sheet(sheets, reasons, _("核对意见"))
    name = f"{run.filename.rpartition('.')[0] or run.filename}-{_('问题清单')}.xlsx"
    return send_file(io.BytesIO(book), XLSX, as_attachment=True, download_name=name)


def _work_page(run: ImportRun, job: Job | None) -> str:
    failed = run.state is RunState.FAILED or (job is not None and job.state is JobState.FAILED)
    why = say(run.message) if run.state is RunState.FAILED and run.message else _(job.message) if job and failed else ""
    mine = job is not None and job.person_id == actor().person_id
    return render_template(
        "ingest/work.html",
        run=run,
        job=job,
        failed=failed,
        why=why,
        poll=url_for("jobs.progress", public_id=job.public_id) if job and mine else "",
        note=_(job.message) if job and job.message else "",
    )


def _result_page(run: ImportRun, job: Job | None) -> str:
    start = max(0, request.args.get("from", 0, type=int))
    counts = runs.outcomes(session(), run)
    written = runs.rows_of(session(), run, runs.WRITTEN, offset=start, limit=ROWS)
    total = sum(counts.get(kind, 0) for kind in runs.WRITTEN)
    return render_template(
        "ingest/result.html",
        run=run,
        say=say,
        counts=counts,
        total=total,
        records=_records(run, written),
        aside=runs.rows_of(session(), run, [RowOutcome.REJECTED, RowOutcome.DUPLICATE], limit=ROWS),
        undone=counts.get(RowOutcome.UNDONE, 0),
        stays=run.state is RunState.UNDONE,
        waiting=_waiting(run),
        handed_in=job.result.get("submitted") if job and job.kind == runs.SUBMIT else None,
        before=max(0, start - ROWS) if start else None,
        after=start + ROWS if start + ROWS < total else None,
    )


def _waiting(run: ImportRun) -> int:
    """Rows that look like another and for which nobody has chosen yet."""
    return tally(kept(files(), run.preview), run.decisions)["suspected"] if run.preview else 0


def _records(run: ImportRun, rows: Any) -> list[dict[str, Any]]:
    """The records of these rows: state, what they lack, and where to go on with them."""
    ids = [row.record_id for row in rows]
    now_said, now_stand = contents(session(), run.kind, ids), states(session(), run.kind, ids)
    return [_record(run, row, now_said.get(row.record_id), now_stand.get(row.record_id)) for row in rows]


def _record(run: ImportRun, row: ImportedRow, content: Content | None, state: Any) -> dict[str, Any]:
    endpoint = "listings.edit" if run.kind is Kind.ACHIEVEMENT else "needs.edit"
    shown = "listings.result" if run.kind is Kind.ACHIEVEMENT else "needs.show"
    in_work = state is not None and state.value in ("draft", "returned")
    return {
        "row": row,
        "title": content.title if content else row.title,
        "state": state,
        "lacks": [_(sentence) for sentence in lacks(run, content, today()).values()] if content and in_work else [],
        "href": url_for(endpoint if in_work else shown, public_id=row.record_id) if state else "",
    }


def lacks(run: ImportRun, content: Content, day: date) -> dict[str, str]:
    """What keeps a record from being handed in, by field."""
    if isinstance(content, AchievementContent):
        return assess_listing(content, run.organisation.name, day).blocking
    return assess_need(content, (run.organisation.name,)).blocking


def _column(column: dict[str, Any], place: int) -> dict[str, Any]:
    private = column["field"] in ("contact", "contact_phone", "contact_email")
    return {
        "letter": column["letter"],
        "name": column["heading"],
        "example": NUMBERS.sub(_masked, "；".join(column["examples"])) if private else "；".join(column["examples"]),
        "field": column["field"],
        "sure": column["confidence"] != "confirm",
        "input_name": f"column-{place}",
    }


def _masked(found: re.Match[str]) -> str:
    """The ends of a number or an address, so that a screen shown to others gives nobody away."""
    text = found.group()
    return f"{text[:2]}{'*' * (len(text) - 4)}{text[-2:]}"


def _fields(kind: Kind) -> list[tuple[str, str]]:
    return [("", _("不导入，作为附加内容保留")), *((key, _(each.label)) for key, each in FIELDS[kind].items())]


def _group(run: ImportRun, preview: Preview) -> dict[str, Any] | None:
    """The likeness to decide on: the one asked for, or the first undecided one, or the first."""
    suspects = preview["suspects"]
    if not suspects:
        return None
    undecided = (place for place, each in enumerate(suspects) if each["key"] not in run.decisions)
    place = request.args.get("group", type=int)
    place = next(undecided, 0) if place is None else place - 1
    place = min(max(place, 0), len(suspects) - 1)
    suspect = suspects[place]
    chosen, _colon, taken = (run.decisions.get(suspect["key"]) or run.decisions.get("*") or "").partition(":")
    mine = frozenset(taken.split(",")) if chosen == "merge" else None
    shown = {"place": place + 1, "of": len(suspects), "chosen": chosen, **suspect}
    return shown | {"pairs": [_pair(pair, mine) for pair in suspect["pairs"]]}


def _pair(pair: list[Any], mine: frozenset[str] | None) -> list[Any]:
    """(label, ours, theirs, do they differ, field, which is taken): as chosen, or ours unless it is blank."""
    label, ours, theirs, differs, *more = pair
    if not more or not differs:
        return [label, ours, theirs, differs, "", ""]
    name, blank = more
    taken = name in mine if mine is not None else not blank
    return [label, ours, theirs, differs, name, "ours" if taken else "theirs"]
