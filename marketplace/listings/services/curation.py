"""What a curator does with a version that was handed in: publish, return, reject."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act, record_change
from marketplace.core.clock import now, today
from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.listings import letters, policies, queries
from marketplace.listings.models import AchievementVersion, Remark
from marketplace.listings.rules import LIFECYCLE, ListingAction, in_a_year
from marketplace.listings.services.owning import refuse_incomplete, visible_version

MAX_REMARK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRemark:
    """A remark on a field of AchievementContent, or on the whole when `field` is empty."""

    field: str
    text: str
    english: str = ""  # blank: the same words for everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """Why a version is not published."""

    reason: str
    english: str = ""  # blank: the same words for everybody


def publish(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """Let the public read the version; the one it read before is superseded."""
    version = _to_decide(session, actor, public_id)
    LIFECYCLE.next_state(version.state, ListingAction.PUBLISH)
    refuse_incomplete(version)
    bring_out(session, actor, version)
    letters.tell_owner_published(session, version)
    return version


def return_with_remarks(
    session: Session, actor: Actor, public_id: str, remarks: Sequence[FieldRemark]
) -> AchievementVersion:
    """Give the version back to its owner with what should be changed, field by field."""
    version = _to_decide(session, actor, public_id)
    state = LIFECYCLE.next_state(version.state, ListingAction.RETURN)
    written = [remark for remark in remarks if remark.text.strip()]
    if not written:
        raise InvalidInput("请至少写一条意见，说明要改什么。", {"remarks": "请至少写一条意见，说明要改什么。"})
    version.remarks = [
        Remark(
            field=remark.field,
            text=remark.text.strip()[:MAX_REMARK],
            english=remark.english.strip()[:MAX_REMARK],
            person_id=actor.person_id,
        )
        for remark in written
    ]
    _decide(version, actor)
    version.state = state
    record_act(session, actor, ListingAction.RETURN, version, fields=[remark.field for remark in written])
    letters.tell_owner_returned(session, version)
    return version


def reject(session: Session, actor: Actor, public_id: str, command: Decline) -> AchievementVersion:
    """Refuse the version for good, with the reason."""
    version = _to_decide(session, actor, public_id)
    state = LIFECYCLE.next_state(version.state, ListingAction.REJECT)
    reason = command.reason.strip()[:MAX_REMARK]
    if not reason:
        raise InvalidInput("请写明驳回的理由。", {"reason": "请写明驳回的理由。"})
    english = command.english.strip()[:MAX_REMARK]
    version.remarks = [Remark(field="", text=reason, english=english, person_id=actor.person_id)]
    _decide(version, actor)
    version.state = state
    record_act(session, actor, ListingAction.REJECT, version, reason=reason)
    letters.tell_owner_rejected(session, version, reason)
    return version


def bring_out(session: Session, actor: Actor, version: AchievementVersion) -> None:
    """Put a version that was handed in before the public, in the place of the one before it."""
    before = visible_version(session, version.achievement)
    if before is not None:
        before.state = LIFECYCLE.next_state(before.state, ListingAction.SUPERSEDE)
        record_act(session, actor, ListingAction.SUPERSEDE, before, number=before.number)
        session.flush()  # at most one version may be visible at any moment
    version.remarks = []
    version.valid_until = version.valid_until or in_a_year(today())
    _decide(version, actor)
    version.published_at = version.updated_at
    version.state = LIFECYCLE.next_state(version.state, ListingAction.PUBLISH)
    session.flush()
    record_change(session, actor, ListingAction.PUBLISH, version, number=version.number)


def _to_decide(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    version = queries.get_to_decide(session, actor, public_id, lock=True)
    if not policies.can_decide(actor, version):
        raise Forbidden("送审人和成果所属单位的成员不能审核它，请由另一位审核员处理。")
    return version


def _decide(version: AchievementVersion, actor: Actor) -> None:
    version.decided_by = actor.person_id
    version.lock += 1
    version.updated_at = now()
