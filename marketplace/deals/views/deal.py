"""The page of one deal: who, how far, what is next, what was said, what has to be settled."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.deals import facts, panels, policies, queries
from marketplace.deals.matched import settle
from marketplace.deals.models import Deal
from marketplace.deals.queries import records
from marketplace.deals.rules import (
    STAGES,
    DealState,
    Fact,
    LostReason,
    PauseReason,
    Stage,
    Turn,
    between,
    needed,
    next_stage,
    skipped_after,
)
from marketplace.deals.services.handing import may_hand_over, possible_takers
from marketplace.deals.services.talking import side_of
from marketplace.deals.views.blueprint import blueprint, works_deals
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session


@blueprint.get("/deals/<public_id>")
@allow(signed_in)
def deal(public_id: str) -> str | Response:
    """A deal for its sides and its broker; a merged one leads to the other."""
    held = queries.deal_for(session(), actor(), public_id)
    if held.merged_into is not None and policies.can_see(actor(), held.merged_into):
        return redirect(url_for(".deal", public_id=held.merged_into.public_id), 302)
    return page_of(held)


def page_of(held: Deal, faults: dict[str, str] | None = None, **more: Any) -> str:
    """The page, with what was typed and what is wrong with it when a form came back."""
    target = _target(held)
    standing = facts.standing(session(), held)
    skipped = [Stage(each) for each in held.skipped]
    left_out = between(held.pipeline, held.stage, target) if target and _is_forward(held, target) else ()
    wanted = needed(held.pipeline, target, skipped_after(held.pipeline, held.stage, target, skipped)) if target else ()
    checks = [(fact, standing.get(fact), facts.may_be_ticked(fact)) for fact in Fact if fact in wanted]
    conducts = policies.can_conduct(actor(), held)
    return render_template(
        "deals/deal.html",
        deal=held,
        stages=STAGES[held.pipeline],
        skipped=skipped,
        target=target,
        left_out=left_out,
        checks=checks,
        ready=all(found for _fact, found, _by_hand in checks),
        ticked={tick.fact for tick in held.ticks},
        conducts=conducts,
        works=works_deals(actor()),
        side=side_of(actor(), held),
        has_broker=policies.has_broker(held),
        undo=queries.last_undoable(session(), actor(), held),
        log=queries.log_of(session(), held),
        messages=records.messages_of(session(), held),
        tasks=records.tasks_of(session(), held),
        contacts=records.contacts_of(session(), held),
        doubles=records.mergeable_with(session(), actor(), held) if conducts else [],
        takers=possible_takers(session(), actor()) if may_hand_over(actor(), held) else [],
        matched=settle(session(), actor(), held),
        panels=panels.panels_of(session(), actor(), held),
        turns=list(Turn),
        lost_reasons=list(LostReason),
        pause_reasons=list(PauseReason),
        open=held.state is DealState.OPEN,
        faults=faults or {},
        typed=request.form,
        **more,
    )


def _target(held: Deal) -> Stage | None:
    """The stage whose check-list is shown: the one asked for, else the next."""
    asked = request.values.get("to", "") or request.form.get("stage", "")
    known = {stage.value: stage for stage in STAGES[held.pipeline] if stage is not held.stage}
    return known.get(asked) or next_stage(held.pipeline, held.stage)


def _is_forward(held: Deal, target: Stage) -> bool:
    way = STAGES[held.pipeline]
    return way.index(target) > way.index(held.stage)
