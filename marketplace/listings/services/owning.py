"""What the owner does: draft, save, hand in, take back, revise, discard."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import AuditEvent, record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.core.public_ids import next_public_id
from marketplace.listings import carbon, letters, policies, queries
from marketplace.listings.bounds import out_of_bounds
from marketplace.listings.completeness import assess
from marketplace.listings.content import AchievementContent
from marketplace.listings.differences import changes
from marketplace.listings.mapping import read_claim, read_content, write_content
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import LIFECYCLE, SHOWN_OR_EXPIRED, WORKING, ListingAction, ListingState, in_a_year
from marketplace.listings.services.carrying import carry_files

QUIET = timedelta(minutes=10)
PLATFORM = "platform"  # the source of what is written here


@dataclass(frozen=True, slots=True, kw_only=True)
class NewListing:
    """A record for one of the actor's organisations."""

    organisation_id: int
    content: AchievementContent


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveListing:
    """What the version shall say, and the `lock` that the writer saw."""

    lock: int
    content: AchievementContent
    automatic: bool = False  # saved by the page while its writer goes on writing


def create_listing(session: Session, actor: Actor, command: NewListing) -> AchievementVersion:
    """Begin a record with a draft."""
    if not policies.can_create(actor, command.organisation_id):
        raise Forbidden("您不是这个单位的成员，不能以它的名义发布成果。")
    refuse_out_of_bounds(command.content)
    organisation = session.get_one(Organisation, command.organisation_id)
    public_id = next_public_id(session, "R")
    achievement = Achievement(public_id=public_id, owner=organisation, source_system=PLATFORM, source_key=public_id)
    session.add(achievement)
    version = add_version(session, actor, achievement, command.content)
    record_act(session, actor, ListingAction.CREATE, version)
    return version


def save_listing(session: Session, actor: Actor, public_id: str, command: SaveListing) -> AchievementVersion:
    """Keep what was written, complete or not; Conflict when somebody else saved in between."""
    version = queries.get_to_edit(session, actor, public_id, lock=True)
    state = LIFECYCLE.next_state(version.state, ListingAction.EDIT)
    if command.lock != version.lock:
        raise Conflict("别人刚刚保存了这条成果。您填的内容没有丢，请逐项选用。")
    refuse_out_of_bounds(command.content)
    said = _with_earned_grade(version, command.content)
    fields = [change.field for change in changes(read_content(version), said)]
    write_content(version, said)
    version.state = state if version.state is ListingState.DRAFT else version.state  # 退回 stays until handed in
    version.lock += 1
    version.updated_at = now()
    session.flush()
    if fields and not (command.automatic and _wrote_lately(session, actor, version)):
        record_act(session, actor, ListingAction.EDIT, version, fields=fields)
    return version


def submit(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """Hand the version in work to the curators; InvalidInput names what is missing."""
    version = queries.get_to_edit(session, actor, public_id, lock=True)
    if not policies.can_submit(actor, version.achievement):
        raise Forbidden("委托没有授予提交的权限。请单位成员来送审，或请单位在委托中加上“可提交”。")
    state = LIFECYCLE.next_state(version.state, ListingAction.SUBMIT)
    refuse_incomplete(version)
    version.state, version.submitted_at, version.submitted_by = state, now(), actor.person_id
    _raise_lock(version)
    record_act(session, actor, ListingAction.SUBMIT, version)
    letters.tell_curators(session, version)
    return version


def recall(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """Take a version back before a curator has decided."""
    version = queries.get_to_edit(session, actor, public_id, lock=True)
    version.state = LIFECYCLE.next_state(version.state, ListingAction.RECALL)
    version.submitted_at = version.submitted_by = None
    _raise_lock(version)
    record_act(session, actor, ListingAction.RECALL, version)
    return version


def revise(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """Begin a new version with what the visible one says, or the last one; the one in work when there is one."""
    latest = queries.get_to_edit(session, actor, public_id, lock=True)
    if latest.state in WORKING | {ListingState.SUBMITTED}:
        return latest
    version = add_version(
        session, actor, latest.achievement, replace(read_content(latest), valid_until=in_a_year(today()))
    )
    record_act(session, actor, ListingAction.REVISE, version, number=version.number)
    return version


def discard_draft(session: Session, actor: Actor, public_id: str) -> None:
    """Delete the draft; the whole record when nothing else is left of it."""
    version = queries.get_to_edit(session, actor, public_id, lock=True)
    if version.state not in WORKING:
        raise Conflict("只有草稿和退回修改的版本可以删除。已送审的请先撤回。")
    record_act(session, actor, ListingAction.DISCARD, version, number=version.number, title=version.title)
    alone = session.scalar(
        select(func.count(AchievementVersion.id)).where(AchievementVersion.achievement_id == version.achievement_id)
    )
    session.delete(version.achievement if alone == 1 else version)
    session.flush()


def add_version(
    session: Session, actor: Actor, achievement: Achievement, content: AchievementContent
) -> AchievementVersion:
    """A draft after the last version, with that one's files."""
    last = select(func.max(AchievementVersion.number)).where(AchievementVersion.achievement == achievement)
    session.flush()
    number = (session.scalar(last) or 0) + 1
    version = AchievementVersion(achievement=achievement, number=number, created_by=actor.person_id, lock=1)
    version.state = ListingState.DRAFT
    write_content(version, content)
    session.add(version)
    session.flush()
    if number > 1:
        carry_files(session, version)
    return version


def visible_version(session: Session, achievement: Achievement) -> AchievementVersion | None:
    """The version that the public reads, or that did until it expired."""
    shown = AchievementVersion.state.in_(SHOWN_OR_EXPIRED)
    return session.scalar(select(AchievementVersion).where(AchievementVersion.achievement_id == achievement.id, shown))


def refuse_out_of_bounds(content: AchievementContent) -> None:
    """InvalidInput for what cannot even be kept as a draft."""
    if wrong := out_of_bounds(content):
        raise InvalidInput("有几项不符合要求，请按提示修改。", wrong)


def refuse_incomplete(version: AchievementVersion) -> None:
    """InvalidInput for what keeps the version from being published."""
    wrong = assess(read_content(version), version.achievement.owner.name, today()).blocking
    if wrong:
        raise InvalidInput("还有必填项没有填好，请按提示补全后再送审。", wrong)


def _wrote_lately(session: Session, actor: Actor, version: AchievementVersion) -> bool:
    """Whether the trail holds a line of this person's writing already: one for ten minutes of it is enough."""
    lines = select(AuditEvent.id).where(
        AuditEvent.subject_kind == version.record_kind,
        AuditEvent.subject_id == version.public_id,
        AuditEvent.action == ListingAction.EDIT.value,
        AuditEvent.person_id == actor.person_id,
        AuditEvent.at > now() - QUIET,
    )
    return session.scalar(lines.limit(1)) is not None


def _with_earned_grade(version: AchievementVersion, content: AchievementContent) -> AchievementContent:
    if content.claim is None:
        return content
    grade = carbon.grade_after(read_claim(version.claim), content.claim)
    return replace(content, claim=replace(content.claim, grade=grade))


def _raise_lock(version: AchievementVersion) -> None:
    version.lock += 1
    version.updated_at = now()
