"""Taking a published record off, with a reason that its tombstone tells, and putting it back."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_change
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.listings import letters, policies, queries
from marketplace.listings.models import Achievement, AchievementVersion, Withdrawal
from marketplace.listings.rules import LIFECYCLE, VISIBLE, ListingAction, ListingState, WithdrawalReason, in_a_year
from marketplace.listings.services.owning import visible_version

MAX_NOTE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Why a record goes; `note` is for the owner and the curators; `successor` is the public id of the record it repeats."""

    reason: WithdrawalReason
    note: str = ""
    successor: str = ""


def withdraw(session: Session, actor: Actor, public_id: str, command: Withdraw) -> AchievementVersion:
    """Take the version that came out off; a tombstone stays."""
    version = queries.get_to_look_after(session, actor, public_id, lock=True)
    state = LIFECYCLE.next_state(version.state, ListingAction.WITHDRAW)
    note, successor = command.note.strip()[:MAX_NOTE], command.successor.strip().upper()
    _refuse_unexplained(session, public_id, command.reason, note, successor)
    by_curator = not policies.can_edit(actor, version.achievement)
    version.withdrawal = Withdrawal(
        reason=command.reason,
        note=note,
        successor=successor if command.reason is WithdrawalReason.DUPLICATE else "",
        by_curator=by_curator,
        person_id=actor.person_id,
        at=now(),
    )
    _move(version, state)
    session.flush()
    record_change(session, actor, ListingAction.WITHDRAW, version, reason=command.reason.value, number=version.number)
    letters.tell_owner_withdrawn(session, actor, version)
    return version


def restore(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """Put a withdrawn version back before the public. By the owner this confirms it: a past validity begins anew."""
    version = queries.get_to_look_after(session, actor, public_id, lock=True)
    state = LIFECYCLE.next_state(version.state, ListingAction.RESTORE)
    if not policies.can_restore(actor, version):
        raise Forbidden("这项成果是审核员下架的，只能由审核员恢复。请与平台联系。")
    if visible_version(session, version.achievement) is not None:
        raise Conflict("这项成果已有公开的版本，不能再恢复旧版本。")
    if version.valid_until is None or version.valid_until < today():
        if not policies.can_edit(actor, version.achievement):
            raise Conflict("有效期已过，恢复要由成果所属单位确认。请通知对方恢复。")
        version.valid_until = in_a_year(today())
    version.withdrawal = None
    _move(version, state)
    session.flush()
    record_change(session, actor, ListingAction.RESTORE, version, number=version.number)
    letters.tell_owner_restored(session, actor, version)
    return version


def _refuse_unexplained(session: Session, public_id: str, reason: WithdrawalReason, note: str, successor: str) -> None:
    if reason is WithdrawalReason.OTHER and not note:
        raise InvalidInput("请写明下架的原因。", {"note": "请写明下架的原因。"})
    if reason is not WithdrawalReason.DUPLICATE:
        return
    shown = AchievementVersion.state.in_(VISIBLE)
    known = select(Achievement.id).join(Achievement.versions).where(Achievement.public_id == successor, shown)
    if successor == public_id or session.scalar(known) is None:
        sentence = "请填另一条已发布成果的编号，例如 R-2026-0001。"
        raise InvalidInput(sentence, {"successor": sentence})


def _move(version: AchievementVersion, state: ListingState) -> None:
    version.state = state
    version.lock += 1
    version.updated_at = now()
