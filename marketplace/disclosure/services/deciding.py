"""The owner's side decides: gives access until a day, declines with a reason, moves the day, takes access back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import CHINA, now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.disclosure import letters, policies, queries
from marketplace.disclosure.models import Grant
from marketplace.disclosure.rules import GRANT_LIFE, MOST_DAYS, MOST_YEARS, USUAL_YEARS, GrantAction, GrantState
from marketplace.disclosure.services.agreeing import ensure_nda
from marketplace.disclosure.services.asking import checked
from marketplace.matching import services as matching
from marketplace.matching import talks
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachKind, ApproachState, Side
from marketplace.taxonomy.terms import DisclosureTier

A = GrantAction
BATCH = 200


def _(text: str) -> str:
    """Mark a msgid."""
    return text


WRONG_DAY = _("请选明天起一年以内的一天。")


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAccess:
    """The last day of access; for T3 the years of secrecy that the agreement will say."""

    until: date
    years: int = USUAL_YEARS


def grant(session: Session, actor: Actor, public_id: str, command: GiveAccess) -> Grant:
    """Give access to the person who asked. T3 opens with the agreement, which is drafted unless there is one."""
    held = _to_decide(session, actor, public_id, A.GRANT)
    if not 1 <= command.years <= MOST_YEARS:
        raise InvalidInput("保密期为 1 至 10 年。", {"years": "保密期为 1 至 10 年。"})
    held.expires_at = _end_of(command.until)
    if held.organisation_id is not None and not _still_member(held):
        raise Conflict("申请人已不在申请时的单位，不能授权。请谢绝，由其以现在的单位重新申请。")
    _decide(session, actor, held, A.GRANT, until=command.until.isoformat())
    letters.tell_decided(session, held, A.GRANT)
    if held.tier is DisclosureTier.UNDER_NDA:
        ensure_nda(session, actor, held, command.years)
    return held


def decline(session: Session, actor: Actor, public_id: str, reason: str) -> Grant:
    """Refuse; the person reads the reason."""
    held = _to_decide(session, actor, public_id, A.DECLINE)
    held.reason = checked(reason, "reason", _("请写明理由，申请人会看到。"))
    _decide(session, actor, held, A.DECLINE)
    letters.tell_decided(session, held, A.DECLINE)
    return held


def extend(session: Session, actor: Actor, public_id: str, until: date) -> Grant:
    """Move the last day, nearer or farther."""
    held = _to_decide(session, actor, public_id, A.EXTEND)
    if held.standing is GrantState.EXPIRED:
        raise Conflict("这份授权已到期，不能再改期限。请由对方重新申请。")
    held.expires_at = _end_of(until)
    _decide(session, actor, held, A.EXTEND, until=until.isoformat())
    letters.tell_decided(session, held, A.EXTEND)
    return held


def revoke(session: Session, actor: Actor, public_id: str, reason: str) -> Grant:
    """Take access back; it ends with this act, for pages and links that are open already too."""
    held = _to_decide(session, actor, public_id, A.REVOKE)
    held.reason = checked(reason, "reason", _("请写明理由，申请人会看到。"))
    _decide(session, actor, held, A.REVOKE)
    letters.tell_decided(session, held, A.REVOKE)
    return held


def shut_interest(session: Session, actor: Actor, talk_id: str, reason: str) -> Approach:
    """Take back what an accepted interest opened: T2 is shut at once for the need's side; the talk goes on and says so."""
    held = talks.get_approach(session, actor, talk_id, lock=True)
    if not policies.decides(actor, held.achievement):
        raise Forbidden("这一步由成果方来做。")
    if held.kind is not ApproachKind.INTEREST or held.state is not ApproachState.ACCEPTED or held.shut_at is not None:
        raise Conflict("这次接洽没有开放 T2，不用收回。")
    words = checked(reason, "reason", _("请写明理由，申请人会看到。"))
    held.shut_at = now()
    record_act(session, actor, "shut_interest", held, result=held.achievement.public_id)
    return matching.say(session, actor, talk_id, Side.RESULT, f"已收回 T2 内容的查看权限：{words}")


def expire_due(session: Session, moment: datetime) -> int:
    """Write down which grants are over, and tell the people; they opened nothing any more from their end on."""
    over = select(Grant).where(Grant.state == GrantState.GRANTED, Grant.expires_at <= moment)
    found = session.scalars(over.order_by(Grant.id).limit(BATCH)).all()
    for held in found:
        held.state = GRANT_LIFE.next_state(held.state, A.EXPIRE)
        record_act(session, SYSTEM, A.EXPIRE, held)
        letters.tell_decided(session, held, A.EXPIRE)
    session.flush()
    return len(found)


def _to_decide(session: Session, actor: Actor, public_id: str, action: GrantAction) -> Grant:
    held = queries.get_grant(session, actor, public_id, lock=True)
    if not policies.decides(actor, held.achievement):
        raise Forbidden("这一步由成果方来做。")
    GRANT_LIFE.next_state(held.state, action)
    return held


def _decide(session: Session, actor: Actor, held: Grant, action: GrantAction, **detail: str) -> None:
    held.state = GRANT_LIFE.next_state(held.state, action)
    held.decided_at, held.decided_by = now(), actor.person_id
    result = held.achievement.public_id
    record_act(session, actor, action, held, result=result, tier=held.tier.value, **detail)
    session.flush()


def _end_of(day: date) -> datetime:
    """The end of a day in China; InvalidInput for one that is past or too far off."""
    if not today() < day <= today() + timedelta(days=MOST_DAYS):
        raise InvalidInput(WRONG_DAY, {"until": WRONG_DAY})
    return datetime.combine(day + timedelta(days=1), time(), CHINA)


def _still_member(held: Grant) -> bool:
    return any(place.organisation_id == held.organisation_id for place in held.person.memberships)
