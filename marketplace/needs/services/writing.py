"""What an owner does with a need."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Forbidden
from marketplace.core.public_ids import next_public_id
from marketplace.needs import letters, policies, queries
from marketplace.needs.content import NeedContent
from marketplace.needs.mapping import write_content
from marketplace.needs.models import Need, NeedRevision, NeedRow
from marketplace.needs.rules import LIFECYCLE, RESPONSE_TIME, NeedAction, NeedState
from marketplace.needs.services.guards import move, refuse_out_of_bounds, refuse_stale, refuse_unready, touch
from marketplace.needs.services.reading import confirm_passages, refuse_unread
from marketplace.needs.services.revising import open_revision

PREFIX = "N"
OWN_SYSTEM = "tansuo"  # the source of what is written here


def create_need(session: Session, actor: Actor, organisation_id: int, content: NeedContent) -> Need:
    """Begin a draft for an organisation that the actor belongs to."""
    if not policies.can_create(actor, organisation_id):
        raise Forbidden("您不是这家单位的成员，不能替它提出需求。")
    refuse_out_of_bounds(content)
    public_id = next_public_id(session, PREFIX)
    need = new_need(actor, organisation_id, public_id, OWN_SYSTEM, public_id)
    write_content(need, content)
    session.add(need)
    session.flush()
    record_act(session, actor, NeedAction.CREATE, need)
    return need


def new_need(actor: Actor, organisation_id: int, public_id: str, source_system: str, source_key: str) -> Need:
    """An empty draft, not yet stored."""
    return Need(
        public_id=public_id,
        owner_id=organisation_id,
        source_system=source_system,
        source_key=source_key,
        created_by=actor.person_id,
        state=NeedState.DRAFT,
        lock=1,
        constraints=[],
        modes=[],
    )


def save_need(
    session: Session,
    actor: Actor,
    public_id: str,
    content: NeedContent,
    lock: int | None = None,
    confirmed: Collection[str] = (),
) -> NeedRow:
    """Store what the owner wrote; `lock` is the one the form was opened with, `confirmed` the fields that were checked
    against the document they were read from."""
    need = queries.get_need_to_edit(session, actor, public_id)
    refuse_stale(need, lock)
    state = LIFECYCLE.next_state(need.state, NeedAction.EDIT)
    refuse_out_of_bounds(content)
    confirm_passages(session, actor, need, content, confirmed)
    write_content(need, content)
    need.state = need.state if need.state == NeedState.RETURNED else state  # the remarks stay until it is handed in
    touch(need)
    record_act(session, actor, NeedAction.EDIT, need)
    session.flush()
    return need


def submit(session: Session, actor: Actor, public_id: str, lock: int | None = None) -> NeedRow:
    """Hand a need to the curators; the 48 hours begin."""
    need = queries.get_need_to_edit(session, actor, public_id)
    if not policies.can_submit(actor, need):
        raise Forbidden("委托没有授予提交的权限。请单位成员来提交，或请单位在委托中加上“可提交”。")
    refuse_stale(need, lock)
    LIFECYCLE.next_state(need.state, NeedAction.SUBMIT)
    refuse_unread(session, need)
    refuse_unready(need)
    need.submitted_at, need.submitted_by = now(), actor.person_id
    need.response_due_at = now() + RESPONSE_TIME
    need.remarks = []
    move(need, NeedAction.SUBMIT)
    record_act(session, actor, NeedAction.SUBMIT, need)
    letters.tell_curators(session, need)
    return need


def recall(session: Session, actor: Actor, public_id: str) -> NeedRow:
    """Take a need back from the curators."""
    need = queries.get_need_to_edit(session, actor, public_id)
    move(need, NeedAction.RECALL)
    need.response_due_at = None
    record_act(session, actor, NeedAction.RECALL, need)
    return need


def revise(session: Session, actor: Actor, public_id: str) -> NeedRevision:
    """Begin the next text of a published need; what was published stands until a curator publishes this one."""
    need = queries.get_need_to_edit(session, actor, public_id)
    LIFECYCLE.next_state(need.state, NeedAction.REVISE)
    assert isinstance(need, Need), "no revision is in a state that can be revised"
    revision = open_revision(session, actor, need)
    record_act(session, actor, NeedAction.REVISE, need)
    return revision


def discard(session: Session, actor: Actor, public_id: str) -> NeedRow | None:
    """Drop what is in work: a draft never published is gone (None), a revision leaves what was published."""
    row = queries.get_need_to_edit(session, actor, public_id)
    LIFECYCLE.next_state(row.state, NeedAction.EDIT)
    kept = row.need if isinstance(row, NeedRevision) else None
    record_act(session, actor, NeedAction.RESTORE if kept else NeedAction.DISCARD, row, title=row.title)
    session.delete(row)
    session.flush()
    return kept
