"""Acts on the records ticked in the queue: confirm, do, see what became of each, take it back."""

from typing import Any

from flask import Response as JsonResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.curation.models import Batch
from marketplace.curation.queries import batches as reading
from marketplace.curation.queries import remarks as remark_reading
from marketplace.curation.rules import LATER, UNDO, BatchAct, BatchState, Kind, Outcome
from marketplace.curation.services import batches as services
from marketplace.curation.services.batches import Chosen, NewBatch
from marketplace.curation.views.blueprint import blueprint
from marketplace.web.access import allow, has_role
from marketplace.web.failures import sentence_of
from marketplace.web.language import language
from marketplace.web.redirects import inside
from marketplace.web.state import actor, session, transaction

CURATORS = has_role(Role.CURATOR)
MINUTE = int(UNDO.total_seconds())


@blueprint.post("/curation/batches")
@allow(CURATORS)
def batch() -> Response | str | tuple[str, int]:
    """Show what will happen to each record; with the confirmation, do it."""
    act = request.form.get("act", "")
    if act not in set(BatchAct):
        raise InvalidInput("没有这样的操作。")
    chosen = [found for value in request.form.getlist("id") if (found := _read(value))]
    back = inside(request.form.get("back"), url_for(".queue"))
    if not chosen:
        flash(_("请先勾选记录。"), "warn")
        return redirect(back, 303)
    if request.form.get("sure") != "yes":
        return _confirm(BatchAct(act), chosen, back)
    command = NewBatch(act=BatchAct(act), chosen=chosen, remarks=_remarks())
    try:
        with transaction() as writing:
            made = services.begin_batch(writing, actor(), command)
    except InvalidInput as refused:
        return _confirm(BatchAct(act), chosen, back, sentence_of(refused)), 422
    return redirect(url_for(".show_batch", public_id=made.public_id, back=back), 303)


@blueprint.get("/curation/batches/<public_id>")
@allow(CURATORS)
def show_batch(public_id: str) -> str:
    """What became of each record, and the way back while there is one."""
    made = reading.get_batch(session(), actor(), public_id)
    return render_template(
        "curation/batch.html",
        batch=made,
        seconds=_seconds_left(made),
        undoable=_undoable(made),
        back=inside(request.args.get("back"), url_for(".queue")),
        counts={outcome: sum(row.outcome is outcome for row in made.rows) for outcome in Outcome},
        names=remark_reading.FIELDS_OF,
    )


@blueprint.get("/curation/batches/<public_id>.json")
@allow(CURATORS)
def batch_progress(public_id: str) -> JsonResponse:
    """The seconds to take it back: {"done", "total", "note", "state", "next"}."""
    made = reading.get_batch(session(), actor(), public_id)
    left = _seconds_left(made)
    note = _("还可以撤销 %(n)s 秒。", n=left) if left else _("正在办理。")
    here = url_for(".show_batch", public_id=public_id, back=request.args.get("back"))
    finished = made.state is not BatchState.SCHEDULED
    answer: dict[str, Any] = {"done": MINUTE - left, "total": MINUTE, "note": note, "state": made.state.value}
    return jsonify(answer | {"next": here if finished else None})


@blueprint.post("/curation/batches/<public_id>/undo")
@allow(CURATORS)
def undo_batch(public_id: str) -> Response:
    try:
        with transaction() as writing:
            services.undo_batch(writing, actor(), public_id)
    except Conflict as refused:
        flash(sentence_of(refused), "warn")
    else:
        flash(_("已撤销。"), "success")
    back = inside(request.form.get("back"), url_for(".queue"))
    return redirect(url_for(".show_batch", public_id=public_id, back=back), 303)


def _confirm(act: BatchAct, chosen: list[Chosen], back: str, wrong: str = "") -> str:
    planned = reading.plan(session(), actor(), act, [(each.kind, each.public_id) for each in chosen])
    going = [line for line in planned if line.obstacle is None]
    kinds = {line.kind for line in going}
    offered = remark_reading.standing_remarks(session(), actor(), kinds) if act is BatchAct.RETURN and kinds else []
    return render_template(
        "curation/confirm.html",
        act=act,
        planned=planned,
        going=going,
        later=act in LATER,
        offered=[(remark, _(remark_reading.name_of_field(remark)), remark.said_in(language())) for remark in offered],
        back=back,
        wrong=wrong,
        typed=request.form.get("remark", ""),
        sentence_of=sentence_of,
    )


def _remarks() -> dict[str, str]:
    """The standard remark that was chosen at its field, and what was typed on the whole."""
    found: dict[str, str] = {}
    number = request.form.get("standard", type=int)
    for remark in remark_reading.chosen_remarks(session(), actor(), [number] if number else []):
        found[remark.field] = remark.said_in(language())
    typed = request.form.get("remark", "").strip()[:2000]
    if typed:
        found[""] = "\n".join(part for part in (found.get(""), typed) if part)
    return found


def _read(value: str) -> Chosen | None:
    """need:N-2026-0001:3, the lock last."""
    kind, _colon, rest = value.partition(":")
    public_id, _colon, lock = rest.partition(":")
    if kind not in set(Kind) or not public_id or len(public_id) > 20:
        return None
    return Chosen(kind=Kind(kind), public_id=public_id, lock=int(lock) if lock.isdigit() and len(lock) < 10 else 0)


def _seconds_left(made: Batch) -> int:
    return max(0, min(MINUTE, round((made.due_at - now()).total_seconds())))


def _undoable(made: Batch) -> bool:
    if made.state is BatchState.SCHEDULED:
        return True
    return made.state is BatchState.DONE and made.act not in LATER and _seconds_left(made) > 0
