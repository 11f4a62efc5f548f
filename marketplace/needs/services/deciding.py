"""What a curator does with a need."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act, record_change
from marketplace.core.clock import now
from marketplace.core.errors import InvalidInput
from marketplace.needs import letters, queries
from marketplace.needs.mapping import read_content, snapshot
from marketplace.needs.models import Need, NeedRemark, NeedRow, NeedVersion
from marketplace.needs.rules import LIFECYCLE, NeedAction, NeedState
from marketplace.needs.services.diagnosing import open_diagnosis
from marketplace.needs.services.guards import move, refuse_stale, refuse_unready, touch
from marketplace.needs.services.revising import take_in
from marketplace.needs.texts import latest_version
from marketplace.taxonomy.terms import HandlingTrack


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRemark:
    """What the owner should mend; `field` blank means the whole need."""

    field: str
    text: str
    english: str = ""  # blank: the same words for everybody


def publish(session: Session, actor: Actor, public_id: str, lock: int | None = None) -> Need:
    """Show a need, or its next text, to the public and keep what it says as a version."""
    row = queries.get_need_to_decide(session, actor, public_id)
    refuse_stale(row, lock)
    refuse_unready(row)
    need = bring_out(session, actor, row)
    letters.tell_owner_published(session, need)
    return need


def bring_out(session: Session, actor: Actor, row: NeedRow) -> Need:
    """Put what was handed in before the public and keep what it says; who already talks about a need goes on talking."""
    state = LIFECYCLE.next_state(row.state, NeedAction.PUBLISH)
    need = take_in(session, row)
    _decide(need, actor)
    _keep_version(session, need)
    need.state = NeedState.MATCHING if need.state == NeedState.MATCHING else state
    touch(need)
    record_change(session, actor, NeedAction.PUBLISH, need, number=need.number)
    return need


def keep(session: Session, actor: Actor, public_id: str, lock: int | None = None) -> Need:
    """Put a need that nobody can solve yet into the long-term library, where the public sees it."""
    row = queries.get_need_to_decide(session, actor, public_id)
    refuse_stale(row, lock)
    state = LIFECYCLE.next_state(row.state, NeedAction.KEEP)
    refuse_unready(row)
    need = take_in(session, row)
    need.track = HandlingTrack.LONG_TERM
    _decide(need, actor)
    _keep_version(session, need)
    need.state, need.response_due_at = state, None
    touch(need)
    record_change(session, actor, NeedAction.KEEP, need, number=need.number)
    letters.tell_owner_kept(session, need)
    return need


def diagnose(session: Session, actor: Actor, public_id: str, lock: int | None = None) -> NeedRow:
    """Take a need into a second diagnosis on site; its clock runs on."""
    need = queries.get_need_to_decide(session, actor, public_id)
    refuse_stale(need, lock)
    move(need, NeedAction.DIAGNOSE)
    need.track = HandlingTrack.DIAGNOSIS
    open_diagnosis(need, None)
    record_act(session, actor, NeedAction.DIAGNOSE, need)
    letters.tell_owner_diagnosis(session, need)
    return need


def return_with_remarks(
    session: Session, actor: Actor, public_id: str, remarks: Sequence[FieldRemark], lock: int | None = None
) -> NeedRow:
    """Give a need back to its owner, saying what to mend."""
    need = queries.get_need_to_decide(session, actor, public_id)
    refuse_stale(need, lock)
    said = [each for each in remarks if each.text.strip()]
    if not said:
        raise InvalidInput("退回时请至少写一条意见，说明要补什么。", {"remark": "请写出意见。"})
    move(need, NeedAction.RETURN)
    need.response_due_at = None
    need.decided_by = actor.person_id
    need.remarks = [
        NeedRemark(field=each.field, text=each.text.strip(), english=each.english.strip(), person_id=actor.person_id)
        for each in said
    ]
    record_act(session, actor, NeedAction.RETURN, need, remarks={each.field: each.text.strip() for each in said})
    letters.tell_owner_returned(session, need)
    return need


def _decide(need: Need, actor: Actor) -> None:
    need.withdrawal = None
    need.decided_by = actor.person_id
    need.published_at = now()


def _keep_version(session: Session, need: Need) -> None:
    kept = latest_version(session, need)
    need.number = kept.number + 1 if kept else 1
    session.add(
        NeedVersion(
            need_id=need.id,
            number=need.number,
            content=snapshot(read_content(need)),
            published_at=need.published_at or now(),
        )
    )
