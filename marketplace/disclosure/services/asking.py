"""A person asks to see more of a result, and may take the request back."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.core.public_ids import next_public_id
from marketplace.disclosure import letters, queries
from marketplace.disclosure.models import Grant
from marketplace.disclosure.rules import ASKABLE, GRANT_LIFE, LONGEST, GrantAction, GrantState
from marketplace.listings import queries as listings
from marketplace.listings.models import Achievement
from marketplace.listings.policies import sees_all, tiers_of
from marketplace.taxonomy.terms import DisclosureTier


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAccess:
    """Which tier, and what for; the agreement will name the purpose."""

    tier: DisclosureTier
    purpose: str


def ask(session: Session, actor: Actor, public_id: str, command: AskAccess) -> Grant:
    """Ask the owner of a published result; one request of a person waits at a time."""
    if not actor.signed_in:
        raise Forbidden("请先登录。")
    version = listings.get_listing(session, actor, public_id)
    session.execute(select(Achievement.id).where(Achievement.id == version.achievement_id).with_for_update())
    if sees_all(actor, version):
        raise Conflict("您已能看到这项成果的全部内容，不用申请。")
    if command.tier not in ASKABLE:
        raise InvalidInput("请选要查看的级别。", {"tier": "请选要查看的级别。"})
    if command.tier in tiers_of(actor, version):
        raise Conflict("这一级已向您开放，不用申请。")
    latest = queries.latest_of(session, actor, version.achievement_id)
    if latest is not None and latest.state is GrantState.ASKED:
        raise Conflict("您已经申请过，正等成果方答复。请到“查看权限”里查看。")
    if latest is not None and latest.standing is GrantState.GRANTED and latest.tier >= command.tier:
        raise Conflict("成果方已授权。双方签完保密协议后，这一级就向您开放。")
    house = house_of(actor)
    if command.tier is DisclosureTier.UNDER_NDA and house is None:
        raise Conflict("保密协议由两家单位签署。请先加入或创建您的单位，再申请 T3。")
    made = Grant(
        public_id=next_public_id(session, "G"),
        achievement=version.achievement,
        person_id=actor.person_id or 0,
        organisation_id=house,
        tier=command.tier,
        purpose=checked(command.purpose, "purpose", _("请写明用途，成果方据此决定。")),
    )
    session.add(made)
    session.flush()
    session.refresh(made, ["person", "organisation"])
    record_act(session, actor, GrantAction.ASK, made, result=public_id, tier=command.tier.value)
    letters.tell_asked(session, made)
    return made


def cancel(session: Session, actor: Actor, public_id: str) -> Grant:
    """Take back a request that waits."""
    held = queries.get_grant(session, actor, public_id, lock=True)
    if held.person_id != actor.person_id:
        raise Forbidden("只有申请人可以撤回申请。")
    held.state = GRANT_LIFE.next_state(held.state, GrantAction.CANCEL)
    held.decided_at = now()
    record_act(session, actor, GrantAction.CANCEL, held)
    session.flush()
    return held


def house_of(actor: Actor) -> int | None:
    """The organisation a person asks for: the one acted for, else their only or first one."""
    return actor.acting_for or min(actor.organisations, default=None)


def checked(given: str, field: str, missing: str) -> str:
    """Words of a person, tidied; InvalidInput for none or too many."""
    words = " ".join(given.replace("\x00", "").split())
    if not words:
        raise InvalidInput(missing, {field: missing})
    if len(words) > LONGEST:
        raise InvalidInput("最多 500 个字，请缩短。", {field: "最多 500 个字，请缩短。"})
    return words
