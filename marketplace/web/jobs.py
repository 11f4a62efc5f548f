"""The progress of long work, for the person who asked for it."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, url_for
from flask_babel import gettext as _

from marketplace.core.jobs import Job, JobState, find_job
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/jobs/<public_id>")
@allow(signed_in)
def show(public_id: str) -> str:
    """How far a job is; it refreshes itself while the job runs."""
    job = find_job(session(), public_id, actor().person_id)
    return render_template("web/job.html", job=job, note=note_of(job), failed=job.state == JobState.FAILED)


@blueprint.get("/jobs/<public_id>.json")
@allow(signed_in)
def progress(public_id: str) -> Response:
    """The same as JSON: {"done", "total", "note", "state", "next"}; `next` is where to go at the end."""
    return jsonify(answer_of(find_job(session(), public_id, actor().person_id)))


def answer_of(job: Job) -> dict[str, Any]:
    """What the progress bar asks for. A job may name its own end as result["next"]."""
    end = job.result.get("next") or url_for("jobs.show", public_id=job.public_id)
    return {
        "done": job.progress_done,
        "total": job.progress_total,
        "note": note_of(job),
        "state": job.state.value,
        "next": end if job.finished else None,
    }


def note_of(job: Job) -> str:
    """A sentence on where the job stands."""
    if job.state == JobState.DONE:
        return str(_("已完成。"))
    if job.state == JobState.FAILED:
        return str(_(job.message, **job.result.get("params", {})) if job.message else _("没有做成。"))
    if job.state == JobState.QUEUED:
        return str(_("在排队，马上开始。可以离开此页。"))
    return str(_(job.message) if job.message else _("正在进行。可以离开此页。"))
