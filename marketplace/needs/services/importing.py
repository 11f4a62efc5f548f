"""What comes from outside: imported needs and samples."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.core.outbox import promise
from marketplace.core.public_ids import next_public_id
from marketplace.needs import policies, queries
from marketplace.needs.completeness import Lack, assess
from marketplace.needs.content import NeedContent
from marketplace.needs.leaks import find_leaks
from marketplace.needs.mapping import fingerprint, read_content, write_content
from marketplace.needs.models import Need, NeedRow
from marketplace.needs.rules import RESPONSE_TIME, VISIBLE, WAITING, WORKING, NeedAction, NeedState
from marketplace.needs.services.deciding import bring_out
from marketplace.needs.services.guards import owner_names, refuse_out_of_bounds, touch
from marketplace.needs.services.revising import open_revision
from marketplace.needs.services.writing import PREFIX, discard, new_need
from marketplace.needs.texts import in_work


class Outcome(StrEnum):
    """What an import did with one need."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of an imported need; `lacks` is what it still misses. The rest is what taking it back needs."""

    outcome: Outcome
    public_id: str
    state: NeedState
    lacks: tuple[Lack, ...] = ()
    lock: int = 1
    before: NeedContent | None = None  # what the draft said that was written over
    hash_before: str = ""


def upsert_imported(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    source_system: str,
    source_key: str,
    content: NeedContent,
    publish: bool = False,
    is_sample: bool = False,
) -> Imported:
    """Create or update the need with this source key.

    The same content again changes nothing, also when somebody has edited the need here meanwhile. New content takes a need that is
    handed in back into work, and begins a revision of one that is published, unless it is published with it. `publish` is an act of the system or an
    administrator: the need goes before the public at once, even while it lacks what a person would have to fill in before handing
    it in; its name and some text must stand, and an anonymous one must not name its owner.
    """
    _refuse_strangers(actor, organisation, publish)
    refuse_out_of_bounds(content)
    need, hashed = queries.find_by_source(session, source_system, source_key), fingerprint(content)
    if need is None:
        need, outcome = _create(session, actor, organisation, source_system, source_key), Outcome.CREATED
        need.is_sample = is_sample
        row: NeedRow = need
    else:
        _refuse_foreign(need, organisation)
        row = in_work(session, need, held=True)
        outcome = Outcome.UNCHANGED if row.content_hash == hashed else Outcome.UPDATED
    before, hash_before = None, row.content_hash or ""
    if outcome == Outcome.UPDATED and row.state in VISIBLE:
        row = open_revision(session, actor, need)
    elif outcome == Outcome.UPDATED:
        before = read_content(row)
    if outcome != Outcome.UNCHANGED:
        _write(session, actor, row, content, hashed, outcome)
    if publish and row.state in WORKING | WAITING:
        row = _publish(session, actor, row)
    session.flush()
    lacks = assess(content, owner_names(need)).lacks
    return Imported(
        outcome=outcome,
        public_id=row.public_id,
        state=row.state,
        lacks=lacks,
        lock=row.lock,
        before=before,
        hash_before=hash_before,
    )


def take_back_imported(
    session: Session, actor: Actor, public_id: str, lock: int, before: NeedContent | None, hash_before: str
) -> None:
    """Undo one import of a need: back to what the draft said before, to what was published, or to nothing."""
    need = queries.get_need_to_edit(session, actor, public_id)
    if need.state not in WORKING:
        raise Conflict("这条需求已提交或发布，不能撤销导入。")
    if need.lock != lock:
        raise Conflict("导入之后有人改过这条需求，没有撤销。")
    if before is None:
        discard(session, actor, public_id)
        return
    need.content_hash = hash_before
    write_content(need, before)
    touch(need)
    record_act(session, actor, NeedAction.EDIT, need, undone="import")


def _refuse_strangers(actor: Actor, organisation: Organisation, publish: bool) -> None:
    trusted = actor.system or actor.is_admin
    if publish and not trusted:
        raise Forbidden("导入时直接发布须由系统管理员进行。")
    if not (trusted or policies.can_create(actor, organisation.id)):
        raise Forbidden("您不是这家单位的成员，不能替它导入需求。")


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


def _write(session: Session, actor: Actor, need: NeedRow, content: NeedContent, hashed: str, outcome: Outcome) -> None:
    write_content(need, content)
    need.content_hash = hashed
    if outcome == Outcome.CREATED:
        session.flush()
        record_act(session, actor, NeedAction.CREATE, need, source=need.source_system)
        return
    need.state, need.response_due_at = NeedState.DRAFT, None
    touch(need)
    record_act(session, actor, NeedAction.EDIT, need, source=need.source_system)


def _publish(session: Session, actor: Actor, need: NeedRow) -> Need:
    _refuse_mute(need)
    need.submitted_at = need.submitted_at or now()
    need.response_due_at = need.response_due_at or now() + RESPONSE_TIME
    need.state = NeedState.SUBMITTED
    return bring_out(session, actor, need)


def _refuse_mute(need: NeedRow) -> None:
    """A need without a name or a text cannot be understood; an anonymous one must not say whose it is."""
    if not need.title.strip():
        raise InvalidInput("没有需求名称，不能发布。", {"title": "请写出需求名称。"})
    if not any(text.strip() for text in (need.problem, need.indicators, need.goal)):
        raise InvalidInput("没有说明问题，不能发布。", {"problem": "请说明主要问题。"})
    content = read_content(need)
    told = find_leaks(content, owner_names(need)) if need.anonymous else ()
    if told:
        sentence = "匿名需求里有能认出单位或联系人的文字，请删去，或取消匿名。"
        raise InvalidInput(sentence, {leak.field: sentence for leak in told})


def remove_samples(session: Session, actor: Actor = SYSTEM) -> int:
    """Delete every sample need and promise the index; returns how many there were."""
    if not (actor.is_admin or actor.system):
        raise Forbidden("只有系统管理员可以删除示例数据。")
    ids = session.scalars(select(Need.public_id).where(Need.is_sample)).all()
    for public_id in ids:
        promise(session, Need.record_kind, public_id)
    session.execute(delete(Need).where(Need.is_sample))
    return len(ids)
