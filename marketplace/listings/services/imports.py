"""Records that come from outside: created, updated or left alone by the hash of their content."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.core.outbox import promise
from marketplace.core.public_ids import next_public_id
from marketplace.listings import carbon, policies, queries
from marketplace.listings.completeness import Lack, assess
from marketplace.listings.content import AchievementContent
from marketplace.listings.mapping import fingerprint, read_claim, read_content, write_content
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import LIFECYCLE, WORKING, ListingAction, ListingState
from marketplace.listings.services.curation import bring_out
from marketplace.listings.services.owning import add_version, discard_draft, refuse_out_of_bounds


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of an imported record; `lacks` is what it still misses. The rest is what taking it back needs."""

    outcome: Outcome
    public_id: str
    state: ListingState
    lacks: tuple[Lack, ...] = ()
    lock: int = 1
    before: AchievementContent | None = None  # what the draft said that was written over
    hash_before: str = ""


def upsert_imported(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    source_system: str,
    source_key: str,
    content: AchievementContent,
    publish: bool = False,
    *,
    sample: bool = False,
) -> Imported:
    """Create or update the record of this source key; a published record gets a new version.

    `publish` is an act of the system or an administrator: the version comes out at once, even while it lacks what a
    person would have to fill in before handing it in; title and teaser must stand.
    """
    _refuse_strangers(actor, organisation, publish)
    refuse_out_of_bounds(content)
    digest, before = fingerprint(content), None
    achievement = queries.find_imported(session, source_system, source_key)
    if achievement is None:
        achievement = _begin(session, organisation, source_system, source_key, sample)
        outcome, version = Outcome.CREATED, add_version(session, actor, achievement, content)
        hash_before = ""
        record_act(session, actor, ListingAction.CREATE, version, source=source_system)
    else:
        if achievement.owner_id != organisation.id:
            raise Conflict("这条来源记录已属于另一单位，不能导入到本单位。请核对来源编号。")
        version, hash_before = _newest(session, achievement), achievement.content_hash
        if achievement.content_hash == digest:
            outcome = Outcome.UNCHANGED
        else:
            before = read_content(version) if version.state in WORKING | {ListingState.SUBMITTED} else None
            outcome, version = Outcome.UPDATED, _update(session, actor, version, content)
    achievement.content_hash = digest
    if publish and version.state in WORKING | {ListingState.SUBMITTED}:
        _publish_at_once(session, actor, version)
    lacks = assess(content, organisation.name, today()).lacks
    session.flush()
    return Imported(
        outcome=outcome,
        public_id=achievement.public_id,
        state=version.state,
        lacks=lacks,
        lock=version.lock,
        before=before,
        hash_before=hash_before,
    )


def take_back_imported(
    session: Session, actor: Actor, public_id: str, lock: int, before: AchievementContent | None, hash_before: str
) -> None:
    """Undo one import of a record: back to what the draft said before, or without the draft that it began."""
    version = queries.get_to_edit(session, actor, public_id, lock=True)
    if version.state not in WORKING:
        raise Conflict("这条成果已送审或发布，不能撤销导入。")
    if version.lock != lock:
        raise Conflict("导入之后有人改过这条成果，没有撤销。")
    version.achievement.content_hash = hash_before
    if before is None:
        discard_draft(session, actor, public_id)
        return
    write_content(version, before)
    version.lock += 1
    version.updated_at = now()
    session.flush()
    record_act(session, actor, ListingAction.EDIT, version, undone="import")


def remove_samples(session: Session, actor: Actor) -> int:
    """Delete every record marked as a sample; returns how many."""
    if not (actor.is_admin or actor.system):
        raise Forbidden("只有系统管理员可以删除示例数据。")
    samples = list(session.scalars(select(Achievement.public_id).where(Achievement.is_sample)))
    for public_id in samples:
        promise(session, Achievement.record_kind, public_id)
    session.execute(delete(Achievement).where(Achievement.is_sample))
    return len(samples)


def _refuse_strangers(actor: Actor, organisation: Organisation, publish: bool) -> None:
    trusted = actor.system or actor.is_admin
    if publish and not trusted:
        raise Forbidden("导入时直接发布须由系统管理员进行。")
    if not (trusted or policies.can_create(actor, organisation.id)):
        raise Forbidden("您不是这个单位的成员，不能以它的名义导入成果。")


def _begin(session: Session, organisation: Organisation, system: str, key: str, sample: bool) -> Achievement:
    achievement = Achievement(
        public_id=next_public_id(session, "R"),
        owner=organisation,
        source_system=system,
        source_key=key,
        is_sample=sample,
    )
    session.add(achievement)
    return achievement


def _newest(session: Session, achievement: Achievement) -> AchievementVersion:
    """The version in work, or the visible one, or the last."""
    versions = select(AchievementVersion).where(AchievementVersion.achievement_id == achievement.id)
    in_work = AchievementVersion.state.in_(WORKING | {ListingState.SUBMITTED})
    return session.scalars(versions.order_by(in_work.desc(), AchievementVersion.number.desc()).limit(1)).one()


def _update(
    session: Session, actor: Actor, version: AchievementVersion, content: AchievementContent
) -> AchievementVersion:
    """Write into the draft, or begin a new version after what was handed in, published or closed."""
    claim = content.claim
    if claim is not None:
        grade = carbon.grade_after(read_claim(version.claim), claim)
        content = replace(content, claim=replace(claim, grade=grade))
    if version.state is ListingState.SUBMITTED:
        version.state = LIFECYCLE.next_state(version.state, ListingAction.RECALL)
        version.submitted_at = version.submitted_by = None
        record_act(session, actor, ListingAction.RECALL, version)
    if version.state not in WORKING:
        version = add_version(session, actor, version.achievement, content)
        record_act(session, actor, ListingAction.REVISE, version, number=version.number)
        return version
    write_content(version, content)
    version.lock += 1
    version.updated_at = now()
    session.flush()
    record_act(session, actor, ListingAction.EDIT, version)
    return version


def _publish_at_once(session: Session, actor: Actor, version: AchievementVersion) -> None:
    missing = {
        name: sentence
        for name, sentence in (("title", "请填写成果名称。"), ("teaser", "请写一段简介，让人一眼看出它解决什么。"))
        if not getattr(version, name).strip()
    }
    if missing:
        raise InvalidInput("没有名称或简介，不能发布。", missing)
    if version.state in WORKING:
        version.state = LIFECYCLE.next_state(version.state, ListingAction.SUBMIT)
        version.submitted_at, version.submitted_by = now(), actor.person_id
    bring_out(session, actor, version)
