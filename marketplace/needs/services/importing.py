"""What comes from outside: imported needs and samples."""

from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act, record_change
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden
from marketplace.core.outbox import promise
from marketplace.core.public_ids import next_public_id
from marketplace.needs import policies, queries
from marketplace.needs.content import NeedContent
from marketplace.needs.mapping import fingerprint, write_content
from marketplace.needs.models import Need
from marketplace.needs.rules import RESPONSE_TIME, VISIBLE, WAITING, WORKING, NeedAction, NeedState
from marketplace.needs.services.deciding import show
from marketplace.needs.services.guards import refuse_out_of_bounds, touch
from marketplace.needs.services.writing import PREFIX, new_need


class Outcome(StrEnum):
    """What an import did with one need."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def upsert_imported(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    source_system: str,
    source_key: str,
    content: NeedContent,
    publish: bool = False,
    is_sample: bool = False,
) -> Outcome:
    """Create or update the need with this source key; with `publish` it goes before the public at once.

    The same content again changes nothing, also when somebody has edited the need here meanwhile. New content for a need that is
    handed in or published takes it back into work, unless it is published with it. InvalidInput when it may not be published.
    """
    if not policies.can_create(actor, organisation.id):
        raise Forbidden("您不是这家单位的成员，不能替它导入需求。")
    if publish and not actor.system and (not actor.is_curator or actor.belongs_to(organisation.id)):
        raise Forbidden("导入时直接发布，只有不属于该单位的审核员可以做。请先导入为草稿，再提交审核。")
    refuse_out_of_bounds(content)
    need, hashed = queries.find_by_source(session, source_system, source_key), fingerprint(content)
    if need is None:
        need, outcome = _create(session, actor, organisation, source_system, source_key), Outcome.CREATED
        need.is_sample = is_sample
    else:
        _refuse_foreign(need, organisation)
        outcome = Outcome.UNCHANGED if need.content_hash == hashed else Outcome.UPDATED
    if outcome != Outcome.UNCHANGED:
        _write(session, actor, need, content, hashed, outcome)
    if publish and need.state in WORKING | WAITING:
        outcome = Outcome.UPDATED if outcome == Outcome.UNCHANGED else outcome
        _publish(session, actor, need)
    session.flush()
    return outcome


def _create(session: Session, actor: Actor, organisation: Organisation, source_system: str, source_key: str) -> Need:
    need = new_need(actor, organisation.id, next_public_id(session, PREFIX), source_system, source_key)
    need.owner = organisation
    session.add(need)
    return need


def _refuse_foreign(need: Need, organisation: Organisation) -> None:
    if need.owner_id != organisation.id:
        raise Conflict("来源编号“%(key)s”已属于另一家单位的需求，请换一个来源编号。", key=need.source_key)
    if need.state not in WORKING | WAITING | VISIBLE:
        raise Conflict("需求 %(id)s 已撤下或办结，不能由导入改写。", id=need.public_id)


def _write(session: Session, actor: Actor, need: Need, content: NeedContent, hashed: str, outcome: Outcome) -> None:
    was_visible = need.state in VISIBLE
    write_content(need, content)
    need.content_hash = hashed
    if outcome == Outcome.CREATED:
        session.flush()
        record_act(session, actor, NeedAction.CREATE, need, source=need.source_system)
        return
    need.state, need.response_due_at = NeedState.DRAFT, None
    touch(need)
    record = record_change if was_visible else record_act
    record(session, actor, NeedAction.EDIT, need, source=need.source_system)


def _publish(session: Session, actor: Actor, need: Need) -> None:
    need.submitted_at = need.submitted_at or now()
    need.response_due_at = need.response_due_at or now() + RESPONSE_TIME
    need.state = NeedState.SUBMITTED
    show(session, actor, need)


def remove_samples(session: Session) -> int:
    """Delete every sample need and promise the index; returns how many there were."""
    ids = session.scalars(select(Need.public_id).where(Need.is_sample)).all()
    for public_id in ids:
        promise(session, Need.record_kind, public_id)
    session.execute(delete(Need).where(Need.is_sample))
    return len(ids)
